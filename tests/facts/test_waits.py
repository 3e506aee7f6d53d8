"""Waits: what opens one, what ends it, whose it is."""

from __future__ import annotations

from facts.chosen_rules import WITH_HOURS
from facts.small_logs import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    SECOND,
    SmallFold,
    asked,
    assigned,
    event,
    folded,
    opened,
    replied,
    ruled,
    status,
)

EDGES = "request started_at ended_at outcome"


def waits(log: SmallFold) -> list[tuple[object, ...]]:
    return log.rows("waits", "request wait started_at ended_at outcome agent")


def test_opened_by_a_customer_is_a_first_public_message_and_a_human_message_answers_it() -> None:
    log = folded(
        opened(0),
        replied(10 * MINUTE, "ann"),
        asked(20 * MINUTE),
        asked(25 * MINUTE),  # a wait is open already
        replied(40 * MINUTE, "bob"),
        replied(50 * MINUTE, "ann"),  # nobody waits
    )
    assert waits(log) == [
        (1, 1, 0, 10 * MINUTE, "answered", "ann"),
        (1, 2, 20 * MINUTE, 40 * MINUTE, "answered", "bob"),
    ]


def test_bots_and_notes_and_the_system_do_not_close_a_wait() -> None:
    log = folded(
        opened(0),
        event(1 * MINUTE, "message", role="bot"),
        event(2 * MINUTE, "note", role="agent", actor="ann"),
        event(3 * MINUTE, "message", role="system"),
        replied(4 * MINUTE),
    )
    assert waits(log) == [(1, 1, 0, 4 * MINUTE, "answered", "ann")]


def test_answered_closes_a_wait_whatever_its_role_says() -> None:
    log = folded(opened(0), event(30 * SECOND, "answered", role="system", actor="ann"))
    assert waits(log) == [(1, 1, 0, 30 * SECOND, "answered", "ann")]


def test_a_resolution_closes_an_open_wait_as_unanswered() -> None:
    log = folded(opened(0), status(1 * HOUR, "solved", "ann"))
    assert waits(log) == [(1, 1, 0, 1 * HOUR, "unanswered", None)]


def test_other_statuses_close_no_wait() -> None:
    log = folded(opened(0), status(1 * HOUR, "pending"), status(2 * HOUR, "open"))
    assert waits(log) == [(1, 1, 0, None, "open", None)]


def test_abandoned_closes_as_abandoned() -> None:
    log = folded(opened(0), event(20 * SECOND, "abandoned", role="customer"))
    assert waits(log) == [(1, 1, 0, 20 * SECOND, "abandoned", None)]


def test_a_wait_still_open_at_as_of_is_measured_up_to_it() -> None:
    log = folded(opened(0), as_of=3 * HOUR)
    assert log.rows("waits", "ended_at outcome elapsed_microseconds as_of") == [
        (None, "open", 3 * HOUR, 3 * HOUR)
    ]


def test_a_wait_open_at_the_merge_is_dropped() -> None:
    log = folded(opened(0), event(1 * HOUR, "merged", extra={"into": "U"}), replied(2 * HOUR))
    assert waits(log) == [(1, 1, 0, 1 * HOUR, "merged", None)]


def test_an_acknowledgement_opens_no_wait_however_true_is_spelled() -> None:
    log = folded(
        opened(0),
        replied(1 * HOUR),
        asked(2 * HOUR, extra={"acknowledgement": "TRUE"}),
        asked(3 * HOUR, extra={"acknowledgement": "false"}),
    )
    assert waits(log) == [
        (1, 1, 0, 1 * HOUR, "answered", "ann"),
        (1, 2, 3 * HOUR, None, "open", None),
    ]


def test_a_ruling_makes_an_acknowledgement_and_undoes_one() -> None:
    log = folded(
        opened(0, "A"),
        replied(1 * HOUR, ticket="A"),
        asked(2 * HOUR, "A", event_id="thanks"),
        ruled(3 * HOUR, "acknowledgement", "thanks", "A"),
        opened(0, "B"),
        replied(1 * HOUR, ticket="B"),
        asked(2 * HOUR, "B", event_id="works, but", extra={"acknowledgement": "true"}),
        ruled(3 * HOUR, "needs_answer", "works, but", "B"),
        opened(0, "C"),
    )
    assert log.rows("waits", "ticket wait started_at ruled") == [
        ("A", 1, 0, True),
        ("B", 1, 0, True),
        ("B", 2, 2 * HOUR, True),
        ("C", 1, 0, False),
    ]


def test_a_request_opened_by_an_agent_has_no_wait_until_its_customer_writes() -> None:
    log = folded(
        opened(0, role="agent", actor="ann"), replied(1 * HOUR), asked(2 * HOUR), replied(3 * HOUR, "bob")
    )
    assert waits(log) == [(1, 1, 2 * HOUR, 3 * HOUR, "answered", "bob")]


def test_a_customers_message_on_a_resolved_ticket_opens_no_wait() -> None:
    log = folded(opened(0), replied(1 * HOUR), status(2 * HOUR, "solved"), asked(3 * HOUR))
    assert waits(log) == [(1, 1, 0, 1 * HOUR, "answered", "ann")]


def test_the_earliest_message_at_most_60_s_before_a_reopening_opens_the_wait_at_its_own_instant() -> None:
    reopened_at = 3 * HOUR
    log = folded(
        opened(0),
        replied(1 * HOUR),
        status(2 * HOUR, "solved"),
        asked(reopened_at - 60 * SECOND - 1),  # too early
        asked(reopened_at - 60 * SECOND),  # the edge included
        asked(reopened_at - 1 * SECOND),
        status(reopened_at, "open", None),
    )
    assert waits(log) == [
        (1, 1, 0, 1 * HOUR, "answered", "ann"),
        (1, 2, reopened_at - 60 * SECOND, None, "open", None),
    ]
    assert log.rows("promoted_messages", "n promoted_request") == [(4, 1), (5, 1)]


def test_the_wait_before_a_late_reopening_is_in_the_request_it_leads_to() -> None:
    late = 2 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        replied(1 * HOUR),
        status(2 * HOUR, "solved"),
        asked(late - 10 * SECOND),
        status(late, "open", None),
        replied(late + 1 * HOUR, "bob"),
    )
    assert waits(log) == [
        (1, 1, 0, 1 * HOUR, "answered", "ann"),
        (2, 1, late - 10 * SECOND, late + 1 * HOUR, "answered", "bob"),
    ]


def test_a_public_human_reply_between_message_and_reopening_lets_no_wait_begin() -> None:
    log = folded(
        opened(0),
        replied(1 * HOUR),
        status(2 * HOUR, "solved"),
        asked(3 * HOUR),
        replied(3 * HOUR + 10 * SECOND),
        status(3 * HOUR + 20 * SECOND, "open"),
    )
    assert waits(log) == [(1, 1, 0, 1 * HOUR, "answered", "ann")]


def test_within_a_ticket_before_and_after_are_by_seq_among_equal_instants() -> None:
    log = folded(
        opened(0),
        replied(1 * HOUR, seq=11),
        asked(1 * HOUR, seq=12),
        asked(2 * HOUR, seq=14),
        replied(2 * HOUR, seq=15),
    )
    assert waits(log) == [
        (1, 1, 0, 1 * HOUR, "answered", "ann"),
        (1, 2, 1 * HOUR, 2 * HOUR, "answered", "ann"),
    ]


def test_problems_have_no_waits() -> None:
    log = folded(opened(0, type="problem"), replied(1 * HOUR))
    assert waits(log) == []


def test_the_end_of_a_wait_knows_the_holder_and_the_team_it_met() -> None:
    log = folded(
        opened(0),
        assigned(5 * MINUTE, "ann", "first line"),
        replied(10 * MINUTE, "bob"),
        assigned(15 * MINUTE, "cem", "second line"),
    )
    assert log.rows("wait_edges", f"{EDGES} ended_by end_holder end_team team_before") == [
        (1, 0, 10 * MINUTE, "answered", "bob", "ann", "first line", None)
    ]
    assert log.rows("waits", "agent team") == [("bob", "first line")]


def test_an_open_wait_is_of_the_team_that_holds_the_ticket_at_as_of() -> None:
    log = folded(opened(0), assigned(5 * MINUTE, "ann", "first line"))
    assert log.rows("waits", "outcome agent team") == [("open", None, "first line")]


def test_working_time_goes_by_the_team_in_force_after_all_events_of_the_first_instant() -> None:
    log = folded(
        opened(MONDAY + 15 * HOUR),
        assigned(MONDAY + 15 * HOUR, "ann", "night"),
        replied(MONDAY + 21 * HOUR),
        asked(MONDAY + 23 * HOUR),
        assigned(MONDAY + 23 * HOUR + 30 * MINUTE, None, "day"),  # the whole interval goes by its start
        replied(MONDAY + DAY + 9 * HOUR),
        asked(MONDAY + DAY + 16 * HOUR),
        replied(MONDAY + DAY + 17 * HOUR),
        rules=WITH_HOURS,
    )
    assert log.rows("waits", "wait calendar elapsed_microseconds working_microseconds off_hours") == [
        (1, "night", 6 * HOUR, 1 * HOUR, False),
        (2, "night", 10 * HOUR, 1 * HOUR, False),
        (3, "default", 1 * HOUR, 0, True),
    ]


def test_without_a_schedule_working_time_is_null_and_never_0() -> None:
    log = folded(opened(0), as_of=AS_OF)
    assert log.rows("waits", "calendar working_microseconds off_hours") == [(None, None, None)]
