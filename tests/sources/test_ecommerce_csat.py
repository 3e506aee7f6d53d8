"""An online shop's tickets with their ratings, through their shipped mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.lake_file import LakeFile

TICKETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ecommerce_csat" / "test.csv"
HEADER = (
    ",Unique id,channel_name,category,Sub-category,Customer Remarks,Order_id,order_date_time,"
    "Issue_reported at,issue_responded,Survey_response_Date,Customer_City,Product_category,Item_price,"
    "connected_handling_time,Agent_name,Supervisor,Manager,Tenure Bucket,Agent Shift,CSAT Score\n"
)
# Invented tickets; of the second the time of day of the response was lost.
ROWS = (
    "1,t1,Outcall,A,B,C,,,01/09/2023 10:00,01/09/2023 10:05,01-Sep-23,,Toys,,,Ann,Sue,Max,>90,Day,5\n"
    "2,t2,Inbound,A,B,,,,01/09/2023 10:00,01/09/2023 00:00,01-Sep-23,,,,,Bea,Sue,Max,>90,Day,1\n"
)


def bring_in(lake: LakeFile, path: Path) -> ImportSummary:
    request = ImportRequest((path,), read_mapping_file(Path("ecommerce_csat")))
    return import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def test_what_a_ticket_becomes(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(HEADER + ROWS)
    lake = LakeFile(tmp_path / "lake", threads=2)
    told = bring_in(lake, path)
    assert (told.records, told.read, told.accepted, told.reasons) == (2, 8, 7, {"before_opened": 1})
    with lake.reading() as connection:
        events = connection.execute(
            """select kind, strftime("at", '%H:%M:%S'), coalesce(actor, agent), team, channel, value::int,
            refusal from log order by ticket, seq"""
        ).fetchall()
    assert events == [
        ("opened", "04:30:00", None, None, "outgoing call", None, None),
        ("assigned", "04:30:00", "Ann", "Sue", None, None, None),
        ("message", "04:35:00", "Ann", None, None, None, None),
        ("rated", "18:29:59", "Ann", None, None, 5, None),
        ("opened", "04:30:00", None, None, "phone", None, None),
        ("assigned", "04:30:00", "Bea", "Sue", None, None, None),
        ("message", "18:30:00", "Bea", None, None, None, "before_opened"),
        ("rated", "18:29:59", "Bea", None, None, 1, None),
    ]


@pytest.mark.realdata
@pytest.mark.skipif(not TICKETS.exists(), reason="the tickets of the shop are not at hand")
def test_the_tickets_of_august(tmp_path: Path) -> None:
    lake = LakeFile(tmp_path, threads=2)
    told = bring_in(lake, TICKETS)
    assert (told.records, told.read, told.tickets) == (17_182, 4 * 17_182, 17_182)
    # A first reply before its ticket was reported: it is counted, listed, and in no figure.
    assert (told.reasons, told.accepted) == ({"before_opened": 635}, 4 * 17_182 - 635)
    assert sum(1 for _ in lake.rejects(reason="before_opened")) == 635
    again = bring_in(lake, TICKETS)
    assert (again.accepted, again.duplicates, again.superseded) == (0, 4 * 17_182, 0)
    with lake.reading() as connection:
        scores = connection.execute(
            "select value::int, count(*) from log where kind = 'rated' group by 1 order by 1"
        ).fetchall()
        channels = connection.execute(
            "select channel, count(*) from log where kind = 'opened' group by 1 order by 1"
        ).fetchall()
        people = connection.execute("select count(distinct team), count(distinct agent) from log").fetchone()
    assert scores == [(1, 2_241), (2, 227), (3, 503), (4, 2_277), (5, 11_934)]
    assert channels == [("email", 595), ("outgoing call", 2_943), ("phone", 13_644)]
    assert people == (40, 1_368)
