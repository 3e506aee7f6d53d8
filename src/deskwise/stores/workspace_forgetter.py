"""Forgetting in the workspace in a folder; see the port `app.held_on_person.PersonalData`."""

from __future__ import annotations

from datetime import UTC, datetime

from deskwise.app.forgetting import Forgotten, ForgottenNote, Reason
from deskwise.app.held_on_person import HeldInLake
from deskwise.stores.expiry import Expiry
from deskwise.stores.forgetting import Forgetting
from deskwise.stores.held_on_person import held_in_lake
from deskwise.stores.kept_settings import forget_in_versions
from deskwise.stores.workspace_folder import WorkspaceFolder


class FolderForgetter:
    """Forgets in the workspace in a folder."""

    def __init__(self, workspace: WorkspaceFolder) -> None:
        self._workspace = workspace
        self._lake = workspace.lake

    def held(self, identifier: str, most_tickets: int) -> HeldInLake:
        """What is held on an identifier; nothing of an unknown one."""
        with self._lake.reading() as connection:
            return held_in_lake(connection, identifier, most_tickets)

    def find(self, identifiers: tuple[str, ...]) -> Forgotten:
        """What forgetting them would change."""
        with self._lake.reading() as connection:
            return Forgetting(connection).find(identifiers)

    def forget(self, identifiers: tuple[str, ...], at: datetime) -> Forgotten:
        """Forget them, and write the state as a file that never held them."""
        self.find(identifiers)  # whoever is unknown is told before anything is copied
        with self._lake.changing() as change:
            work = Forgetting(change.connection)
            found = work.find(identifiers)
            if work.write(found, at):
                self._workspace.fold_all(change.connection)
            forget_in_versions(change.connection, identifiers)
            change.afresh = True
            self._workspace.forget_compiled(identifiers)
        # A reader may have kept a query since that names them.
        self._workspace.forget_compiled(identifiers)
        return found

    def find_expired(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """What is older than the settings keep it."""
        retention = self._workspace.retention()
        with self._lake.reading() as connection:
            work = Expiry(connection, retention)
            work.find()
        return work.found

    def expire(self, at: datetime) -> tuple[tuple[Reason, Forgotten], ...]:
        """Let it go, and write the state as a file that never held it."""
        with self._lake.changing() as change:
            work = Expiry(change.connection, self._workspace.retention())
            work.find()
            if work.write(at):
                self._workspace.fold_all(change.connection)
            change.kept = change.afresh = work.rows > 0
        return work.found

    def notes(self) -> tuple[ForgottenNote, ...]:
        """What was forgotten so far."""
        with self._lake.reading() as connection:
            if not connection.execute(
                "select 1 from duckdb_tables() where table_name = 'forgotten'"
            ).fetchone():
                return ()  # a lake of an older layout
            rows = connection.execute("from forgotten").fetchall()
        return tuple(ForgottenNote(row[0].replace(tzinfo=UTC), *row[1:]) for row in rows)

    def settings_text(self) -> str:
        """The settings as they were written."""
        return self._workspace.settings_text()
