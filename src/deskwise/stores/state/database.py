"""The database a state is in: a file of SQLite, or a PostgreSQL, each with one writer at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event, pool

from deskwise.kernel.errors import UsageError, WorkspaceBusyError, WorkspaceError
from deskwise.kernel.language import marked, say
from deskwise.stores.state.layouts import bring_to_newest, is_newest
from deskwise.stores.writer_lock import WriterLock

FILE_NAME = "state.sqlite"
VARIABLE = "DESKWISE_STATE"
PASSWORD_FROM_VARIABLE = "DESKWISE_STATE_PASSWORD_FROM"  # noqa: S105 - where it is, not the password
WAIT_SECONDS = 30
# Of all that may be locked in a database, what a writer of a state locks; any number that nobody else uses.
LOCK_NUMBER = 4_177_620_051
_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
# Told of PostgreSQL's lock_timeout.
_LOCK_NOT_AVAILABLE = "55P03"


class Database(Protocol):
    """What a state is kept in."""

    @property
    def name(self) -> str:
        """What it is called in messages; never with a password."""
        ...

    def is_there(self) -> bool:
        """Whether there can be anything in it."""
        ...

    def prepare(self) -> None:
        """Bring it to the newest layout, whatever other processes do at the same time."""
        ...

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that reads what is there at one instant."""
        ...

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A connection within a transaction that nobody else changes anything beside."""
        ...

    def close(self) -> None:
        """Close what stays open."""
        ...


class SqliteFile:
    """A file in the workspace's folder, readable by its owner only.

    `stays_open` keeps connections for the next question. `wait_seconds` is how long to wait for another
    writer.
    """

    def __init__(self, home: Path, *, stays_open: bool = False, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = home / FILE_NAME
        self._home = home
        self._wait_seconds = wait_seconds
        self._engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(self.path)),
            poolclass=pool.QueuePool if stays_open else pool.NullPool,
            # Transactions are begun below, and not by the driver, which leaves some statements out of them.
            connect_args={"timeout": wait_seconds, "isolation_level": None, "check_same_thread": False},
            hide_parameters=True,
        )
        event.listen(self._engine, "connect", _set_up_sqlite)
        event.listen(self._engine, "begin", _begin_sqlite)

    @property
    def name(self) -> str:
        """The file."""
        return str(self.path)

    def is_there(self) -> bool:
        """Whether there is a file."""
        return self.path.exists()

    def prepare(self) -> None:
        """Make the file if there is none, and bring it to the newest layout."""
        with WriterLock(
            self._home, self._wait_seconds, name="state", doing=marked("preparing the state in")
        ).held():
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
            self.path.chmod(_OWNER_ONLY)
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("pragma journal_mode = wal")
            with self.changing() as connection:
                if not is_newest(connection):
                    bring_to_newest(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that reads."""
        with _explained(self.name), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A connection that holds the right to write from its beginning."""
        with _explained(self.name), self._engine.connect() as connection:
            connection = connection.execution_options(deskwise_changes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close what stays open."""
        self._engine.dispose()


class PostgresServer:
    """A PostgreSQL, by a URL such as postgresql://user:password@host/database.

    `password` stands for the one in the URL, where it is given apart.
    """

    def __init__(self, url: str, *, password: str | None = None, wait_seconds: float = WAIT_SECONDS) -> None:
        found = _postgres_url(url)
        if password is not None:
            found = found.set(password=password)
        self.name = f"PostgreSQL at {found.host or 'this machine'}, database {found.database}"
        self._wait_milliseconds = int(wait_seconds * 1000)
        try:
            self._engine = sa.create_engine(found, hide_parameters=True, pool_pre_ping=True)
        except ImportError as error:
            raise WorkspaceError(
                say("%(variable)s names a PostgreSQL, and nothing here speaks to one", variable=VARIABLE),
                do=say("pip install 'deskwise[postgres]'"),
            ) from error

    def is_there(self) -> bool:
        """It is always asked."""
        return True

    def prepare(self) -> None:
        """Bring it to the newest layout."""
        with self.changing() as connection:
            if not is_newest(connection):
                bring_to_newest(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that reads."""
        with _explained(self.name), self._engine.connect() as connection:
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with connection.begin():
                yield connection

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A connection that holds the right to write, as the only one."""
        with _explained(self.name), self._engine.begin() as connection:
            connection.execute(sa.text(f"set local lock_timeout = {self._wait_milliseconds:d}"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_NUMBER)))
            yield connection

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


@contextmanager
def empty_database() -> Iterator[sa.Connection]:
    """A state in memory that nothing was written to, for whoever reads where there is none."""
    engine = sa.create_engine("sqlite://", poolclass=pool.StaticPool)
    try:
        with engine.begin() as connection:
            bring_to_newest(connection)
            yield connection
    finally:
        engine.dispose()


def _postgres_url(text: str) -> sa.URL:
    wanted = say("write it as postgresql://user:password@host/database")
    try:
        url = sa.make_url(text.strip())
    except sa.exc.ArgumentError:
        raise UsageError(say("%(variable)s is no URL", variable=VARIABLE), do=wanted) from None
    if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"} or not url.database:
        raise UsageError(say("%(variable)s names no database of PostgreSQL", variable=VARIABLE), do=wanted)
    return url.set(drivername="postgresql+psycopg")


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    connection.execute("pragma foreign_keys = on")


def _begin_sqlite(connection: sa.Connection) -> None:
    changes = connection.get_execution_options().get("deskwise_changes", False)
    connection.exec_driver_sql(f"pragma query_only = {'off' if changes else 'on'}")
    connection.exec_driver_sql("begin immediate" if changes else "begin")


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Errors of the database as ours, without its words: those may quote what people wrote."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        told = str(error.orig)
        if "database is locked" in told or getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise WorkspaceBusyError(
                say("somebody else changes the state in %(name)s", name=name),
                do=say("try again when they have finished"),
            ) from error
        raise WorkspaceError(
            say(
                "the state in %(name)s cannot be read or written (%(kind)s)",
                name=name,
                kind=type(error.orig).__name__,
            ),
            do=say("see that it is there, whole, and not full; else restore a backup"),
        ) from error
