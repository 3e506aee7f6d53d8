"""The lake's file: locks, dry runs, failures, layouts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.lake import FileReading, Folded, LogImport
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import InputError, WorkspaceBusyError, WorkspaceError
from deskwise.stores.lake_file import LakeFile
from deskwise.stores.log_tables import LAYOUT_VERSION
from stores.desk import NOW, Desk

ROWS = "at,kind,ticket\n2025-01-01T10:00:00Z,note,T1\n2025-01-01T09:00:00Z,bla,T1\n"
HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def current(desk: Desk) -> Path:
    """The file of the lake's current state."""
    found = desk.lake.states.current()
    assert found is not None
    return found


def kept_files(desk: Desk) -> list[str]:
    """The names of all that the lake keeps."""
    return sorted(path.name for path in desk.lake.home.glob("lake*"))


def test_a_workspace_without_events_says_so(desk: Desk) -> None:
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        desk.ask("select 1")


def test_a_dry_run_tells_all_and_changes_nothing(desk: Desk) -> None:
    told = desk.bring_in(ROWS, dry_run=True)
    assert (told.read, told.accepted, told.rejected, told.tickets) == (2, 1, 1, 1)
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        desk.log()
    assert replace(desk.bring_in(ROWS), quality=()) == replace(told, quality=())
    before = desk.log()
    assert desk.bring_in(ROWS.replace("T1", "T2"), dry_run=True).accepted == 1
    assert desk.log() == before
    assert desk.ask("select table_name from duckdb_tables() where table_name = 'incoming'") == []


def test_a_file_that_cannot_be_read_leaves_nothing_of_the_others(desk: Desk) -> None:
    desk.bring_in(ROWS)
    before = desk.log(), desk.ask("from sources"), desk.ask("from imports")
    with pytest.raises(InputError):
        desk.bring_in(ROWS.replace("T1", "T2"), "nothing,here\n1,2\n")
    assert (desk.log(), desk.ask("from sources"), desk.ask("from imports")) == before


def test_what_goes_wrong_after_the_log_undoes_the_log(desk: Desk) -> None:
    desk.bring_in(ROWS)
    before = desk.log()
    path = desk.write(ROWS.replace("T1", "T2"))

    def fold(session: LogImport) -> Folded:
        assert session.count_tickets() == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        import_files(desk.lake, ImportRequest((path,), source="desk"), FixedClock(NOW), fold)
    assert (desk.log(), desk.ask("select count(*) from imports")) == (before, [(1,)])


def test_a_state_that_another_program_writes_to_is_busy(desk: Desk) -> None:
    desk.bring_in(ROWS)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(current(desk))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceBusyError, match=f"process {holder.pid} is using"):
            desk.log()
        holder.communicate()
    assert desk.bring_in(ROWS).duplicates == 1


def test_who_reads_keeps_the_state_while_others_write(desk: Desk) -> None:
    desk.bring_in(ROWS)
    script = (
        "import sys; from pathlib import Path; from deskwise.stores.lake_file import LakeFile\n"
        "with LakeFile(Path(sys.argv[1])).reading() as connection:\n"
        "    for line in sys.stdin:\n"
        "        print(connection.execute('select count(*) from log').fetchone()[0], flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(desk.lake.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def seen_there() -> int:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("\n")
            reader.stdin.flush()
            return int(reader.stdout.readline())

        assert seen_there() == 1
        for number in range(2, 5):
            with desk.lake.importing(NOW) as session:
                session.add_file(desk.write(ROWS.replace(",T1", f",T{number}")), FileReading(source="desk"))
                session.admit(None)
                # Nobody sees what is under way, nor is anybody kept from looking.
                assert len(desk.log()) == number - 1
            assert len(desk.log()) == number
            assert seen_there() == 1
        reader.communicate()
    assert sorted(path.name for path in desk.lake.home.glob("lake*")) == [
        "lake-000004.duckdb",
        "lake.current",
    ]


def test_a_lake_of_one_file_goes_on_as_states(desk: Desk) -> None:
    desk.bring_in(ROWS)
    before = desk.log()
    current(desk).rename(desk.lake.home / "lake.duckdb")
    (desk.lake.home / "lake.current").unlink()
    assert desk.log() == before
    assert desk.bring_in(ROWS).duplicates == 1
    assert desk.log() == before
    assert sorted(path.name for path in desk.lake.home.glob("lake*")) == [
        "lake-000001.duckdb",
        "lake.current",
    ]


def test_what_a_killed_import_leaves_is_not_read(desk: Desk) -> None:
    desk.bring_in(ROWS)
    before = desk.log()
    path = desk.write(ROWS.replace("T1", "T2"))
    script = (
        "import os, sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from deskwise.stores.lake_file import LakeFile; from deskwise.app.lake import FileReading\n"
        "with LakeFile(Path(sys.argv[1])).importing(datetime(2026, 1, 1, tzinfo=UTC)) as session:\n"
        "    session.add_file(Path(sys.argv[2]), FileReading(source='desk'))\n"
        "    session.admit(None)\n    os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(desk.lake.home), str(path)], check=False)
    assert killed.returncode == 9
    assert desk.log() == before
    assert desk.bring_in(path).accepted == 1


def test_a_newer_layout_is_left_alone(desk: Desk) -> None:
    desk.bring_in(ROWS)
    with duckdb.connect(str(current(desk))) as connection:
        connection.execute("update layout set version = ?", [LAYOUT_VERSION + 1])
    with pytest.raises(WorkspaceError, match=f"layout {LAYOUT_VERSION + 1}"):
        desk.log()
    with pytest.raises(WorkspaceError, match=f"layout {LAYOUT_VERSION + 1}"):
        desk.bring_in(ROWS)


def test_what_is_no_lake_is_told(desk: Desk) -> None:
    desk.lake.home.mkdir()
    (desk.lake.home / "lake.duckdb").write_bytes(b"x" * 10_000)
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        desk.bring_in(ROWS)


def test_the_engine_keeps_to_the_memory_it_is_given(desk: Desk) -> None:
    lake = LakeFile(desk.lake.home, memory_limit="300MB")
    with lake.importing(datetime(2025, 1, 1, tzinfo=UTC)) as session:
        row = session.connection.execute("select current_setting('memory_limit')").fetchone()
    assert row == ("286.1 MiB",)


def test_what_dead_engines_spilled_is_removed_and_that_of_the_living_stays(desk: Desk) -> None:
    desk.bring_in(ROWS)
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = desk.lake.home / f"engine-{int(dead.stdout)}-0"
    mine = desk.lake.home / f"engine-{os.getpid()}-999999"
    for folder in (left, mine):
        folder.mkdir()
        (folder / "duckdb_temp_storage.tmp").write_bytes(b"x")
    desk.bring_in(ROWS.replace(",T1", ",T2"))
    assert (left.exists(), mine.exists()) == (False, True)


def test_each_connection_spills_into_a_folder_of_its_own(desk: Desk) -> None:
    desk.bring_in(ROWS)
    asked = "select current_setting('temp_directory')"
    with desk.lake.beside() as one, desk.lake.beside() as other:
        folders = {connection.execute(asked).fetchone() for connection in (one, other)}
    assert len(folders) == 2
