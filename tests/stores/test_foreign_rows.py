"""Snapshots and calls through a mapping: which events their rows become, and which of them are refused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from deskwise.kernel.errors import MappingError
from deskwise.sources.mapping_file import parse_mapping
from stores.desk import Desk

SNAPSHOT = parse_mapping(
    """
    shape = "snapshot"
    timezone = "Europe/Berlin"
    date_format = "%d.%m.%Y %H:%M"
    decimal_comma = true
    missing = ["N/A", "-"]
    delimiter = ";"
    [columns]
    ticket = "ID"
    customer = "Who"
    [set]
    source = "zoo"
    [extra]
    language = "Lang"
    [[events]]
    kind = "opened"
    at = "Created"
    channel = { column = "Via", values = { "Mail" = "email", "Fax" = "other" } }
    [[events]]
    kind = "message"
    role = "agent"
    actor = { column = "Agent" }
    at = { column = "Created", plus = "Reply", unit = "minutes" }
    [[events]]
    kind = "status"
    status = { column = "Status", values = { "Open" = "open", "Closed" = "closed" }, other = "skip" }
    at = { column = "Closed", else = "Created" }
    [[events]]
    kind = "rated"
    scale = "1-5"
    value = { column = "Stars" }
    at = { column = "Rated", date_format = "%d.%m.%Y", end_of_day = true }
    when = { column = "Stars", filled = true }
    [[events]]
    kind = "status"
    status = "on_hold"
    at = "Created"
    when = [{ column = "Status", in = ["Held"] }, { column = "Agent", filled = false }]
    """,
    "zoo",
)
HEADER = "ID;Who;Via;Created;Reply;Agent;Status;Closed;Stars;Rated;Lang\n"
TOLD = '("at", kind, event_id, status, channel, actor, value)'


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2025, 1, day, hour, minute, second)


def test_a_row_becomes_its_events(desk: Desk) -> None:
    row = "7;c1;Mail;01.01.2025 10:00;1.000,5;ann;Closed;02.01.2025 10:00;4,5;03.01.2025;de\n"
    summary = desk.bring_in(HEADER + row, mapping=SNAPSHOT, source=None)
    assert (summary.records, summary.read, summary.accepted, summary.rejected) == (1, 4, 4, 0)
    end_of_day = datetime(2025, 1, 3, 22, 59, 59, 999_999)
    assert desk.column(TOLD) == [
        (at(1, 9), "opened", "opened:1", None, "email", None, None),
        (at(2, 1, 40, 30), "message", "message:1", None, None, "ann", None),
        (at(2, 9), "status", "status:1", "closed", None, None, None),
        (end_of_day, "rated", "rated:1", None, None, None, Decimal("4.5")),
    ]
    assert desk.column("seq") == [100, 101, 102, 103]
    assert desk.column("extra['language']") == ["de"] * 4
    assert desk.column("(source, customer)") == [("zoo", "c1")] * 4


def test_what_is_empty_or_means_nothing_makes_no_event(desk: Desk) -> None:
    row = "7;-;;01.01.2025 10:00;N/A;;Open;-;;;N/A\n"
    desk.bring_in(HEADER + row, mapping=SNAPSHOT)
    assert desk.column("(kind, status, customer, channel)") == [
        ("opened", None, None, None),
        ("status", "open", None, None),
    ]
    assert desk.column("extra") == [None, None]


def test_conditions_must_all_hold_and_a_number_counts_within_the_kind(desk: Desk) -> None:
    rows = (
        "7;c;Mail;01.01.2025 10:00;;;Held;;;;\n8;c;Mail;01.01.2025 10:00;;ann;Held;;;;\n"
        "9;c;Mail;01.01.2025 10:00;;;Lost;;;;\n"
    )
    desk.bring_in(HEADER + rows, mapping=SNAPSHOT)
    assert desk.column("(ticket, event_id, status)") == [
        ("7", "opened:1", None),
        ("7", "status:2", "on_hold"),
        ("8", "opened:1", None),
        ("9", "opened:1", None),
    ]


def test_what_is_wrong_with_a_row_is_counted_once_or_by_its_event(desk: Desk) -> None:
    rows = (
        "1;c;Mail;;;;;02.01.2025 10:00;;;\n"  # no opening
        ";c;Mail;01.01.2025 10:00;5;ann;Open;;3;03.01.2025;\n"  # no ticket: one reject, not four
        "3;c;Pigeon;01.01.2025 10:00;;;;;;;\n"  # a value that nobody named
        "4;c;Mail;01.01.2025 10:00;soon;;;;;;\n"  # a duration that is none
        "5;c;Mail;01.01.2025 10:00;1.5;;;;;;\n"  # a point that parts no thousands
        "6;c;Mail;01.01.2025 10:00;-5;;;;;;\n"  # a reply before the opening
        "7;c;Mail;01.01.2025 10:00;;;;;7;03.01.2025;\n"
        "8;c;Mail;01.01.2025 10:00;9.999.999.999.999.999,0;;;;;;\n"
    )
    summary = desk.bring_in(HEADER + rows, mapping=SNAPSHOT)
    assert desk.reasons() == [
        (1, "no_instant"),
        (2, "no_ticket"),
        (3, "unmapped_value"),
        (4, "no_instant"),
        (5, "no_instant"),
        (6, "before_opened"),
        (7, "off_scale"),
        (8, "no_instant"),
    ]
    assert summary.read == summary.accepted + summary.rejected
    assert desk.column("ticket", "refusal is null") == ["4", "5", "6", "7", "8"]


def test_a_status_that_nobody_named_is_told_by_its_word(desk: Desk) -> None:
    mapping = parse_mapping(
        """
        shape = "snapshot"
        [columns]
        ticket = "id"
        [[events]]
        kind = "opened"
        at = "at"
        [[events]]
        kind = "status"
        status = { column = "state", values = { "Open" = "open", "" = "new" } }
        at = "at"
        """,
        "m",
    )
    text = (
        "id,at,state\n1,2025-01-01T10:00:00Z,Limbo\n2,2025-01-01T10:00:00Z,solved\n3,2025-01-01T10:00:00Z,\n"
    )
    desk.bring_in(text, mapping=mapping)
    assert [(one.row, one.reason, one.detail) for one in desk.rejects()] == [
        (1, "unknown_status", "Limbo"),
        (2, "unmapped_value", "solved"),
    ]
    assert desk.column("status", "kind = 'status'") == ["new"]


CALLS = """
    shape = "calls"
    timezone = "UTC"
    date_format = "%y%m%d %H:%M:%S"
    missing = ["0:00:00"]
    [columns]
    ticket = ["day", "line", "call"]
    customer = { column = "who", values = { "0" = "" }, other = "keep" }
    [[events]]
    kind = "opened"
    at = { date = "day", time = "in", else = { date = "day", time = "menu" } }
    [[events]]
    kind = "abandoned"
    at = { date = "day", time = "in", plus = "waited", unit = "clock" }
    when = { column = "end", in = ["HANG"] }
    [[events]]
    kind = "note"
    at = { date = "day", time = "menu" }
    [[events]]
    kind = "note"
    at = { date = "day", time = "menu", plus = ["menu_seconds", "other_seconds"], unit = "seconds" }
"""
CALL_ROWS = """\
day,line,call,who,menu,in,waited,end,menu_seconds,other_seconds
990201,A1,7,0,23:59:00,0:00:00,0:00:00,MENU,5.5,0
990201,A1,8,c8,8:00:10,8:00:09,25:01:02.5,HANG,1,2
990201,A1,,c9,8:00:00,8:00:09,1:02,HANG,,
"""


def test_calls_make_several_events_and_no_ids_of_tickets(desk: Desk) -> None:
    mapping = parse_mapping(CALLS, "calls")
    first = desk.bring_in(CALL_ROWS, mapping=mapping)
    assert first.reasons == {"no_ticket": 2, "no_instant": 1}
    assert desk.column('("at", ticket, kind, customer)') == [
        (datetime(1999, 2, 1, 8, 0, 9), "990201-A1-8", "opened", "c8"),
        (datetime(1999, 2, 1, 8, 0, 10), "990201-A1-8", "note", "c8"),
        (datetime(1999, 2, 1, 8, 0, 13), "990201-A1-8", "note", "c8"),
        (datetime(1999, 2, 1, 23, 59), "990201-A1-7", "opened", None),
        (datetime(1999, 2, 1, 23, 59), "990201-A1-7", "note", None),
        (datetime(1999, 2, 1, 23, 59, 5, 500_000), "990201-A1-7", "note", None),
        (datetime(1999, 2, 2, 9, 1, 11, 500_000), "990201-A1-8", "abandoned", "c8"),
    ]
    again = desk.bring_in(CALL_ROWS, mapping=mapping)
    assert (again.accepted, again.duplicates, again.superseded) == (0, 7, 0)


def test_calls_with_ids_number_events_of_one_kind(desk: Desk) -> None:
    mapping = parse_mapping(CALLS.replace("[columns]", '[columns]\nevent_id = "call"'), "calls")
    desk.bring_in(CALL_ROWS, mapping=mapping)
    assert sorted(desk.column("event_id")) == [
        "7:note:1", "7:note:2", "7:opened", "8:abandoned", "8:note:1", "8:note:2", "8:opened",
    ]  # fmt: skip


def test_a_local_time_needs_a_zone_with_and_without_a_duration(desk: Desk) -> None:
    text = HEADER + "7;c1;Mail;01.01.2025 10:00;5;ann;;;;;\n"
    mapping = parse_mapping(
        """
        shape = "snapshot"
        date_format = "%d.%m.%Y %H:%M"
        [columns]
        ticket = "ID"
        [[events]]
        kind = "opened"
        at = "Created"
        [[events]]
        kind = "message"
        at = { column = "Created", plus = "Reply", unit = "days" }
        """,
        "m",
    )
    assert desk.bring_in(text, mapping=mapping).reasons == {"zone_undeclared": 2}
    assert desk.bring_in(text, mapping=mapping, timezone="Europe/Berlin").accepted == 2
    assert desk.column('"at"') == [at(1, 9), at(6, 9)]


def test_a_duration_is_added_to_the_instant_and_not_to_the_clock(desk: Desk) -> None:
    # On the night of 30 March 2025 clocks in Berlin go from 2 to 3.
    text = HEADER + "7;c1;Mail;29.03.2025 23:00;720;ann;;;;;\n"
    desk.bring_in(text, mapping=SNAPSHOT)
    assert desk.column('"at"') == [datetime(2025, 3, 29, 22), datetime(2025, 3, 30, 10)]


def test_typed_columns_are_read_as_they_are(desk: Desk) -> None:
    path = desk.home / "typed.parquet"
    duckdb.execute(
        f"""copy (select 7 as id, timestamp '2025-01-01 10:00' as created, 90 as reply,
        date '2025-01-02' as day, time '09:30:00' as clock, 5 as stars, 'N/A' as gone)
        to '{path}' (format parquet)"""
    )
    mapping = parse_mapping(
        """
        shape = "snapshot"
        timezone = "UTC"
        date_format = "%d.%m.%Y"
        missing = ["N/A", "5"]
        [columns]
        ticket = "id"
        [[events]]
        kind = "opened"
        at = "created"
        agent = { column = "gone" }
        [[events]]
        kind = "message"
        at = { column = "created", plus = "reply", unit = "hours" }
        [[events]]
        kind = "note"
        at = { date = "day", time = "clock" }
        [[events]]
        kind = "complaint"
        at = { column = "day", plus = "stars", unit = "hours" }
        [[events]]
        kind = "status"
        status = "closed"
        at = { column = "day", end_of_day = true }
        """,
        "m",
    )
    desk.bring_in(path, mapping=mapping)
    assert desk.column('("at", kind, agent)') == [
        (at(1, 10), "opened", None),
        (at(2, 9, 30), "note", None),
        (datetime(2025, 1, 2, 23, 59, 59, 999_999), "status", None),
        (at(5, 4), "message", None),
    ]


def test_json_lines_that_are_no_rows_are_counted_once(desk: Desk) -> None:
    mapping = parse_mapping(
        'shape = "snapshot"\n[columns]\nticket = "id"\n'
        '[[events]]\nkind = "status"\nstatus = "open"\nat = "at"\n'
        'when = { column = "id", in = ["1"] }\n[[events]]\nkind = "note"\nat = "at"\n',
        "m",
    )
    path = desk.write('{"id": 1, "at": "2025-01-01T10:00:00Z"}\n{"id": \n', ".jsonl")
    summary = desk.bring_in(path, mapping=mapping)
    assert (summary.read, summary.accepted, summary.reasons) == (3, 2, {"malformed_row": 1})


def test_a_column_the_file_has_not_is_named(desk: Desk) -> None:
    with pytest.raises(MappingError, match=r"mapping zoo reads the column 'ID', which .* has not"):
        desk.bring_in("a;b\n1;2\n", mapping=SNAPSHOT)
