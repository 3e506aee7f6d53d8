"""The thread: what each event met, and which request it is in."""

from __future__ import annotations

from facts.chosen_rules import OTHERWISE
from facts.small_logs import (
    DAY,
    HOUR,
    MINUTE,
    asked,
    assigned,
    event,
    folded,
    opened,
    replied,
    ruled,
    status,
)


def test_the_holder_becomes_the_agent_it_names_nobody_if_it_names_none_the_team_the_one_it_names() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        assigned(2 * HOUR, None, None),
        assigned(3 * HOUR, "bob", None),
        event(4 * HOUR, "escalated", team="second", agent="cem"),
        event(5 * HOUR, "note", team="of the writer", agent="dan"),
        event(6 * HOUR, "note"),
    )
    assert log.rows("thread", "n at holder_before team_before") == [
        (0, 0, None, None),
        (1, 1 * HOUR, None, None),
        (2, 2 * HOUR, "ann", "first"),
        (3, 3 * HOUR, None, "first"),
        (4, 4 * HOUR, "bob", "first"),
        (5, 5 * HOUR, "bob", "second"),
        (6, 6 * HOUR, "bob", "second"),
    ]


def test_every_event_belongs_to_the_request_that_is_current_at_its_time() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        asked(2 * HOUR),
        asked(late, seq=7),
        status(late, "open", seq=8),
        replied(late, seq=9),
    )
    assert log.rows("thread", "n request kind was_resolved reopens resolves") == [
        (0, 1, "opened", False, False, False),
        (1, 1, "status", False, False, True),
        (2, 1, "message", True, False, False),
        (3, 1, "message", True, False, False),
        (4, 2, "status", True, True, False),
        (5, 2, "message", False, False, False),
    ]


def test_a_ticket_is_new_before_its_first_status_and_a_repeated_status_is_no_move() -> None:
    log = folded(opened(0), status(1, "new"), status(2, "open"), status(3, "open"), status(4, "solved"))
    assert log.rows("thread", "at moves resolves") == [
        (0, False, False),
        (1, False, False),
        (2, True, False),
        (3, False, False),
        (4, True, True),
    ]


def test_later_events_of_a_merged_ticket_belong_to_no_request() -> None:
    log = folded(opened(0), event(1, "merged"), replied(2), status(3, "solved"))
    assert log.rows("thread", "kind") == [("merged",), ("opened",)]


def test_a_removed_ticket_leaves_every_figure() -> None:
    log = folded(opened(0, "A"), event(1, "removed", "A"), replied(2, ticket="A"), opened(3, "B"))
    assert log.rows("thread", "at") == [(3,)]
    assert log.rows("openings", "opened_at") == [(3,)]


def test_a_human_act_is_a_public_human_message_answered_or_a_resolution_by_a_human_and_a_note_is_none() -> (
    None
):
    log = folded(
        opened(0, role="agent", actor="ann"),
        replied(1),
        event(2, "message", role="bot"),
        event(3, "answered", role="system"),
        event(4, "note", role="agent"),
        status(5, "pending"),
        status(6, "solved", role="bot"),
        status(7, "open"),
        status(8, "closed"),
    )
    assert log.rows("thread", "at acts replies ends_wait") == [
        (0, False, False, False),
        (1, True, True, True),
        (2, False, False, False),
        (3, True, True, True),
        (4, False, False, False),
        (5, False, False, False),
        (6, False, False, False),
        (7, False, False, False),
        (8, True, False, False),
    ]


def test_a_null_role_reads_as_customer_on_opened_and_as_system_elsewhere() -> None:
    log = folded(event(0, "opened"), event(1, "message"))
    assert log.rows("thread", "at role from_customer asks") == [
        (0, "customer", True, True),
        (1, "system", False, False),
    ]


def test_the_last_ruling_on_a_message_says_whether_it_asks() -> None:
    log = folded(
        opened(0),
        asked(1, event_id="m1"),
        asked(2, event_id="m2", extra={"acknowledgement": "true"}),
        asked(3, event_id="m3", extra={"acknowledgement": "true"}),
        ruled(4, "acknowledgement", "m1"),
        ruled(5, "needs_answer", "m1"),
        ruled(6, "acknowledgement", "m1"),
        ruled(7, "needs_answer", "m2"),
    )
    found = log.rows("thread", "at ruling asks asks_ruled kind")
    assert [row[:-1] for row in found if row[-1] != "ruled"] == [
        (0, None, True, False),
        (1, "acknowledgement", False, True),
        (2, "needs_answer", True, True),
        (3, None, False, False),
    ]


def test_what_ends_a_wait_is_a_rule() -> None:
    log = folded(opened(0), event(1, "message", role="bot"), replied(2), rules=OTHERWISE)
    assert log.rows("thread", "at ends_wait replies") == [
        (0, False, False),
        (1, True, False),
        (2, True, True),
    ]


def test_equal_places_go_by_event_id() -> None:
    log = folded(
        opened(0),
        replied(1 * MINUTE, "bob", seq=5, event_id="b"),
        replied(1 * MINUTE, "ann", seq=5, event_id="a"),
    )
    assert log.rows("thread", "n actor") == [(0, None), (1, "ann"), (2, "bob")]


def test_openings_keep_what_opened_said() -> None:
    log = folded(
        opened(
            5, event_id="o", customer="cleo", organisation="acme", channel="phone", type="question",
            category="bill", priority="high", product="line",
        )
    )  # fmt: skip
    columns = "opening_id opened_at opening_role customer organisation channel type category priority product"
    assert log.rows("openings", columns) == [
        ("o", 5, "customer", "cleo", "acme", "phone", "question", "bill", "high", "line")
    ]
