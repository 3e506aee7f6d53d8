"""Forgetting in the workspace in a folder; see the port `app.held_on_person.PersonalData`."""

from __future__ import annotations

from datetime import UTC, datetime

from deskwise.app.forgetting import Forgotten, ForgottenNote, Reason
from deskwise.app.held_on_person import HeldInLake
from deskwise.stores.customer_pseudonyms import wishes_pseudonyms
from deskwise.stores.expiry import Expiry
from deskwise.stores.forgetting import Forgetting
from deskwise.stores.held_on_person import held_in_lake
from deskwise.stores.kept_settings import forget_in_versions
from deskwise.stores.pseudonymising import Pseudonymising
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
            names = (*identifiers, *found.known_as)
            self._workspace.forget_compiled(names)
        # A reader may have kept a query since that names them.
        self._workspace.forget_compiled(names)
        return found

    def find_expired(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """What the settings no longer keep as it is: identifiers of customers, and what is too old."""
        retention = self._workspace.retention()
        with self._lake.reading() as connection:
            earlier = Pseudonymising(connection)
            if wishes_pseudonyms(connection):
                earlier.find()
            earlier.close()
            work = Expiry(connection, retention)
            work.find()
        return (*_of_customers(earlier), *work.found)

    def expire(self, at: datetime) -> tuple[tuple[Reason, Forgotten], ...]:
        """Let it go, and write the state as a file that never held it."""
        with self._lake.changing() as change:
            earlier = Pseudonymising(change.connection)
            if wishes_pseudonyms(change.connection):
                earlier.find()
            refold = earlier.write(at)
            earlier.close()
            work = Expiry(change.connection, self._workspace.retention())
            work.find()
            if work.write(at) or refold:
                self._workspace.fold_all(change.connection)
            change.kept = change.afresh = work.rows > 0 or earlier.found is not None
            self._workspace.forget_compiled_values(earlier.names)
        # A reader may have kept a query since that names them.
        self._workspace.forget_compiled_values(earlier.names)
        return (*_of_customers(earlier), *work.found)

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


def _of_customers(earlier: Pseudonymising) -> tuple[tuple[Reason, Forgotten], ...]:
    return () if earlier.found is None else (("customers", earlier.found),)
