"""The state in backups, in what is restored of them, and in the check of a workspace."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import Deed
from deskwise.app.change_people import deactivate, list_people
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.sign_in import who_is
from deskwise.kernel.errors import InputError, UsageError, WorkspaceError
from deskwise.okr.check_in import CheckIn, Known
from deskwise.stores.state.database import PostgresServer, SqliteFile
from deskwise.stores.state.sql_state import SqlState
from deskwise.stores.state.state_keeper import StateKeeper
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper
from stores.state.okr_values import AT, CYCLE, KEY_RESULT, OBJECTIVE
from stores.state.state_rig import Rig, SetClock

CHECK_IN = CheckIn("i1", "k1", "ann", AT, Known(0.7, 0.25, 40, (0.5, None)), confidence=7)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one ticket and nobody in it."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "log.csv").write_text("at,kind,ticket\n2025-01-01T10:00:00Z,opened,T1\n")
    workspace = WorkspaceFolder(folder / "home")
    import_files(workspace.lake, ImportRequest((folder / "log.csv",)), SetClock(), workspace.fold)
    return folder / "home"


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> Path:
    shutil.copytree(imported, tmp_path / "home")
    return tmp_path / "home"


def keeper(home: Path) -> FolderKeeper:
    return FolderKeeper(WorkspaceFolder(home), StateKeeper(SqliteFile(home), SetClock()))


def wrong(home: Path) -> dict[str, tuple[str, ...]]:
    return {one.name: one.where for one in keeper(home).check(lambda _: None) if one.found}


def test_a_backup_brings_people_back_and_signs_nobody_in(home: Path, tmp_path: Path) -> None:
    rig = Rig(SqlState(SqliteFile(home, stays_open=True)))
    ben, eve = rig.person("ben"), rig.person("eve")
    session = rig.sign_in("ben")
    made = keeper(home).backup(tmp_path / "b.tar")
    assert made.notes == ()
    assert stat.S_IMODE((tmp_path / "b.tar").stat().st_mode) == 0o600
    with tarfile.open(tmp_path / "b.tar") as archive:
        assert "state.sqlite" in archive.getnames()
    deactivate(rig.state, rig.clock, TERMINAL, ben.id)
    with pytest.raises(UsageError, match="--replace"):
        keeper(home).restore(tmp_path / "b.tar", replace=False)
    keeper(home).restore(tmp_path / "b.tar", replace=True)
    # The same open state sees it: its file was not taken away from under it.
    assert list_people(rig.state, TERMINAL) == (ben, eve)
    assert who_is(rig.state, rig.clock, session.secret) is None
    assert rig.audit()[-1].what is Deed.STATE_RESTORED
    assert rig.sign_in("ben").person == ben
    assert wrong(home) == {}
    rig.state.database.close()
    keeper(tmp_path / "other").restore(tmp_path / "b.tar", replace=False)
    other = SqliteFile(tmp_path / "other")
    assert list_people(SqlState(other), TERMINAL) == (ben, eve)
    assert stat.S_IMODE(other.path.stat().st_mode) == 0o600


def test_a_backup_brings_objectives_back(home: Path, tmp_path: Path) -> None:
    rig = Rig(SqlState(SqliteFile(home)))
    with rig.state.changing() as stores:
        stores.okr.add_cycle(CYCLE)
        stores.okr.add_objective(OBJECTIVE)
        stores.okr.add_key_result(KEY_RESULT)
        stores.okr.add_check_in(CHECK_IN)
    keeper(home).backup(tmp_path / "b.tar")
    with rig.state.changing() as stores:
        stores.okr.change_objective(replace(OBJECTIVE, title="Answer at once"))
        stores.okr.add_check_in(replace(CHECK_IN, id="i2"))
    keeper(home).restore(tmp_path / "b.tar", replace=True)
    with rig.state.reading() as stores:
        assert stores.okr.objectives("c1") == (OBJECTIVE,)
        assert stores.okr.key_results(["o1"]) == (KEY_RESULT,)
        assert stores.okr.check_ins(["k1"]) == (CHECK_IN,)
    assert wrong(home) == {}


def test_what_is_written_after_the_backup_began_is_not_half_in_it(home: Path) -> None:
    rig = Rig(SqlState(SqliteFile(home)))
    rig.person("ben")
    with StateKeeper(SqliteFile(home), rig.clock).copied() as copy:
        rig.person("eve")
        assert copy is not None
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("select name from people").fetchall() == [("ben",)]


def test_a_backup_without_people_leaves_those_who_are_there(home: Path, tmp_path: Path) -> None:
    keeper(home).backup(tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as archive:
        assert "state.sqlite" not in archive.getnames()
    rig = Rig(SqlState(SqliteFile(home)))
    ben = rig.person("ben")
    keeper(home).restore(tmp_path / "b.tar", replace=True)
    assert list_people(rig.state, TERMINAL) == (ben,)


def test_people_alone_are_not_replaced_unasked(home: Path, tmp_path: Path) -> None:
    Rig(SqlState(SqliteFile(home))).person("ben")
    keeper(home).backup(tmp_path / "b.tar")
    Rig(SqlState(SqliteFile(tmp_path / "other"))).person("eve")
    with pytest.raises(UsageError, match="--replace"):
        keeper(tmp_path / "other").restore(tmp_path / "b.tar", replace=False)


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("drop trigger audit_update; update audit set who = 'eve' where number = 1", "audit"),
        ("drop trigger audit_delete; delete from audit where number = 1", "audit"),
        ("pragma foreign_keys = off; delete from people", "state"),
        ("pragma foreign_keys = off; delete from cycles", "state"),
    ],
)
def test_the_check_finds_what_is_wrong(home: Path, sql: str, name: str) -> None:
    rig = Rig(SqlState(SqliteFile(home)))
    rig.person("ben")
    with rig.state.changing() as stores:
        stores.okr.add_cycle(CYCLE)
        stores.okr.add_objective(OBJECTIVE)
    assert wrong(home) == {}
    with closing(sqlite3.connect(home / "state.sqlite")) as connection:
        connection.executescript(sql)
    assert set(wrong(home)) == {name}


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("update alembic_version set version_num = '9999'", WorkspaceError),
        ("pragma foreign_keys = off; delete from people", InputError),
    ],
)
def test_a_state_that_cannot_be_taken_changes_nothing(
    home: Path, tmp_path: Path, sql: str, error: type[Exception]
) -> None:
    rig = Rig(SqlState(SqliteFile(home)))
    ben = rig.person("ben")
    (tmp_path / "bad").mkdir()
    shutil.copytree(home, tmp_path / "bad" / "home")
    bad = tmp_path / "bad" / "home"
    with closing(sqlite3.connect(bad / "state.sqlite")) as connection:
        connection.executescript(sql)
    keeper(bad).backup(tmp_path / "b.tar")
    before = sorted(path.name for path in home.glob("lake*"))
    with pytest.raises(error):
        keeper(home).restore(tmp_path / "b.tar", replace=True)
    assert list_people(rig.state, TERMINAL) == (ben,)
    assert sorted(path.name for path in home.glob("lake*")) == before


def test_a_state_in_postgres_is_left_to_its_own_tools(home: Path, tmp_path: Path, postgres_url: str) -> None:
    Rig(SqlState(SqliteFile(home))).person("ben")
    keeper(home).backup(tmp_path / "with.tar")
    database = PostgresServer(postgres_url)
    folder = FolderKeeper(WorkspaceFolder(home), StateKeeper(database, SetClock()))
    assert folder.backup(tmp_path / "before.tar").notes == ()
    rig = Rig(SqlState(database))
    eve = rig.person("eve")
    (note,) = folder.backup(tmp_path / "without.tar").notes
    assert "pg_dump" in note
    assert "pass-of" not in note
    (note,) = folder.restore(tmp_path / "with.tar", replace=True).notes
    assert "were left out" in note
    assert list_people(rig.state, TERMINAL) == (eve,)
    assert [one.name for one in folder.check(lambda _: None) if not one.found][-2:] == ["state", "audit"]
    database.close()
