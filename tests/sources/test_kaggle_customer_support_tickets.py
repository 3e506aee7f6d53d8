"""The invented tickets that so many begin with, through their shipped mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.lake_file import LakeFile

TICKETS = (
    Path(__file__).resolve().parents[3]
    / "shared" / "data" / "kaggle_customer_support_tickets" / "customer_support_tickets.csv"
)  # fmt: skip
HEADER = (
    "Ticket ID,Customer Name,Customer Email,Customer Age,Customer Gender,Product Purchased,Date of Purchase,"
    "Ticket Type,Ticket Subject,Ticket Description,Ticket Status,Resolution,Ticket Priority,Ticket Channel,"
    "First Response Time,Time to Resolution,Customer Satisfaction Rating\n"
)
BEGINNING = '{},N,{}@example.org,30,Other,Kettle,01-01-2021,Refund,Leak,"Two\nlines",'
ROWS = (
    BEGINNING.format(1, "a") + "Closed,Done,Low,Social media,02-06-2023 10:00,02-06-2023 12:00,4\n"
    + BEGINNING.format(2, "b") + "Closed,Done,Low,Chat,02-06-2023 10:00,02-06-2023 09:00,2\n"
    + BEGINNING.format(3, "c") + "Pending Customer Response,,Low,Email,02-06-2023 10:00,,\n"
    + BEGINNING.format(4, "d") + "Open,,Low,Phone,,,\n"
)  # fmt: skip


def bring_in(lake: LakeFile, path: Path) -> ImportSummary:
    request = ImportRequest((path,), read_mapping_file(Path("kaggle_customer_support_tickets")))
    return import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def test_what_a_ticket_becomes(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(HEADER + ROWS)
    lake = LakeFile(tmp_path / "lake", threads=2)
    told = bring_in(lake, path)
    assert (told.records, told.read, told.tickets) == (4, 12, 3)
    assert told.reasons == {"no_instant": 1, "before_opened": 1}
    with lake.reading() as connection:
        events = connection.execute(
            'select ticket, kind, status, channel, hour("at"), refusal from log order by ticket, seq'
        ).fetchall()
    assert events == [
        ("1", "opened", None, "social", 10, None),
        ("1", "message", None, None, 10, None),
        ("1", "status", "closed", None, 12, None),
        ("1", "rated", None, None, 10, None),
        ("2", "opened", None, "chat", 10, None),
        ("2", "message", None, None, 10, None),
        ("2", "status", "closed", None, 9, "before_opened"),
        ("2", "rated", None, None, 10, None),
        ("3", "opened", None, "email", 10, None),
        ("3", "message", None, None, 10, None),
        ("3", "status", "pending", None, 10, None),
    ]
    assert [(one.ticket, one.line, one.reason) for one in lake.rejects()] == [
        ("2", 4, "before_opened"),
        ("4", 8, "no_instant"),
    ]


@pytest.mark.realdata
@pytest.mark.skipif(not TICKETS.exists(), reason="the tickets of Kaggle are not at hand")
def test_the_tickets_of_kaggle(tmp_path: Path) -> None:
    lake = LakeFile(tmp_path, threads=2)
    told = bring_in(lake, TICKETS)
    answered, closed, still_open = 5_650, 2_769, 2_819
    events = 8_469 + answered + 2_881 + closed + closed
    assert (told.records, told.read, told.tickets) == (8_469, events, answered)
    assert told.reasons == {"no_instant": still_open, "before_opened": 1_365}
    assert told.accepted == events - still_open - 1_365
    again = bring_in(lake, TICKETS)
    assert (again.accepted, again.duplicates, again.rejected) == (0, events - still_open, still_open)
