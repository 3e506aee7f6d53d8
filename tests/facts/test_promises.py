"""Promises and what came of them."""

from __future__ import annotations

from facts.small_logs import DAY, HOUR, Event, assigned, event, folded, opened, replied, status

FACTS = "promised_at due_at recipient outcome kept_at"
DUE = 5 * HOUR


def promised(
    at: int, due: str | None = "1970-01-01T05:00:00.000000Z", ticket: str = "T", **extra: str
) -> Event:
    told = extra if due is None else {"due": due, **extra}
    return event(at, "promised", ticket, role="agent", actor="ann", extra=told)


def test_a_public_human_reply_at_due_keeps_it_and_a_microsecond_later_does_not() -> None:
    for replied_at, outcome, kept_at in ((DUE, "kept", DUE), (DUE + 1, "missed", None)):
        log = folded(opened(0), promised(1 * HOUR), replied(replied_at))
        assert log.rows("promises", FACTS) == [(1 * HOUR, DUE, "customer", outcome, kept_at)]


def test_only_what_is_done_after_the_promise_can_keep_it() -> None:
    """Ruling 12: by (at, seq)."""
    log = folded(opened(0), replied(1 * HOUR), promised(1 * HOUR), replied(6 * HOUR))
    assert log.rows("promises", FACTS) == [(1 * HOUR, DUE, "customer", "missed", None)]


def test_a_resolution_keeps_it_and_a_note_a_bot_or_a_call_picked_up_do_not() -> None:
    """Ruling 25."""
    log = folded(
        opened(0),
        promised(1 * HOUR),
        event(2 * HOUR, "note", role="agent"),
        event(2 * HOUR, "message", role="bot"),
        event(2 * HOUR, "message", role="customer"),
        event(2 * HOUR, "answered", role="agent"),
        status(3 * HOUR, "solved"),
    )
    assert log.rows("promises", FACTS) == [(1 * HOUR, DUE, "customer", "kept", 3 * HOUR)]


def test_one_to_agents_is_kept_by_anyones_note_or_message() -> None:
    for kind in ("note", "message"):
        log = folded(
            opened(0), promised(1 * HOUR, to="agents", what="fix"), event(2 * HOUR, kind, role="bot")
        )
        assert log.rows("promises", f"{FACTS} what") == [(1 * HOUR, DUE, "agents", "kept", 2 * HOUR, "fix")]


def test_a_newer_one_to_the_same_made_before_due_takes_its_place_kept_or_not() -> None:
    log = folded(
        opened(0),
        promised(1 * HOUR),
        replied(2 * HOUR),
        promised(3 * HOUR, to="agents"),  # to others
        promised(DUE - 1),
        promised(DUE, "1970-01-01T06:00:00.000000Z"),  # not before the last one's due
    )
    assert log.rows("promises", FACTS) == [
        (1 * HOUR, DUE, "customer", "replaced", 2 * HOUR),
        (3 * HOUR, DUE, "agents", "missed", None),
        (DUE - 1, DUE, "customer", "missed", None),
        (DUE, 6 * HOUR, "customer", "missed", None),
    ]


def test_one_due_after_as_of_is_open_and_one_due_at_it_is_not() -> None:
    for as_of, outcome in ((DUE - 1, "open"), (DUE, "missed")):
        log = folded(opened(0), promised(1 * HOUR), as_of=as_of)
        assert log.rows("promises", "outcome as_of") == [(outcome, as_of)]


def test_one_open_at_the_merge_is_dropped() -> None:
    log = folded(
        opened(0, "A"),
        promised(1 * HOUR, ticket="A"),
        event(2 * HOUR, "merged", "A"),
        opened(0, "B"),
        promised(1 * HOUR, ticket="B"),
        replied(2 * HOUR, ticket="B"),
        event(3 * HOUR, "merged", "B"),
        opened(0, "C"),
        promised(1 * HOUR, ticket="C"),
        event(DUE + 1, "merged", "C"),
    )
    assert log.rows("promises", "ticket outcome") == [("A", "dropped"), ("B", "kept"), ("C", "missed")]


def test_one_that_does_not_say_when_has_no_due_and_due_keeps_its_microseconds() -> None:
    log = folded(
        opened(0),
        promised(1 * HOUR, None),
        promised(2 * HOUR, "one day"),
        promised(2 * HOUR, "1970-01-01 05:00:00", to="agents"),  # whose clock?
        promised(3 * HOUR, "1970-01-02T00:00:00.000001Z", to="agents"),
    )
    assert log.rows("promises", "promised_at due_at outcome") == [
        (1 * HOUR, None, "no_due"),
        (2 * HOUR, None, "no_due"),
        (2 * HOUR, None, "no_due"),
        (3 * HOUR, DAY + 1, "missed"),
    ]


def test_it_is_its_actors_and_the_team_is_the_one_that_held_the_ticket_and_problems_have_none() -> None:
    log = folded(
        opened(0),
        assigned(1, "bob", "first"),
        promised(2),
        opened(0, "P", type="problem"),
        promised(2, ticket="P"),
    )
    assert log.rows("promises", "ticket agent team") == [("T", "ann", "first")]
