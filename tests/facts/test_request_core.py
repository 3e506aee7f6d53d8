"""Requests by their own thread alone."""

from __future__ import annotations

from facts.small_logs import (
    DAY,
    HOUR,
    asked,
    assigned,
    event,
    folded,
    opened,
    replied,
    status,
)

LATE = 1 * HOUR + 7 * DAY + 1


def test_a_request_ends_when_the_tickets_next_one_begins() -> None:
    log = folded(opened(0), status(1 * HOUR, "solved"), status(LATE, "open", "ann"))
    columns = "request raised_at ended_at began_by raised_by first_resolved_at resolved_at stands"
    assert log.rows("request_core", columns) == [
        (1, 0, LATE, "opened", "customer", 1 * HOUR, 1 * HOUR, True),
        (2, LATE, None, "reopening", "agent", None, None, False),
    ]


def test_resolved_at_is_the_last_resolution_if_it_stands_first_resolved_at_the_first_whatever_followed() -> (
    None
):
    for reopened in ([], [status(4 * HOUR, "open")]):
        log = folded(
            opened(0),
            status(1 * HOUR, "solved"),
            status(2 * HOUR, "open"),
            status(3 * HOUR, "solved"),
            *reopened,
        )
        stands = not reopened
        assert log.rows("request_core", "first_resolved_at resolved_at stands reopenings") == [
            (1 * HOUR, 3 * HOUR if stands else None, stands, 1 + len(reopened))
        ]


def test_the_reopening_that_begins_a_request_is_not_counted_in_it() -> None:
    log = folded(
        opened(0), status(1 * HOUR, "solved"), status(LATE, "open"), status(LATE + 1, "solved"),
        status(LATE + 2, "open"),
    )  # fmt: skip
    assert log.rows("request_core", "request reopenings") == [(1, 0), (2, 1)]


def test_a_second_request_inherits_customer_channel_fields_team_and_holder() -> None:
    log = folded(
        opened(
            0, customer="ada", organisation="acme", channel="phone", type="question", category="bill",
            priority="low", product="line",
        ),
        assigned(1, "ann", "first"),
        event(2, "changed", category="fault"),
        status(1 * HOUR, "solved"),
        status(LATE, "open"),
        event(LATE + 1, "changed", priority="high"),
    )  # fmt: skip
    columns = "request customer organisation channel type category priority product holder holding_team"
    told = ("ada", "acme", "phone", "question", "fault")
    assert log.rows("request_core", columns) == [
        (1, *told, "low", "line", "ann", "first"),
        (2, *told, "high", "line", "ann", "first"),
    ]


def test_fields_are_the_last_known_at_as_of_and_null_on_changed_means_unchanged() -> None:
    log = folded(
        opened(0, type="question", category="bill"),
        event(1, "changed", category="line", priority="high"),
        event(2, "changed", product="phone"),
        event(3, "changed", category="fault", type="incident"),
    )
    assert log.rows("request_core", "type category priority product") == [
        ("incident", "fault", "high", "phone")
    ]
    assert log.rows("changed_fields", "changed_type changed_category changed_priority changed_product") == [
        ("incident", "fault", "high", "phone")
    ]


def test_a_ticket_whose_opening_is_missing_is_raised_by_the_system_at_its_first_event() -> None:
    """Section 2, and ruling 29: one that begins resolved is raised and resolved at the same instant."""
    log = folded(status(5, "solved", customer="ada", channel="phone"), replied(6))
    columns = "raised_at raised_by began_by customer channel resolved_at"
    assert log.rows("request_core", columns) == [(5, "system", "first_event", None, None, 5)]


def test_the_first_event_may_be_of_any_kind_that_names_the_ticket() -> None:
    """Ruling 4."""
    first = {
        "ruled": event(1, "ruled", "ruled", extra={"event": "x", "ruling": "new_issue"}),
        "rated": event(1, "rated", "rated", scale="1-5", value=5),
        "assigned": event(1, "assigned", "assigned"),
    }
    log = folded(*first.values(), *(event(2, "note", ticket) for ticket in first))
    assert log.rows("request_core", "ticket raised_at raised_by") == [
        ("assigned", 1, "system"),
        ("rated", 1, "system"),
        ("ruled", 1, "system"),
    ]


def test_a_merged_away_request_is_never_handled_or_resolved_and_earlier_ones_are_not_touched() -> None:
    log = folded(
        opened(0),
        replied(1),
        status(1 * HOUR, "solved"),
        status(LATE, "open"),
        replied(LATE + 1),
        status(LATE + 2, "solved"),
        event(LATE + 3, "merged"),
    )
    assert log.rows("request_core", "request merged merged_at handled first_resolved_at resolved_at") == [
        (1, False, None, True, 1 * HOUR, 1 * HOUR),
        (2, True, LATE + 3, False, None, None),
    ]


def test_the_holder_is_the_last_one_named_nobody_after_an_assignment_to_none() -> None:
    log = folded(
        opened(0, "A"),
        assigned(1, "ann", "first", "A"),
        event(2, "escalated", "A", team="second", agent="bob"),
        opened(0, "B"),
        assigned(1, "ann", "first", "B"),
        assigned(2, None, None, "B"),
        opened(0, "C"),
    )
    assert log.rows("request_core", "ticket holder holding_team") == [
        ("A", "ann", "second"),
        ("B", None, "first"),
        ("C", None, None),
    ]


def test_touches_are_public_human_messages_and_answered_on_phone_or_in_person() -> None:
    log = folded(
        opened(0, "A", channel="phone", role="agent"),
        event(1, "answered", "A"),
        replied(2, ticket="A"),
        event(3, "message", "A", role="bot"),
        event(4, "answered", "A", channel="chat"),
        opened(0, "B", channel="chat"),
        event(1, "answered", "B"),
        event(2, "answered", "B", channel="in_person"),
        opened(0, "C"),
        event(1, "answered", "C"),
    )
    assert log.rows("request_core", "ticket touches") == [("A", 2), ("B", 1), ("C", 0)]


def test_customer_channels_tell_one_from_more_than_one() -> None:
    log = folded(
        opened(0, "A", channel="email"),
        asked(1, "A", channel="email"),
        replied(2, ticket="A", channel="phone"),
        opened(0, "B", channel="email"),
        asked(1, "B"),
        asked(2, "B", channel="chat"),
        opened(0, "C", channel="email", role="agent"),
    )
    assert log.rows("request_core", "ticket customer_channels") == [("A", 1), ("B", 2), ("C", 0)]


def test_messages_after_a_resolution_are_counted() -> None:
    log = folded(
        opened(0), asked(1), status(2, "solved"), asked(3), asked(4), replied(5), status(6, "open"), asked(7)
    )
    assert log.rows("request_core", "messages_after_resolution") == [(2,)]


def test_a_fix_is_known_where_an_article_solved_in_that_very_request() -> None:
    log = folded(
        opened(0),
        event(1, "article_used", extra={"article": "k1", "solved": "false"}),
        status(1 * HOUR, "solved"),
        status(LATE, "open"),
        event(LATE + 1, "article_used", extra={"article": "k1", "solved": "true"}),
        event(LATE + 2, "note", extra={"solved": "true"}),
        opened(0, "U"),
        event(1, "note", "U", extra={"solved": "true"}),
    )
    assert log.rows("request_core", "ticket request article_solved") == [
        ("T", 1, False),
        ("T", 2, True),
        ("U", 1, False),
    ]


def test_the_counts_on_the_way_hold_first_and_last_places() -> None:
    log = folded(
        opened(0),
        event(1, "message", role="bot"),
        replied(2),
        status(3, "solved"),
        status(4, "open"),
        event(5, "answered", actor="bob"),
        status(6, "closed"),
    )
    columns = (
        "first_n first_bot_n first_act_n last_act_n first_human_act_at first_resolution_n"
        " last_resolution_n last_reopening_n"
    )
    assert log.rows("request_counts", columns) == [(0, 1, 2, 6, 2, 3, 6, 4)]


def test_a_boundary_that_a_ruling_drew_is_marked_on_both_sides() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(2 * HOUR, "open", event_id="again"),
        event(3 * HOUR, "ruled", extra={"event": "again", "ruling": "new_issue"}),
        opened(0, "U"),
    )
    assert log.rows("request_core", "ticket request boundary_ruled") == [
        ("T", 1, True),
        ("T", 2, True),
        ("U", 1, False),
    ]


def test_further_fields_are_the_last_known_of_opened_and_changed_and_a_later_request_inherits_them() -> None:
    log = folded(
        opened(0, extra={"plan": "gold", "site": "north"}),
        event(1, "changed", extra={"plan": "silver"}),
        event(2, "note", extra={"plan": "bronze"}),
        status(1 * HOUR, "solved"),
        status(LATE, "open"),
        event(LATE + 1, "changed", extra={"site": "south"}),
        event(LATE + 2, "changed", extra={"site": None}),
    )
    assert log.rows("request_fields", "request field value") == [
        (1, "plan", "silver"),
        (1, "site", "north"),
        (2, "plan", "silver"),
        (2, "site", "south"),
    ]
