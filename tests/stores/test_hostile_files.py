"""Files that would hurt: each ends in one sentence that says what to do, and the workspace is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deskwise.app.lake import FileReading
from deskwise.events.translation import Cell, Emission, Translation
from deskwise.kernel.errors import InputError
from deskwise.stores.lake_file import LakeFile
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.plain_files import PlainCopies
from deskwise.stores.reading_limits import ReadingLimits
from stores.desk import NOW, Desk

HEADER = "at,kind,ticket,note\n"
ROW = "2025-01-01T10:00:00Z,note,T1,x\n"
INTERRUPTED = """
import os, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from deskwise.app.lake import FileReading
from deskwise.stores.lake_file import LakeFile
# Whoever runs the tests in the background has them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
with LakeFile(Path(sys.argv[1])).importing(datetime(2026, 1, 1, tzinfo=UTC)) as session:
    session.add_file(Path(sys.argv[2]), FileReading(source="desk"))
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
    session.connection.execute("select count(*) from range(10000000000) where range % 7 = 1").fetchall()
"""


def refused(desk: Desk, path: Path, says: str) -> None:
    """A file is refused in one line, and leaves nothing."""
    desk.bring_in(HEADER + ROW)
    before = desk.log(), desk.ask("from imports"), desk.ask("from sources"), desk.rejects()
    with pytest.raises(InputError, match=says) as told:
        desk.bring_in(path)
    assert len(str(told.value).splitlines()) == 1
    assert (desk.log(), desk.ask("from imports"), desk.ask("from sources"), desk.rejects()) == before
    assert not list((desk.lake.home / "spill").glob("*"))


@pytest.mark.parametrize(
    ("content", "ending", "says"),
    [
        (b"", ".csv", "is empty: export it again"),
        (HEADER.encode(), ".csv", "column names at most, and no row: .*--as-of"),
        (b"[]", ".json", "holds an empty list"),
        (os.urandom(5_000) + b"\x00", ".csv", "neither text nor Parquet"),
        ((HEADER + ROW * 5).encode() + b"2025-01-01,note,T1,a\x00b\n", ".csv", "neither text nor Parquet"),
        (b"at,kind,ticket,at\n", ".csv", "the column 'at' twice"),
        (b'{"at": 1, "a": {"b": 1}, "a.b": 2}\n', ".jsonl", "the field 'a.b' twice"),
        (b",".join(b"c%d" % number for number in range(2_001)) + b"\n", ".csv", "more than 2,000 columns"),
        (b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n", ".csv", "the first line of"),
        (b"PAR1" + b"\x15\x00" * 500 + b"PAR1", ".parquet", "is damaged Parquet"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told(desk: Desk, content: bytes, ending: str, says: str) -> None:
    refused(desk, desk.write(content, ending), says)


def test_nul_bytes_far_into_a_file_are_told_with_their_line(desk: Desk) -> None:
    refused(desk, desk.write(HEADER + ROW * 40_000 + ROW.replace("x", "\x00")), "a NUL byte on line 40,002")


def test_a_million_keys_are_told(desk: Desk) -> None:
    keys = ", ".join(f'"k{number}": 1' for number in range(100_000))
    refused(desk, desk.write(f"{{{keys}}}\n", ".jsonl"), "more than 2000 different keys")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            HEADER + ROW * 3 + ROW.replace("x", "y" * 5_000) + ROW,
            "begins on line 5 is longer than 1000 bytes",
        ),
        (
            HEADER + ROW * 3 + ROW.replace("x", '"y\n' + "z\n" * 5_000) + ROW,
            "begins on line 5.*a quote is left open",
        ),
        (HEADER + ROW * 3 + ROW.replace("x", '"' + "y" * 5_000 + '"'), "begins on line 5"),
        (HEADER + ROW * 3 + ROW.replace("x", '"' + "y\n" * 490 + '"'), "begins on line 5"),
    ],
)
def test_a_row_without_end_is_told(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(content)
    with LakeFile(tmp_path / "workspace").writing() as connection:
        session = DuckdbLogImport(connection, NOW, PlainCopies(tmp_path, ReadingLimits(line_bytes=1_000)))
        with pytest.raises(InputError, match=says):
            session.add_file(path, FileReading(source="desk"))


def test_quotes_that_end_no_cell_make_no_row_long(tmp_path: Path) -> None:
    # The stray quote makes all that follows look quoted to a fast look; the slow one knows better.
    path = tmp_path / "log.csv"
    path.write_text(HEADER + ROW.replace("x", '5" screen') + ROW * 500)
    desk = Desk(tmp_path)
    with LakeFile(tmp_path / "w").writing() as connection:
        session = DuckdbLogImport(connection, NOW, PlainCopies(tmp_path, ReadingLimits(line_bytes=1_000)))
        session.add_file(path, FileReading(source="desk"))
    assert desk.bring_in(path).accepted == 501


def test_formulas_stay_text(desk: Desk) -> None:
    desk.bring_in(HEADER + "2025-01-01T10:00:00Z,note,=1+1,\"=cmd|' /C calc'!A0\"\n")
    assert desk.column("(ticket, extra)") == [("=1+1", {"note": "=cmd|' /C calc'!A0"})]


@pytest.mark.parametrize(
    "at", ["1000000000-01-01T00:00:00Z", "9999999-12-31", "0000-00-00", "infinity", "1e400", "-2000-01-01"]
)
def test_an_impossible_date_is_a_reject(desk: Desk, at: str) -> None:
    assert desk.bring_in(f"at,kind,ticket\n{at},note,T1\n", timezone="UTC").reasons == {"no_instant": 1}
    lines = desk.write(f'{{"at": "{at}", "kind": "note", "ticket": "T1"}}\n', ".jsonl")
    assert desk.bring_in(lines, timezone="UTC").reasons == {"no_instant": 1}


def test_pipes_and_devices_are_not_waited_for(desk: Desk) -> None:
    pipe = desk.home / "pipe.csv"
    os.mkfifo(pipe)
    refused(desk, pipe, "is a pipe and can be read only once: write it into a file")
    refused(desk, Path("/dev/zero"), "is a device")


def test_a_link_is_what_it_points_to(desk: Desk) -> None:
    link = desk.home / "latest.csv"
    link.symlink_to(desk.write(HEADER + ROW))
    assert desk.bring_in(link).accepted == 1
    broken, loop = desk.home / "broken.csv", desk.home / "loop.csv"
    broken.symlink_to(desk.home / "gone.csv")
    loop.symlink_to(loop)
    refused(desk, broken, "is a link to a file that does not exist")
    refused(desk, loop, "cannot be opened")


@pytest.mark.parametrize("change", ["grow", "touch", "replace", "remove"])
def test_a_file_that_changes_while_it_is_read_is_not_taken(
    desk: Desk, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.write(HEADER + ROW * 3 + ROW.replace("T1", "T2"))
    stage = DuckdbLogImport._stage_whole

    def changing(self: DuckdbLogImport, *arguments: object) -> None:
        stage(self, *arguments)  # type: ignore[arg-type]  # passed on as they came
        if path != desk.home / "file-1.csv":
            return
        if change == "grow":
            path.write_text(path.read_text() + ROW)
        elif change == "touch":
            os.utime(path, ns=(1, 1))
        elif change == "replace":
            other = desk.home / "other"
            other.write_text(path.read_text())
            other.replace(path)
        else:
            path.unlink()

    before = desk.bring_in(HEADER + ROW.replace("T1", "T0")), desk.log()
    monkeypatch.setattr(DuckdbLogImport, "_stage_whole", changing)
    with pytest.raises(InputError, match="changed while it was read: wait until whatever writes it"):
        desk.bring_in(path)
    assert desk.log() == before[1]


def test_tables_of_different_columns_in_one_archive_are_told(desk: Desk) -> None:
    path = desk.home / "log.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", HEADER + ROW)
        archive.writestr("b.csv", "other,columns\n1,2\n")
    refused(desk, path, "holds tables of different columns: unpack it")


def test_no_line_of_json_is_lost(desk: Desk) -> None:
    good = b'{"at": "2025-01-01T10:00:00Z", "kind": "note", "ticket": "T1", "note": "\xc3\xa9\xc3\xa8"}'
    lines = [
        good,
        good.replace(b"\xc3\xa9", b"\xff"),
        b"",
        good,
        b'{"a": "\x01"}',
        good.replace(b"T1", b"T2"),
    ]
    for line_end in (b"\n", b"\r\n"):
        desk = Desk(desk.home / line_end.hex())
        desk.home.mkdir()
        counts = desk.bring_in(desk.write(line_end.join(lines), ".jsonl"))
        assert (counts.read, counts.reasons) == (5, {"malformed_row": 2})
        assert [(one.row, one.line) for one in desk.rejects()] == [(2, 2), (5, 5)]


def test_a_damaged_byte_costs_its_row_alone_whatever_is_read_of_it(desk: Desk) -> None:
    rows = (
        (HEADER + ROW.replace("x", "é") + ROW + ROW.replace("x", "è"))
        .encode()
        .replace(b",note,T1,x", b",n\xe9,T1,x")
    )
    cells = (("ticket", Cell("ticket")), ("at", Cell("at")))
    for mapping in (None, Translation("m", (*cells, ("kind", Cell("kind"))), (Emission("note"),))):
        counts = desk.bring_in(rows, mapping=mapping, dry_run=True)
        assert (counts.read, counts.accepted, counts.reasons) == (3, 2, {"malformed_row": 1})


def test_ends_of_lines_of_several_kinds_are_made_one(desk: Desk) -> None:
    mixed = HEADER + ROW + ROW.replace("\n", "\r\n") + ROW.replace("\n", "\r") + ROW.replace("x", '"a\r\nb"')
    assert desk.bring_in(mixed).accepted == 4


def test_many_malformed_rows_take_no_time_of_their_own(desk: Desk) -> None:
    counts = desk.bring_in(HEADER + (ROW + "malformed\n") * 20_000)
    assert (counts.read, counts.reasons) == (40_000, {"malformed_row": 20_000})
    assert [one.line for one in desk.rejects()[:2]] == [3, 5]


def test_copies_of_a_killed_import_go_with_the_next(desk: Desk) -> None:
    left = desk.lake.home / "spill" / "unpacked-killed"
    left.mkdir(parents=True)
    (left / "1").write_text("x")
    desk.bring_in(HEADER + ROW)
    assert not left.exists()


def test_stopped_in_the_midst_of_a_query_nothing_is_left(desk: Desk) -> None:
    desk.bring_in(HEADER + ROW)
    before = desk.log()
    path = desk.write(HEADER + ROW.replace("T1", "T2"))
    command = [sys.executable, "-c", INTERRUPTED, str(desk.lake.home), str(path)]
    stopped = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert stopped.returncode in (-signal.SIGINT, 130)
    assert stopped.stderr.rstrip().endswith("KeyboardInterrupt"), stopped.stderr
    assert desk.log() == before
    assert desk.ask("select 1 from duckdb_tables() where table_name = 'incoming'") == []
    assert desk.bring_in(path).accepted == 1
