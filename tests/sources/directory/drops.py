"""A folder of made-up exports, and syncs of it into a workspace of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskwise import bootstrap
from deskwise.app.source_port import Connection
from deskwise.app.sync_directory import sync_directory
from deskwise.app.sync_source import SyncRequest, SyncSummary
from deskwise.kernel.clock import FixedClock
from deskwise.sources.directory import Directory
from sources.unfolded_syncs import UnfoldedSyncs

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
HEAD = "event_id,at,kind,ticket,role"


def event(number: int) -> str:
    """A line of an export; each ticket is opened by its first one."""
    kind, role = ("opened", "customer") if number % 4 == 0 else ("message", "agent")
    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    return f"{number},{at.isoformat()},{kind},T{number // 4},{role}"


@dataclass
class Drops:
    """The folder `inbox`, and the workspace beside it."""

    home: Path
    options: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.syncs = UnfoldedSyncs(self.home / "workspace")

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    def drop(self, name: str, events: Sequence[int], *, minutes_ago: float = 60) -> Path:
        return self.write(name, "\n".join([HEAD, *map(event, events), ""]), minutes_ago=minutes_ago)

    def write(self, name: str, text: str, *, minutes_ago: float = 60) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        at = self.now.timestamp() - minutes_ago * 60
        os.utime(path, (at, at))
        return path

    def sync(self, *, full: bool = False) -> SyncSummary:
        connection = Connection("drops", "directory", self.inbox.as_uri(), options=self.options)
        return sync_directory(
            self.syncs.workspace,
            self.syncs,
            SyncRequest("drops", full=full),
            Directory(connection),
            bootstrap.file_reader(),
            FixedClock(self.now),
        )

    def ids(self) -> list[int]:
        """The ids in the log, each as often as it is there."""
        if self.syncs.workspace.lake.states.current() is None:
            return []
        with self.syncs.workspace.lake.reading() as connection:
            found = connection.execute("select event_id from log where not superseded").fetchall()
        return sorted(int(row[0]) for row in found)

    def rejects(self) -> list[tuple[str, int | None, str]]:
        return [(Path(one.file).name, one.line, one.reason) for one in self.syncs.workspace.lake.rejects()]
