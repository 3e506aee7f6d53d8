"""From the first layout to the newest, and what becomes of one that is newer still."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.change_people import list_people
from deskwise.app.make_tokens import NewToken, list_tokens, make_token
from deskwise.kernel.errors import WorkspaceError
from deskwise.okr.cycle import Cycle
from deskwise.stores.state.audit_rows import broken_seals
from deskwise.stores.state.database import Database, PostgresServer, SqliteFile
from deskwise.stores.state.layouts import NEWEST, bring_to_newest, layout_of
from deskwise.stores.state.sql_state import SqlState
from deskwise.stores.state.tables import METADATA
from stores.state.state_rig import Rig

LAYOUTS = Path(__file__).parent / "layouts"
WITH_ROWS = {
    "0001": ("people", "sessions", "links", "sign_in_attempts", "audit"),
    "0004": ("people", "links", "audit", "tokens", "annotations", "disputes", "webhook_deliveries"),
}


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with a state of the first layout, and data in it."""
    yield from written_by("0001", request, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def without_objectives(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with a state of the last layout that knew no objectives, and data in it."""
    yield from written_by("0004", request, tmp_path)


def written_by(layout: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    connection = sqlite3.connect(folder / "state.sqlite")
    connection.executescript((LAYOUTS / f"{layout}.sql").read_text(encoding="utf-8"))
    connection.close()
    database: Database = SqliteFile(folder)
    if request.param == "postgres":
        given, database = database, PostgresServer(request.getfixturevalue("postgres_url"))
        copy(given, database, layout)
    yield database
    database.close()


def copy(given: Database, made: Database, layout: str) -> None:
    with given.reading() as source, made.changing() as target:
        bring_to_newest(target, layout)
        for name in WITH_ROWS[layout]:
            table = METADATA.tables[name]
            for row in source.execute(sa.select(table)):
                target.execute(sa.insert(table).values(**row._mapping))


def test_what_was_kept_in_the_first_layout_is_kept(old: Database) -> None:
    rig = Rig(SqlState(old))
    ada, ben = list_people(rig.state, TERMINAL)
    assert (ada.role, ben.teams) == (Role.ADMIN, frozenset({"support", "field"}))
    assert len(rig.audit()) == 6
    assert rig.sign_in("ben").person == ben
    make_token(rig.state, rig.clock, ada, NewToken("t", ["read"]))
    assert len(list_tokens(rig.state, ada)) == 1
    with old.reading() as connection:
        assert layout_of(connection) == NEWEST
        assert list(broken_seals(connection)) == []
        assert connection.execute(sa.text("select count(*) from links")).scalar() == 3


def test_a_state_without_objectives_takes_them_and_keeps_what_it_had(without_objectives: Database) -> None:
    rig = Rig(SqlState(without_objectives))
    cycle = Cycle("c1", "Q1 2026", date(2026, 1, 1), date(2026, 3, 31))
    with rig.state.reading() as stores:
        assert stores.okr.cycles() == ()
    with rig.state.changing() as stores:
        stores.okr.add_cycle(cycle)
    with rig.state.reading() as stores:
        assert stores.okr.cycles() == (cycle,)
        assert [each.id for each in stores.disputes.open()] == ["d1"]
        assert [each.text for each in stores.annotations.between(None, None)] == ["4.2 is out"]
    assert [each.name for each in list_people(rig.state, TERMINAL)] == ["ada", "ben"]
    assert [each.name for each in list_tokens(rig.state, TERMINAL)] == ["report"]
    assert len(rig.audit()) == 6
    with without_objectives.reading() as connection:
        assert layout_of(connection) == NEWEST
        assert list(broken_seals(connection)) == []


def test_the_tables_are_what_the_migrations_make(old: Database) -> None:
    old.prepare()
    with old.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_newest_is_the_last_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "deskwise.stores.state:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == NEWEST
    names = [script.revision for script in scripts.walk_revisions()]
    assert names == sorted(names, reverse=True)


def test_a_newer_state_is_left_alone_and_told(old: Database) -> None:
    with old.changing() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    state = SqlState(old)
    for use in (state.reading, state.changing):
        with pytest.raises(WorkspaceError, match=r"layout 9999.*use the version that wrote it"), use():
            pass
    with old.reading() as connection:
        assert layout_of(connection) == "9999"


def test_a_migration_that_breaks_off_leaves_the_old_layout(old: Database) -> None:
    with old.changing() as connection:
        # The second of the tables to be added is in the way.
        connection.execute(sa.text("create table annotations (id text)"))
    with pytest.raises(WorkspaceError):
        old.prepare()
    with old.reading() as connection:
        assert layout_of(connection) == "0001"
        assert not sa.inspect(connection).has_table("tokens")


PREPARE = """
import sys
from pathlib import Path
from deskwise.stores.state.database import PostgresServer, SqliteFile
where = sys.argv[1]
sys.stdin.read()
(PostgresServer(where) if "://" in where else SqliteFile(Path(where))).prepare()
"""


def test_several_processes_migrate_at_once(
    old: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    postgres = isinstance(old, PostgresServer)
    where = request.getfixturevalue("postgres_url") if postgres else str(tmp_path)
    processes = [
        subprocess.Popen([sys.executable, "-c", PREPARE, where], stdin=subprocess.PIPE) for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert len(list_people(SqlState(old), TERMINAL)) == 2
