"""What holds of the state as a whole: transactions, the audit, the layout, the file."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.audit import AuditQuestion, Deed, entry
from deskwise.app.change_people import PersonChange, change_person, list_people
from deskwise.app.people import Attempts
from deskwise.kernel.errors import UsageError, WorkspaceBusyError, WorkspaceError
from deskwise.stores.state.audit_rows import broken_seals
from deskwise.stores.state.database import PostgresServer, SqliteFile
from deskwise.stores.state.sql_state import SqlState
from stores.state.conftest import OpenAgain
from stores.state.state_rig import Rig


def run(rig: Rig, sql: str) -> None:
    with rig.state.database.changing() as connection:
        connection.execute(sa.text(sql))


def test_reading_where_nothing_is_makes_nothing(rig: Rig, tmp_path: Path) -> None:
    assert list_people(rig.state, TERMINAL) == ()
    assert list(tmp_path.iterdir()) == []


def test_whoever_reads_cannot_write(rig: Rig) -> None:
    rig.person("ben")
    with pytest.raises(WorkspaceError, match="cannot be read or written"), rig.state.reading() as stores:
        stores.sessions.end_of("1")


def test_a_change_that_breaks_off_changes_nothing(rig: Rig) -> None:
    ben = rig.person("ben")
    before = rig.audit()
    with contextlib.suppress(ZeroDivisionError), rig.state.changing() as stores:
        stores.people.set_password_hash(ben.id, "x")
        stores.attempts.keep("k", Attempts(1, rig.clock.now(), rig.clock.now()))
        stores.audit.add(entry(rig.clock.now(), TERMINAL, Deed.INVITED, "person:x"))
        _ = 1 // 0
    assert rig.audit() == before
    rig.sign_in("ben")


@pytest.mark.parametrize(
    "sql",
    [
        "update audit set who = 'nobody'",
        "delete from audit where number = 1",
        "update audit set after = null where number = 2",
    ],
)
def test_the_database_refuses_to_change_the_audit(rig: Rig, sql: str) -> None:
    rig.person("ben")
    before = rig.audit()
    with pytest.raises(WorkspaceError):
        run(rig, sql)
    assert rig.audit() == before


def test_sqlite_refuses_to_replace_an_entry(tmp_path: Path) -> None:
    rig = Rig(SqlState(SqliteFile(tmp_path)))
    rig.person("ben")
    with sqlite3.connect(tmp_path / "state.sqlite") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("insert or replace into audit select * from audit where number = 1")
    connection.close()


def test_postgres_refuses_to_empty_the_audit(postgres_url: str) -> None:
    rig = Rig(SqlState(PostgresServer(postgres_url)))
    rig.person("ben")
    with pytest.raises(WorkspaceError):
        run(rig, "truncate audit")
    rig.state.database.close()


@pytest.mark.parametrize(
    "sql",
    ["update audit set who = 'eve' where number = 2", "delete from audit where number = 2",
     "update audit set at = at - 1 where number = 2"],
)  # fmt: skip
def test_who_gets_around_the_database_breaks_the_seals(tmp_path: Path, sql: str) -> None:
    state = SqlState(SqliteFile(tmp_path))
    rig = Rig(state)
    rig.person("ben")
    rig.person("eve")
    with state.database.reading() as connection:
        assert list(broken_seals(connection)) == []
    with sqlite3.connect(tmp_path / "state.sqlite") as raw:
        raw.execute("drop trigger audit_update")
        raw.execute("drop trigger audit_delete")
        raw.execute(sql)
    raw.close()
    with state.database.reading() as connection:
        assert next(broken_seals(connection)) in {2, 3}


def test_the_audit_is_asked_by_who_what_when(rig: Rig) -> None:
    ben = rig.person("ben")
    rig.clock.go_on(hours=1)
    middle = rig.clock.now()
    rig.sign_in("ben")
    change_person(rig.state, rig.clock, ben, ben.id, 1, PersonChange(name="B"))
    with rig.state.reading() as stores:
        read = stores.audit.read
        assert [one.what for one in read(AuditQuestion(who=ben.id))] == [
            Deed.PERSON_CHANGED, Deed.SIGNED_IN, Deed.JOINED,
        ]  # fmt: skip
        assert [one.who for one in read(AuditQuestion(what=Deed.INVITED))] == ["terminal"]
        assert len(read(AuditQuestion(on=f"person:{ben.id}"))) == 4
        assert len(read(AuditQuestion(since=middle))) == 2
        assert len(read(AuditQuestion(until=middle))) == 2
        assert len(read(AuditQuestion(until=middle + timedelta(seconds=1)))) == 4
        assert [one.number for one in read(AuditQuestion(most=2))] == [4, 3]
        assert [one.number for one in read(AuditQuestion(most=2, before=3))] == [2, 1]


def test_many_who_change_at_once_come_one_after_another(rig: Rig, open_again: OpenAgain) -> None:
    ready = threading.Barrier(4)

    def add(number: int) -> None:
        # None of them finds a state: they make it, too, at once.
        state = open_again()
        ready.wait()
        for _ in range(5):
            with state.changing() as stores:
                stores.audit.add(entry(rig.clock.now(), TERMINAL, Deed.INVITED, f"person:{number}"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.number for one in rig.audit()] == list(range(1, 21))
    with rig.state.database.reading() as connection:
        assert list(broken_seals(connection)) == []


def test_who_waits_too_long_for_another_is_told(tmp_path: Path, postgres_url: str) -> None:
    for database in (
        SqliteFile(tmp_path, wait_seconds=0.05),
        PostgresServer(postgres_url, wait_seconds=0.05),
    ):
        state = SqlState(database)
        with state.changing() as stores:
            stores.sessions.end_of("nobody")
            with pytest.raises(WorkspaceBusyError, match="somebody else changes"), state.changing():
                pass
        database.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import Deed, entry
from deskwise.kernel.clock import SystemClock
from deskwise.stores.state.database import PostgresServer, SqliteFile
from deskwise.stores.state.sql_state import SqlState
at = SystemClock().now()
where = sys.argv[1]
state = SqlState(PostgresServer(where) if "://" in where else SqliteFile(Path(where)))
with state.changing() as stores:
    stores.audit.add(entry(at, TERMINAL, Deed.INVITED, "person:1"))
with state.changing() as stores:
    stores.audit.add(entry(at, TERMINAL, Deed.INVITED, "person:2"))
    stores.attempts.forget("k")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_what_a_killed_process_had_not_ended_never_was(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if engine == "postgres" else None
    killed = subprocess.run([sys.executable, "-c", KILLED, url or str(tmp_path)], check=False, env=os.environ)
    assert killed.returncode == -signal.SIGKILL
    database = SqliteFile(tmp_path) if url is None else PostgresServer(url)
    rig = Rig(SqlState(database))
    assert [one.on for one in rig.audit()] == ["person:1"]
    rig.person("ben", Role.ADMIN)
    database.close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        rig = Rig(SqlState(SqliteFile(tmp_path / "home", stays_open=True)))
        rig.person("ben")
        made = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "home").glob("state.sqlite*")
        }
    finally:
        os.umask(before)
    assert set(made.values()) == {0o600}
    assert "state.sqlite-wal" in made
    rig.state.database.close()


def test_one_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.touch(0o644)
    Rig(SqlState(SqliteFile(tmp_path))).person("ben")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret-word@h/d", "nonsense secret-word", "postgresql://u:secret-word@h", "sqlite:///x"],
)
def test_a_url_that_is_none_is_told_without_what_it_holds(url: str) -> None:
    with pytest.raises(UsageError) as told:
        PostgresServer(url)
    assert "secret-word" not in str(told.value)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    state = SqlState(PostgresServer("postgresql://u:secret-word@127.0.0.1:1/d"))
    with pytest.raises(WorkspaceError, match=r"PostgreSQL at 127.0.0.1, database d") as told, state.reading():
        pass
    assert "secret-word" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"something else, and enough of it" * 40)
    with pytest.raises(WorkspaceError, match="cannot be read"), SqlState(SqliteFile(tmp_path)).reading():
        pass
