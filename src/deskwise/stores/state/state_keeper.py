"""Proving, copying and restoring the state, as a part of the workspace that is kept safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import Deed, entry
from deskwise.app.keep_workspace import Check
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import InputError
from deskwise.stores.state.audit_rows import AuditRows, broken_seals
from deskwise.stores.state.database import FILE_NAME, Database, SqliteFile
from deskwise.stores.state.layouts import is_newest, layout_of
from deskwise.stores.state.tables import LINKS, SESSIONS, SIGN_IN_ATTEMPTS

MOST_TOLD = 5


class StateKeeper:
    """Keeps the state in a database safe; one in PostgreSQL is copied by that database's own tools."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def is_there(self) -> bool:
        """Whether anything was ever written to it."""
        if not self._database.is_there():
            return False
        with self._database.reading() as connection:
            return layout_of(connection) is not None

    def check(self) -> tuple[Check, ...]:
        """Everything that must hold of it, whether it does or not; nothing where there is none.

        Raises `WorkspaceError` if it cannot be read at all, or is of a newer version.
        """
        if not self.is_there():
            return ()
        with self._database.reading() as connection:
            is_newest(connection)
            damages = _damages(connection)
            seals = list(islice(broken_seals(connection), MOST_TOLD)) if not damages else []
        return (
            Check(
                "state",
                "The state reads whole: people, tokens, annotations, objectives.",
                len(damages),
                damages,
            ),
            Check(
                "audit",
                "No entry of the audit is missing or was changed.",
                len(seals),
                tuple(f"entry {number}" for number in seals),
            ),
        )

    @contextmanager
    def copied(self) -> Iterator[Path | None]:
        """A file with a copy of it as it is at one instant; null where there is none, or in PostgreSQL."""
        if not isinstance(self._database, SqliteFile) or not self.is_there():
            yield None
            return
        with TemporaryDirectory(prefix="deskwise-state-") as folder:
            copy = Path(folder) / FILE_NAME
            _copy(self._database.path, copy)
            yield copy

    def note(self) -> str | None:
        """What is to be said of a backup that is made without it; null where nothing is."""
        if isinstance(self._database, SqliteFile) or not self.is_there():
            return None
        return (
            f"People, tokens, annotations, objectives and the audit are in {self._database.name}, and not in "
            "this file: back that database up with its own tools, such as pg_dump."
        )

    @contextmanager
    def restoring(self) -> Iterator[Path]:
        """A file name for a copy that came with a backup, until it is taken."""
        with TemporaryDirectory(prefix="deskwise-state-") as folder:
            yield Path(folder) / FILE_NAME

    def prove(self, copy: Path) -> None:
        """See that a copy can be taken, and make it ready: nobody is signed in, and no link works.

        What was signed out or used up after the backup is not to come back with it. Raises `InputError`
        and `WorkspaceError`.
        """
        database = SqliteFile(copy.parent)
        database.prepare()
        with database.changing() as connection:
            if _damages(connection):
                raise InputError(
                    "the state in the backup is damaged", do="use another one; nothing was changed"
                )
            for table in (SESSIONS, LINKS, SIGN_IN_ATTEMPTS):
                connection.execute(sa.delete(table))
            AuditRows(connection).add(entry(self._clock.now(), TERMINAL, Deed.STATE_RESTORED, "state"))

    def take(self, copy: Path) -> str | None:
        """Put a proven copy in the place of what is there, as one whole; a note where it was not taken."""
        if not isinstance(self._database, SqliteFile):
            return (
                f"The people of the backup were left out, for they are kept in {self._database.name}: "
                "restore that database with its own tools."
            )
        self._database.prepare()
        _copy(copy, self._database.path)
        return None


def _copy(given: Path, made: Path) -> None:
    """Copy a database inside SQLite: others may use either meanwhile, and the copy is there whole or not."""
    with closing(sqlite3.connect(given)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target)


def _damages(connection: sa.Connection) -> tuple[str, ...]:
    if connection.dialect.name != "sqlite":
        return ()
    found = [str(row[0]) for row in connection.execute(sa.text("pragma integrity_check(5)"))]
    missing = [str(row[0]) for row in connection.execute(sa.text("pragma foreign_key_check"))]
    return tuple([line for line in found if line != "ok"] + missing)[:MOST_TOLD]
