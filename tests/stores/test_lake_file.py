"""The lake's file: locks, dry runs, failures, layouts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.lake import Folded, LogImport
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import InputError, WorkspaceBusyError, WorkspaceError
from deskwise.stores.lake_file import LakeFile
from deskwise.stores.log_tables import LAYOUT_VERSION
from stores.desk import NOW, Desk

ROWS = "at,kind,ticket\n2025-01-01T10:00:00Z,note,T1\n2025-01-01T09:00:00Z,bla,T1\n"
HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_workspace_without_events_says_so(desk: Desk) -> None:
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        desk.ask("select 1")


def test_a_dry_run_tells_all_and_changes_nothing(desk: Desk) -> None:
    told = desk.bring_in(ROWS, dry_run=True)
    assert (told.read, told.accepted, told.rejected, told.tickets) == (2, 1, 1, 1)
    assert (desk.log(), desk.rejects(), desk.ask("from imports")) == ([], [], [])
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


def test_a_lake_held_by_another_process_is_busy(desk: Desk) -> None:
    desk.bring_in(ROWS)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.lake.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceBusyError, match=f"process {holder.pid} is using"):
            desk.bring_in(ROWS)
        with pytest.raises(WorkspaceBusyError, match=f"process {holder.pid} is using"):
            desk.log()
        holder.communicate()
    assert desk.bring_in(ROWS).duplicates == 1


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
    with duckdb.connect(str(desk.lake.path)) as connection:
        connection.execute("update layout set version = ?", [LAYOUT_VERSION + 1])
    with pytest.raises(WorkspaceError, match=f"layout {LAYOUT_VERSION + 1}"):
        desk.log()
    with pytest.raises(WorkspaceError, match=f"layout {LAYOUT_VERSION + 1}"):
        desk.bring_in(ROWS)


def test_what_is_no_lake_is_told(desk: Desk) -> None:
    desk.lake.home.mkdir()
    desk.lake.path.write_bytes(b"x" * 10_000)
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        desk.bring_in(ROWS)


def test_the_engine_keeps_to_the_memory_it_is_given(desk: Desk) -> None:
    lake = LakeFile(desk.lake.home, memory_limit="300MB")
    with lake.importing(datetime(2025, 1, 1, tzinfo=UTC)) as session:
        row = session.connection.execute("select current_setting('memory_limit')").fetchone()
    assert row == ("286.1 MiB",)
