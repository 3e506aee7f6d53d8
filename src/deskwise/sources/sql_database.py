"""One database, read and never written: its connection, our patience, its errors without its words.

What a database or its driver says may quote rows and statements: none of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import (
    PassingSourceError,
    SettingsError,
    SourceCredentialsError,
    SourceError,
    SourceNetworkError,
    SourcePermissionError,
    SourceRateError,
    SourceSchemaError,
    SourceServerError,
)
from deskwise.sources.http.pace import Budget, Pace, Patience
from deskwise.sources.sql_encryption import encrypted_arguments
from deskwise.sources.sql_errors import kind_of

if TYPE_CHECKING:
    import sqlalchemy as sa

Answer = TypeVar("Answer")
CONNECT_SECONDS = 15
TOLD: Mapping[type[SourceError], tuple[str, str]] = {
    SourceCredentialsError: (
        "does not let us in",
        "see the user and the secret of the connection, and the database in its url",
    ),
    SourcePermissionError: ("does not let us read", "give the user of the connection the right to read it"),
    SourceRateError: ("has no connection left", "try again later"),
    SourceServerError: ("failed, or broke off in its answer,", "try again later"),
    SourceNetworkError: (
        "cannot be reached",
        "check the network and the url, and that it takes encrypted connections; then try again",
    ),
    SourceSchemaError: ("does not understand the question", "check the table or query, and its columns"),
}


class SqlDatabase:
    """Reads one database; each question is a transaction of its own, and one that only reads.

    Raises `SettingsError` for a url that is none, or whose driver is not installed.
    """

    def __init__(
        self, connection: Connection, pace: Pace | None = None, patience: Patience | None = None
    ) -> None:
        self._connection = connection
        self._name = connection.name
        self._pace = pace or Pace()
        self._patience = patience or Patience()
        self._budget = Budget(connection.requests_per_minute, self._pace)
        self._engine: sa.Engine | None = None

    def __repr__(self) -> str:
        return f"SqlDatabase({self._name!r})"

    def close(self) -> None:
        """Let go of the connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def ask(self, what: str, question: Callable[[sa.Connection], Answer]) -> Answer:
        """What a question is answered with; raises `SourceError`, a passing one after the last attempt."""
        failed = 0
        while True:
            self._budget.take()
            try:
                with self._told_apart(what), self._opened().connect() as connection, connection.begin():
                    return question(connection)
            except PassingSourceError:
                failed += 1
                if failed >= self._patience.attempts:
                    raise
            self._pace.sleep(self._patience.seconds(failed, None, self._pace.draw))

    @contextmanager
    def _told_apart(self, what: str) -> Iterator[None]:
        import sqlalchemy as sa

        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._error(what, kind_of(error)) from None
        except sa.exc.TimeoutError:
            raise self._error(what, SourceNetworkError) from None
        except (sa.exc.SQLAlchemyError, UnicodeDecodeError, ValueError, OverflowError):
            raise self._error(what, SourceSchemaError) from None

    def _error(self, what: str, kind: type[SourceError]) -> SourceError:
        how, do = TOLD[kind]
        return kind(f"{self._name} {how} ({what})", do=do)

    def _opened(self) -> sa.Engine:
        if self._engine is None:
            self._engine = self._made()
        return self._engine

    def _made(self) -> sa.Engine:
        import sqlalchemy as sa

        try:
            url = sa.make_url(self._connection.url)
        except (sa.exc.ArgumentError, ValueError):
            raise SettingsError(
                f"the url of {self._name} is no database's", do="write postgresql+psycopg://host/database"
            ) from None
        if url.password is not None:
            raise SettingsError(
                f"the url of {self._name} holds a password", do="give it as the connection's token"
            )
        family = url.get_backend_name()
        if family == "sqlite":
            if self._connection.token:
                raise SourceCredentialsError(
                    f"{self._name} is a SQLite file, which knows no password",
                    do="take the token out of the connection",
                )
        else:
            url = url.set(
                username=self._connection.user or url.username, password=self._connection.token or None
            )
        try:
            engine = sa.create_engine(
                url,
                connect_args=_connect_arguments(family) | encrypted_arguments(url, self._connection),
                execution_options={"postgresql_readonly": True} if family == "postgresql" else {},
                hide_parameters=True,
                pool_size=1,
                max_overflow=0,
                pool_pre_ping=True,
            )
        except (sa.exc.NoSuchModuleError, ImportError):
            raise SettingsError(
                f"the driver for the url of {self._name} is not installed",
                do="install it; for PostgreSQL: pip install 'deskwise[postgres]'",
            ) from None
        if family == "sqlite":
            sa.event.listen(engine, "connect", _only_read_sqlite)
        elif family in ("mysql", "mariadb"):
            sa.event.listen(engine, "begin", _only_read_mysql)
        return engine


def _connect_arguments(family: str) -> dict[str, Any]:
    return {"connect_timeout": CONNECT_SECONDS} if family in ("postgresql", "mysql", "mariadb") else {}


def _only_read_sqlite(connection: Any, _: object) -> None:
    connection.execute("pragma query_only = on")


def _only_read_mysql(connection: sa.Connection) -> None:
    connection.exec_driver_sql("set transaction read only")
