"""The third pass: before the opening, and second openings, over the whole log."""

from __future__ import annotations

import itertools

import pytest

from stores.desk import Desk

HEADER = "event_id,at,kind,ticket,seq,revision,value,scale\n"


def row(event_id: str, hour: int, kind: str, ticket: str = "T1", seq: int = 1, revision: int = 0) -> str:
    value = "4,1-5" if kind == "rated" else ","
    return f"{event_id},2025-01-01T{hour:02}:00:00Z,{kind},{ticket},{seq},{revision},{value}\n"


def refusals(desk: Desk) -> dict[str, str]:
    return dict(desk.ask("select event_id, refusal from log where refusal is not null"))


def test_what_lies_before_the_opening_is_refused(desk: Desk) -> None:
    summary = desk.bring_in(
        HEADER
        + row("early", 9, "note")
        + row("tied", 10, "note", seq=1)
        + row("open", 10, "opened", seq=2)
        + row("after", 10, "note", seq=3)
        + row("rating", 9, "rated")
        + row("other", 9, "note", ticket="T2")
    )
    assert refusals(desk) == dict.fromkeys(("early", "tied", "rating"), "before_opened")
    assert (summary.accepted, summary.rejected, summary.tickets) == (3, 3, 2)
    assert summary.reasons == {"before_opened": 3}


def test_a_second_opening_is_refused_and_a_row_refused_keeps_its_id(desk: Desk) -> None:
    text = HEADER + row("a", 10, "opened") + row("b", 11, "opened")
    assert desk.bring_in(text).rejected == 1
    assert refusals(desk) == {"b": "second_opened"}
    again = desk.bring_in(text)
    assert (again.duplicates, again.rejected) == (2, 0)


def test_rows_come_back_when_an_earlier_opening_arrives(desk: Desk) -> None:
    desk.bring_in(HEADER + row("early", 9, "note") + row("open", 10, "opened"))
    assert desk.reasons() == [(1, "before_opened")]
    summary = desk.bring_in(HEADER + row("true", 8, "opened"))
    assert (summary.accepted, summary.rejected) == (1, 0)
    assert refusals(desk) == {"open": "second_opened"}
    assert [one.event_id for one in desk.rejects()] == ["open"]


def test_a_superseded_opening_opens_nothing(desk: Desk) -> None:
    desk.bring_in(HEADER + row("open", 10, "opened") + row("note", 9, "note"))
    assert refusals(desk) == {"note": "before_opened"}
    desk.bring_in(HEADER + row("open", 8, "opened", revision=1))
    assert refusals(desk) == {}
    desk.bring_in(HEADER + row("open", 11, "opened", revision=2))
    assert refusals(desk) == {"note": "before_opened"}


def test_only_the_tickets_touched_change(desk: Desk) -> None:
    desk.bring_in(HEADER + row("e", 9, "note", "T1") + row("o", 10, "opened", "T1"))
    desk.bring_in(HEADER + row("e", 9, "note", "T2") + row("o", 10, "opened", "T2"))
    desk.bring_in(HEADER + row("x", 12, "note", "T2"))
    assert desk.ask("select ticket, event_id from log where refusal is not null order by all") == [
        ("T1", "e"),
        ("T2", "e"),
    ]


ROWS = (row("a", 9, "note"), row("b", 10, "opened"), row("c", 8, "opened", seq=5), row("d", 8, "note", seq=4))


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_arrival_does_not_matter(desk: Desk, order: tuple[int, ...]) -> None:
    for number in order:
        desk.bring_in(HEADER + ROWS[number])
    assert refusals(desk) == {"b": "second_opened", "d": "before_opened"}
