"""Which rulings stand on a ticket, and which would change something."""

from __future__ import annotations

from typing import Any

import pytest

from app.test_event_effects import HOUR, event
from deskwise.app.rulings import (
    Opening,
    chosen_ruling,
    is_acknowledged,
    rulings_in_log,
    rulings_that_apply,
    standing_rulings,
)
from deskwise.app.workspace import LoggedEvent
from deskwise.kernel.errors import UsageError

DAY = 24 * HOUR
NOTHING = Opening()
OTHER = (("desk", "2"),)


def ruled(on: str, ruling: str, at: int = 90 * HOUR, **given: Any) -> LoggedEvent:
    fields = (("event", on), ("ruling", ruling), ("why", "so it is"))
    return event("ruled", at, **{"event_id": f"r-{ruling}", "fields": fields, "actor": "lead", **given})


def status(to: str, at: int) -> LoggedEvent:
    return event("status", at, status=to, event_id=f"{to}-{at // HOUR}")


OPENED = event("opened", HOUR, event_id="o")
MESSAGE = event("message", 2 * HOUR, role="customer", event_id="m")
SAID_SO = event("message", 2 * HOUR, role="customer", event_id="m", fields=(("acknowledgement", "TRUE"),))
COMPLAINT = event("complaint", 3 * HOUR, role="customer", event_id="c")


@pytest.mark.parametrize(
    ("events", "offered"),
    [
        ([OPENED], {"o": ("acknowledgement",)}),
        ([event("opened", role="agent")], {}),
        ([MESSAGE, event("message", role="bot"), event("note", role="agent")], {"m": ("acknowledgement",)}),
        ([MESSAGE, ruled("m", "acknowledgement")], {"m": ("needs_answer",)}),
        ([MESSAGE, ruled("m", "acknowledgement"), ruled("m", "needs_answer", 91 * HOUR)],
         {"m": ("acknowledgement",)}),
        ([SAID_SO], {"m": ("needs_answer",)}),
        ([SAID_SO, ruled("m", "needs_answer")], {"m": ("acknowledgement",)}),
        ([COMPLAINT], {"c": ("no_complaint",)}),
        ([COMPLAINT, ruled("c", "no_complaint")], {}),
        ([event("message", role="customer", event_id="m", superseded=True)], {}),
        ([event("message", role="customer", event_id="m", late=True)], {}),
        ([OPENED, event("merged", 2 * HOUR), event("message", 3 * HOUR, role="customer", event_id="m")],
         {"o": ("acknowledgement",)}),
    ],
)  # fmt: skip
def test_what_a_customer_said_can_ask_for_nothing_or_be_no_complaint(
    events: list[LoggedEvent], offered: dict[str, tuple[str, ...]]
) -> None:
    assert rulings_that_apply(events, 7 * DAY, NOTHING) == offered


def test_a_reopening_within_the_window_can_be_a_new_issue_and_one_beyond_it_is_one_anyway() -> None:
    events = [status("solved", DAY), status("open", 8 * DAY), status("closed", 9 * DAY)]
    edge = {"open-192": ("new_issue",)}
    assert rulings_that_apply(events, 7 * DAY, NOTHING) == edge
    assert rulings_that_apply(events, 7 * DAY - 1, NOTHING) == {}
    assert rulings_that_apply(events, None, NOTHING) == edge
    again = [*events, status("solved", 9 * DAY + HOUR), status("pending", 10 * DAY)]
    assert set(rulings_that_apply(again, 7 * DAY, NOTHING)) == {"open-192", "pending-240"}


def test_a_reopening_that_was_ruled_a_new_issue_can_be_what_it_was() -> None:
    events = [status("solved", DAY), status("open", 9 * DAY), ruled("open-216", "new_issue", 10 * DAY)]
    assert rulings_that_apply(events, 7 * DAY, NOTHING) == {"open-216": ("same_issue",)}


@pytest.mark.parametrize(
    ("opening", "ruling", "offered"),
    [
        (Opening(ends=OTHER), None, ("acknowledgement", "new_issue")),
        (Opening(could_end=OTHER), None, ("acknowledgement", "same_issue")),
        (Opening(OTHER, OTHER), None, ("acknowledgement", "new_issue", "same_issue")),
        (NOTHING, "new_issue", ("acknowledgement", "same_issue")),
        (Opening(ends=OTHER), "same_issue", ("acknowledgement", "new_issue")),
        (Opening(could_end=OTHER), "same_issue", ("acknowledgement", "new_issue")),
    ],
)
def test_an_opening_is_ruled_on_where_it_meets_another_tickets_resolution(
    opening: Opening, ruling: str | None, offered: tuple[str, ...]
) -> None:
    events = [OPENED] if ruling is None else [OPENED, ruled("o", ruling)]
    assert rulings_that_apply(events, 7 * DAY, opening)["o"] == offered


def test_the_last_ruling_counts_by_instant_and_seq_and_not_by_its_place() -> None:
    first = ruled("m", "acknowledgement", seq=8)
    second = ruled("m", "needs_answer", seq=9)
    taken_back = event("ruled", 99 * HOUR, event_id="r-back", fields=(("why", "so it is"),))
    refused = ruled("m", "new_issue", 99 * HOUR, refusal="before_opened")
    found = standing_rulings([second, first, taken_back, refused])
    assert {on: each.ruling for on, each in found.items()} == {"m": "needs_answer"}
    assert [each.ruling for each in rulings_in_log([second, first])] == ["acknowledgement", "needs_answer"]
    told = found["m"]
    assert (told.by, told.why, told.made_here) == ("lead", "so it is", False)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00Z"),
        ("yesterday", None),
        ("2026-03-01T10:00:00", None),
    ],
)
def test_when_a_ruling_was_made_is_told_where_it_says_so(said: str, told: str | None) -> None:
    fields = (("event", "m"), ("ruling", "acknowledgement"), ("ruled_at", said))
    (found,) = rulings_in_log([event("ruled", event_id="ruling-1", fields=fields)])
    assert found.to_json()["ruled_at"] == told
    assert found.made_here


def test_a_ruling_on_what_is_asked_goes_before_what_the_source_says() -> None:
    rulings = standing_rulings([ruled("m", "needs_answer")])
    assert is_acknowledged(SAID_SO, None)
    assert not is_acknowledged(SAID_SO, rulings["m"])
    assert not is_acknowledged(MESSAGE, None)


def test_a_ruling_that_changes_nothing_is_refused() -> None:
    assert chosen_ruling("new_issue", ("new_issue",)) == "new_issue"
    with pytest.raises(UsageError, match="choose from acknowledgement"):
        chosen_ruling("new_issue", ("acknowledgement",))
    with pytest.raises(UsageError, match="choose another event"):
        chosen_ruling("new_issue", ())
