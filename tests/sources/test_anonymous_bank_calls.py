"""The calls of a bank, through their shipped mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.lake_file import LakeFile

CALLS = (
    Path(__file__).resolve().parents[3]
    / "shared" / "data" / "anonymous_bank_calls" / "data_anonymous_bank_february.txt"
)  # fmt: skip
HEADER = (
    "vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time"
    " outcome ser_start ser_exit ser_time server\n"
)
# Invented calls: after a queue, straight to somebody, past midnight, given up, left in the menu, a phantom.
ROWS = (
    "L1 1 77 2 PS 990301 8:00:00 8:00:05 5 8:00:05 8:00:30 25 AGENT 8:00:29 8:02:30 121 ANN\n"
    "L2 1 0 0 NW 990301 8:00:00 8:00:10 10 0:00:00 0:00:00 0 AGENT 8:00:09 8:01:09 60 NO_SERVER\n"
    "L1 2 77 2 PS 990301 23:59:00 23:59:10 10 23:59:10 0:00:10 60 AGENT 0:00:10 0:01:10 60 BEA\n"
    "L1 3 78 1 NE 990302 9:00:00 9:00:05 5 9:00:05 9:01:00 55 HANG 0:00:00 0:00:00 0 NO_SERVER\n"
    "L1 4 78 1 NE 990302 9:05:00 9:06:00 60 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER\n"
    "L1 5 78 1 NE 990302 9:10:00 9:10:05 5 9:10:05 9:10:30 25 PHANTOM 9:10:28 9:10:40 12 NO_SERVER\n"
)


def bring_in(lake: LakeFile, path: Path) -> ImportSummary:
    request = ImportRequest((path,), read_mapping_file(Path("anonymous_bank_calls")))
    return import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def test_what_a_call_becomes(tmp_path: Path) -> None:
    path = tmp_path / "calls.txt"
    path.write_text((HEADER + ROWS).replace(" ", "\t").replace("\n", "\r\n"), newline="")
    lake = LakeFile(tmp_path / "lake", threads=2)
    told = bring_in(lake, path)
    assert (told.records, told.read, told.accepted, told.tickets) == (6, 18, 18, 6)
    with lake.reading() as connection:
        events = connection.execute(
            """select ticket, kind, strftime("at", '%d %H:%M:%S'), actor, customer, value::int
            from log order by ticket, seq"""
        ).fetchall()
    assert events == [
        ("990301-L1-1", "opened", "01 06:00:05", None, "77", None),
        ("990301-L1-1", "answered", "01 06:00:30", "ANN", "77", None),
        ("990301-L1-1", "status", "01 06:02:31", "ANN", "77", None),
        ("990301-L1-1", "worked", "01 06:02:31", "ANN", "77", 121),
        ("990301-L1-2", "opened", "01 21:59:10", None, "77", None),
        ("990301-L1-2", "answered", "01 22:00:10", "BEA", "77", None),
        ("990301-L1-2", "status", "01 22:01:10", "BEA", "77", None),
        ("990301-L1-2", "worked", "01 22:01:10", "BEA", "77", 60),
        ("990301-L2-1", "opened", "01 06:00:10", None, None, None),
        ("990301-L2-1", "answered", "01 06:00:10", None, None, None),
        ("990301-L2-1", "status", "01 06:01:10", None, None, None),
        ("990301-L2-1", "worked", "01 06:01:10", None, None, 60),
        ("990302-L1-3", "opened", "02 07:00:05", None, "78", None),
        ("990302-L1-3", "abandoned", "02 07:01:00", None, "78", None),
        ("990302-L1-4", "opened", "02 07:06:00", None, "78", None),
        ("990302-L1-4", "removed", "02 07:06:00", None, "78", None),
        ("990302-L1-5", "opened", "02 07:10:05", None, "78", None),
        ("990302-L1-5", "removed", "02 07:10:05", None, "78", None),
    ]
    assert bring_in(lake, path).duplicates == 18


@pytest.mark.realdata
@pytest.mark.skipif(not CALLS.exists(), reason="the calls of the bank are not at hand")
def test_the_calls_of_february(tmp_path: Path) -> None:
    lake = LakeFile(tmp_path, threads=2)
    told = bring_in(lake, CALLS)
    removed = 278 + 1_941  # phantoms, and callers who hung up in the menu
    events = 33_344 + 3 * 27_162 - 50 + (5_904 - 1_941) + removed
    assert (told.records, told.read, told.accepted) == (33_344, events, events)
    assert (told.reasons, told.tickets) == ({}, 33_344)
    again = bring_in(lake, CALLS)
    assert (again.accepted, again.duplicates) == (0, events)
    with lake.reading() as connection:
        kinds = connection.execute(
            "select kind, count(*), count(customer) from log group by kind order by kind"
        ).fetchall()
        waited = connection.execute(
            """select count(*), count(*) filter (where seconds <= 20), round(avg(seconds), 3) from (
                select epoch(max("at") filter (where kind = 'answered')
                    - min("at") filter (where kind = 'opened')) as seconds
                from log group by ticket) where seconds is not null"""
        ).fetchone()
    assert kinds == [
        ("abandoned", 3_963, 1_835),
        ("answered", 27_162, 11_725),
        ("opened", 33_344, 13_786),
        ("removed", 2_219, 226),
        ("status", 27_162, 11_725),
        ("worked", 27_112, 11_699),
    ]
    # Counted by hand from the file's own queue times: 16,209 of 27,162 within 20 seconds, 40.774 on average.
    assert waited == (27_162, 16_209, 40.774)
