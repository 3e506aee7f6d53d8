"""One state on each engine: what holds on the one has to hold on the other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskwise.stores.state.database import PostgresServer, SqliteFile
from deskwise.stores.state.sql_state import SqlState
from postgres_server import PASSWORD, USER, started
from stores.state.state_rig import Rig

OpenAgain = Callable[[], SqlState]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_port() -> Iterator[int]:
    with started() as port:
        yield port


@pytest.fixture
def postgres_url(postgres_port: int) -> str:
    """The URL of a database that nobody else uses."""
    server = f"postgresql+psycopg://{USER}:{PASSWORD}@127.0.0.1:{postgres_port}"
    name = f"state_{next(_numbers)}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    engine.dispose()
    return f"{server}/{name}".replace("+psycopg", "")


@pytest.fixture(params=["sqlite", "postgres"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenAgain]:
    """Opens the same state once more, as another process would."""
    opened: list[SqliteFile | PostgresServer] = []
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None

    def open_state() -> SqlState:
        database = SqliteFile(tmp_path / "home") if url is None else PostgresServer(url)
        opened.append(database)
        return SqlState(database)

    yield open_state
    for database in opened:
        database.close()


@pytest.fixture
def rig(open_again: OpenAgain) -> Rig:
    return Rig(open_again())
