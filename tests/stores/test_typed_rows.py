"""Foreign logs through a mapping."""

from __future__ import annotations

from datetime import datetime

import pytest

from deskwise.kernel.errors import MappingError
from deskwise.sources.mapping_file import parse_mapping
from stores.desk import Desk

MAPPING = parse_mapping(
    """
    activity = "What"
    other = "reject"
    timezone = "Europe/Rome"
    date_format = "%d/%m/%Y %H:%M"
    delimiter = ";"
    [columns]
    ticket = "Case"
    at = "When"
    actor = "Who"
    [set]
    source = "erp"
    role = "agent"
    [extra]
    site = "Site"
    [opened]
    from = "first_row"
    role = "customer"
    customer = { column = "Client" }
    actor = ""
    extra = { how = "form" }
    [activities]
    "Reply and solve" = [ { kind = "status", status = "solved" }, { kind = "message" } ]
    "Hand over" = { kind = "assigned", agent = { column = "Who" }, team = "second" }
    "Print" = []
    "Remark" = "note"
    "Score" = { kind = "rated", role = "customer", value = { column = "Points" }, scale = "1-5" }
    """,
    "erp",
)
TEXT = """\
When;Case;What;Who;Client;Site;Points
02/01/2025 10:00;7;Hand over;ann;C1;Rome;
01/01/2025 09:00;7;Print;ann;C1;;
03/01/2025 10:00;7;Reply and solve;ann;C1;;
04/01/2025 10:00;7;Score;;C1;;4
04/01/2025 11:00;7;Dance;ann;C1;;
later;7;Remark;ann;C1;;
"""


def test_records_become_events_in_the_books_order(desk: Desk) -> None:
    summary = desk.bring_in(TEXT, mapping=MAPPING, source=None)
    assert (summary.records, summary.read, summary.accepted) == (6, 7, 5)
    assert summary.reasons == {"unknown_kind": 1, "no_instant": 1}
    assert desk.column('("at", kind, role, actor, status, team, agent, customer, value::varchar)') == [
        (datetime(2025, 1, 1, 8), "opened", "customer", None, None, None, None, "C1", None),
        (datetime(2025, 1, 2, 9), "assigned", "agent", "ann", None, "second", "ann", None, None),
        (datetime(2025, 1, 3, 9), "message", "agent", "ann", None, None, None, None, None),
        (datetime(2025, 1, 3, 9), "status", "agent", "ann", "solved", None, None, None, None),
        (datetime(2025, 1, 4, 9), "rated", "customer", None, None, None, None, None, "4.000000000"),
    ]
    assert desk.column("source") == ["erp"] * 5
    assert desk.column("extra") == [{"how": "form"}, {"site": "Rome"}, None, None, None]
    assert [(one.row, one.line) for one in desk.rejects()] == [(5, 6), (6, 7)]
    assert desk.bring_in(TEXT, mapping=MAPPING).duplicates == 5


def test_an_id_of_a_record_serves_all_its_events(desk: Desk) -> None:
    mapping = parse_mapping(
        """
        activity = "what"
        [columns]
        ticket = "case"
        at = "at"
        event_id = "id"
        [activities]
        done = [ "message", { kind = "status", status = "solved" } ]
        """,
        "m",
    )
    desk.bring_in("id,at,case,what\n9,2025-01-01T10:00:00Z,T1,done\n", mapping=mapping)
    assert desk.column("event_id") == ["9:message", "9:status"]


def test_a_file_that_only_names_its_columns_otherwise(desk: Desk) -> None:
    mapping = parse_mapping('[columns]\nticket = "case"\nat = "time"\nkind = "event"\n', "m")
    path = desk.write(
        '{"time": "2025-01-01T10:00:00Z", "case": 7, "event": "note"}\n{"time": "x", "case": 7}\n', ".jsonl"
    )
    desk.bring_in(path, mapping=mapping)
    assert desk.column("(ticket, kind)") == [("7", "note")]
    assert desk.reasons() == [(2, "unknown_kind")]


def test_a_column_the_file_has_not_is_named(desk: Desk) -> None:
    with pytest.raises(
        MappingError, match=r"reads the column 'Case', which .* has not: name one of its columns: a, b"
    ):
        desk.bring_in("a;b\n1;2\n", mapping=MAPPING)
