"""A workspace that keeps a log and makes no facts: what tests of sources look at is the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deskwise.app.lake import Folded, LogImport
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_syncs import FolderSyncs


class UnfoldedWorkspace(WorkspaceFolder):
    def fold(self, session: LogImport) -> Folded:
        return Folded(session.count_tickets(), 0)


class UnfoldedSyncs(FolderSyncs):
    """Syncs into a folder; `log` is what stands in it, but for how it came in."""

    def __init__(self, home: Path) -> None:
        self.workspace = UnfoldedWorkspace(home)
        super().__init__(self.workspace, wait_seconds=0)

    def log(self) -> list[tuple[Any, ...]]:
        if self.workspace.lake.states.current() is None:
            return []
        with self.workspace.lake.reading() as connection:
            return connection.execute(
                "select * exclude (import_id, file, row, fold_key) from log where not superseded order by all"
            ).fetchall()

    def ids(self) -> set[tuple[str | None, str, int]]:
        """Of every event: its ticket, id and revision."""
        with self.workspace.lake.reading() as connection:
            return set(connection.execute("select ticket, event_id, revision from log").fetchall())

    def as_of(self, source: str) -> Any:
        with self.workspace.lake.reading() as connection:
            row = connection.execute(f"select as_of from sources where source = '{source}'").fetchone()
        return None if row is None else row[0]
