from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from deskwise.app.event_effects import effects
from deskwise.app.rulings import standing_rulings
from deskwise.app.ticket_facts import TOLD
from deskwise.app.workspace import LoggedEvent

HOUR = 3_600_000_000
START = datetime(1970, 1, 1, tzinfo=UTC)


def event(kind: str, at: int = HOUR, **given: Any) -> LoggedEvent:
    plain: dict[str, Any] = {
        "event_id": "e1", "revision": 0, "seq": 1, "at": START + timedelta(microseconds=at), "kind": kind,
        "actor": None, "role": None, "team": None, "agent": None, "customer": None, "status": None,
        "channel": None, "value": None, "scale": None, "fields": (), "superseded": False,
        "refusal": None, "late": False,
    }  # fmt: skip
    return LoggedEvent(**(plain | given))


def facts(**given: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Mapping[str, Any]]]:
    return dict.fromkeys(TOLD, ()) | given


def wait(number: int, started_at: int, ended_at: int | None, outcome: str) -> dict[str, Any]:
    lasted = (ended_at or 9 * HOUR) - started_at
    return {
        "request": 1, "wait": number, "started_at": started_at, "ended_at": ended_at, "outcome": outcome,
        "elapsed_microseconds": lasted, "working_microseconds": None, "agent": None, "team": None,
    }  # fmt: skip


def test_an_opening_raises_a_request_and_opens_a_wait() -> None:
    request = {
        "request": 1,
        "raised_at": HOUR,
        "began_by": "opened",
        "raised_by": "customer",
        "problem": False,
    }
    did = effects(event("opened"), facts(requests=[request], waits=[wait(1, HOUR, None, "open")]))
    assert did == (
        "request 1 is raised by the customer (opened)",
        "opens wait 1 of request 1 (first response)",
    )


def test_a_reply_ends_the_wait_and_is_a_human_act() -> None:
    did = effects(
        event("message", 2 * HOUR, role="agent", actor="ann"),
        facts(
            waits=[wait(1, HOUR, 2 * HOUR, "answered")],
            acts=[{"request": 1, "acted_at": 2 * HOUR, "act": "message", "agent": "ann"}],
        ),
    )
    assert did == ("ends wait 1 of request 1 as answered after 1 h", "a human act in request 1")


def test_a_bots_reply_at_the_same_instant_ends_nothing() -> None:
    found = facts(waits=[wait(1, HOUR, 2 * HOUR, "answered")])
    assert effects(event("message", 2 * HOUR, role="bot"), found) == ()


def test_a_second_message_adds_to_the_wait() -> None:
    found = facts(waits=[wait(1, HOUR, 3 * HOUR, "answered")])
    did = effects(event("message", 2 * HOUR, role="customer"), found)
    assert did == ("adds to wait 1 of request 1, which is open",)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ((("acknowledgement", "true"),), "an acknowledgement: opens no wait and is no contact"),
        ((), "on a resolved ticket: opens no wait by itself"),
    ],
)
def test_a_message_that_opens_no_wait_says_why(fields: tuple[tuple[str, str], ...], why: str) -> None:
    found = facts(status_spells=[{"started_at": 0, "status": "solved"}])
    assert effects(event("message", role="customer", fields=fields), found) == (why,)


def test_a_resolution_says_what_came_after_it() -> None:
    row = {
        "request": 1, "resolution": 1, "resolved_at": HOUR, "agent": "ann", "mature": True,
        "recontact_at": 2 * HOUR, "recontact_by": "ticket", "recontact_ticket": "T2",
        "recontact_within_window": True,
    }  # fmt: skip
    (did,) = effects(event("status", status="solved"), facts(resolutions=[row]))
    assert did == (
        "resolution 1 of request 1, counted for ann (mature);"
        " re-contact within the window by ticket T2 at 1970-01-01T02:00:00Z"
    )
    assert effects(event("status", status="open"), facts(resolutions=[row])) == ()


def test_a_rating_that_a_later_one_replaced_says_so() -> None:
    row = {
        "event_id": "e1",
        "value": Decimal("4.500000000"),
        "scale": "1-5",
        "agent": "ann",
        "team": "a",
        "counts": False,
    }
    (did,) = effects(event("rated"), facts(ratings=[row]))
    assert did == "rating 4.5 on 1-5 of ann of a: a later one of the request on this scale takes its place"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"superseded": True}, "does not count: a higher revision took its place"),
        ({"refusal": "before_opened"}, "does not count: The event lies before its ticket's opening."),
        ({"late": True}, "does not count yet: it lies after its source's as-of"),
    ],
)
def test_what_does_not_count_says_why_and_nothing_else(given: dict[str, Any], why: str) -> None:
    found = facts(waits=[wait(1, HOUR, None, "open")])
    assert effects(event("opened", **given), found) == (why,)


def test_removing_and_merging_say_what_they_take() -> None:
    assert effects(event("removed"), facts()) == ("the whole ticket leaves every figure",)
    (merged,) = effects(event("merged"), facts())
    assert merged.startswith("the request of the time is merged away")


def spell(status: str, started_at: int) -> dict[str, Any]:
    return {"request": 1, "status": status, "started_at": started_at}


def test_a_reopening_that_begins_no_request_is_told() -> None:
    spells = [spell("new", HOUR), spell("solved", 2 * HOUR), spell("open", 3 * HOUR)]
    reopened = event("status", 3 * HOUR, status="open")
    told = "a reopening within the window: the request goes on, and it is a re-contact"
    assert effects(reopened, facts(status_spells=spells)) == (told,)
    assert effects(event("status", 2 * HOUR, status="pending"), facts(status_spells=spells)) == ()
    begun = {"request": 2, "raised_at": 3 * HOUR, "began_by": "reopening", "raised_by": "customer",
             "problem": False}  # fmt: skip
    (words,) = effects(reopened, facts(status_spells=spells, requests=[begun]))
    assert words.startswith("request 2 is raised")


def ruled(ruling: str, event_id: str = "r1", seq: int = 1) -> LoggedEvent:
    said = (("event", "e1"), ("ruling", ruling))
    return event("ruled", 9 * HOUR, event_id=event_id, fields=said, seq=seq)


def test_a_message_that_was_ruled_says_what_the_ruling_made_of_it() -> None:
    rulings = standing_rulings([ruled("acknowledgement")])
    waits = [wait(1, HOUR, 4 * HOUR, "answered")]
    message = event("message", 2 * HOUR, role="customer")
    assert effects(message, facts(waits=waits)) == ("adds to wait 1 of request 1, which is open",)
    assert effects(message, facts(waits=waits), rulings) == (
        "an acknowledgement by a ruling: opens no wait and is no contact",
    )


def test_a_ruling_says_whether_it_counts() -> None:
    first, second = ruled("acknowledgement"), ruled("needs_answer", "r2", seq=2)
    rulings = standing_rulings([first, second])
    assert effects(second, facts(), rulings) == ("counts: the last ruling on its event",)
    assert effects(first, facts(), rulings) == ("does not count: a later ruling on the same event does",)
    assert effects(first, facts(), None) == ("does not count: the settings let no ruling count",)
    back = event("ruled", fields=(("taken_back", "new_issue"), ("why", "so")))
    assert effects(back, facts(), {}) == ("takes back: new issue",)
