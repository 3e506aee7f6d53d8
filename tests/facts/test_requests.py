"""Requests whole, and what moved in them: acts, live contacts, the stock of what is open."""

from __future__ import annotations

from facts.chosen_rules import WITH_HOURS
from facts.small_logs import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    asked,
    assigned,
    event,
    folded,
    opened,
    replied,
    ruled,
    status,
)

LATE = 1 * HOUR + 7 * DAY + 1


def test_a_switch_is_from_the_channel_before_to_the_one_after_within_a_request() -> None:
    log = folded(
        opened(0, "A", channel="email"),
        asked(1, "A"),
        replied(2, ticket="A", channel="phone"),
        asked(3, "A", channel="chat"),
        asked(4, "A", channel="chat"),
        asked(5, "A", channel="email"),
        # The next request of the ticket begins anew.
        status(6, "solved", ticket="A"),
        status(6 + 8 * DAY, "open", ticket="A"),
        asked(7 + 8 * DAY, "A", channel="phone"),
        asked(8 + 8 * DAY, "A", channel="chat"),
        opened(0, "B", channel="email"),
        asked(1, "B", channel="email"),
        opened(0, "P", channel="email", type="problem"),
        asked(1, "P", channel="chat"),
    )
    assert log.rows("channel_switches", "ticket request switched_at from_channel to_channel") == [
        ("A", 1, 3, "email", "chat"),
        ("A", 1, 5, "chat", "email"),
        ("A", 2, 8 + 8 * DAY, "phone", "chat"),
    ]


def test_a_request_belongs_as_its_last_resolution_if_it_stands_else_to_its_holder_at_as_of() -> None:
    log = folded(
        opened(0, "A"),
        assigned(1, "ann", "first", "A"),
        status(2, "solved", "bob", "A"),
        assigned(3, "cem", "second", "A"),
        opened(0, "B"),
        assigned(1, "ann", "first", "B"),
        status(2, "solved", "bob", "B"),
        status(3, "open", "bob", "B"),
        assigned(4, "cem", "second", "B"),
        opened(0, "C"),
        status(1, "solved", "bob", "C"),
        assigned(2, "cem", "second", "C"),
    )
    columns = "ticket agent team first_resolution_agent first_resolution_team"
    assert log.rows("requests", columns) == [
        ("A", "ann", "first", "ann", "first"),
        ("B", "cem", "second", "ann", "first"),
        ("C", "bob", None, "bob", None),
    ]


def test_it_lasts_to_its_resolution_to_the_merge_or_to_as_of() -> None:
    log = folded(
        opened(1 * HOUR, "A"),
        status(3 * HOUR, "solved", ticket="A"),
        opened(1 * HOUR, "B"),
        event(5 * HOUR, "merged", "B"),
        opened(1 * HOUR, "C"),
        as_of=20 * HOUR,
    )
    assert log.rows("requests", "ticket elapsed_microseconds working_microseconds calendar") == [
        ("A", 2 * HOUR, None, None),
        ("B", 4 * HOUR, None, None),
        ("C", 19 * HOUR, None, None),
    ]


def test_working_time_goes_by_the_team_when_it_was_raised_an_inherited_one_too() -> None:
    solved_at = MONDAY + 10 * HOUR
    late = solved_at + 8 * DAY
    log = folded(
        opened(MONDAY + 9 * HOUR),
        assigned(MONDAY + 9 * HOUR + 1, "ann", "night"),
        status(solved_at, "solved"),
        status(late, "open"),
        status(late + 12 * HOUR, "solved"),
        rules=WITH_HOURS,
    )
    assert log.rows("requests", "request calendar working_microseconds") == [
        (1, "default", 1 * HOUR),
        (2, "night", 2 * HOUR),
    ]


def test_contacts_are_the_waits_and_those_before_the_first_resolution_are_counted_apart() -> None:
    log = folded(
        opened(0, "A"),
        asked(1, "A"),
        replied(2, ticket="A"),
        asked(3, "A"),
        replied(4, ticket="A"),
        status(5, "solved", ticket="A"),
        status(6, "open", ticket="A"),
        asked(7, "A"),
        opened(0, "B"),
        opened(0, "C", role="agent"),
    )
    assert log.rows("requests", "ticket contacts contacts_before_first_resolution") == [
        ("A", 3, 2),
        ("B", 1, 0),
        ("C", 0, 0),
    ]


def test_a_human_act_at_the_first_resolution_is_by_it_and_not_before_it() -> None:
    log = folded(
        opened(0, "A"),
        status(1, "solved", ticket="A"),
        opened(0, "B"),
        replied(1, ticket="B"),
        status(2, "solved", "robo", "B", role="bot"),
        opened(0, "C"),
        status(1, "solved", "robo", "C", role="bot"),
        replied(2, ticket="C"),
    )
    columns = "ticket handled human_act_by_first_resolution human_act_before_first_resolution"
    assert log.rows("requests", columns) == [
        ("A", True, True, False),
        ("B", True, True, True),
        ("C", True, False, False),
    ]


def test_escalated_and_escalated_before_the_first_resolution() -> None:
    log = folded(
        opened(0, "A"),
        event(1, "escalated", "A"),
        status(2, "solved", ticket="A"),
        opened(0, "B"),
        status(1, "solved", ticket="B"),
        event(2, "escalated", "B"),
        opened(0, "C"),
    )
    assert log.rows("requests", "ticket escalated escalated_before_first_resolution") == [
        ("A", True, True),
        ("B", True, False),
        ("C", False, False),
    ]


def test_handoffs_and_transfers_count_neither_the_first() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        assigned(2, "bob", "second"),
        assigned(3, "cem", "second"),
        event(4, "escalated", team="third"),
        opened(0, "U"),
        assigned(1, "ann", "first", "U"),
    )
    assert log.rows("requests", "ticket handoffs transfers") == [("T", 2, 2), ("U", 0, 0)]


def test_a_bots_message_and_whether_a_human_acted_after_it() -> None:
    log = folded(
        opened(0, "A"),
        event(1, "message", "A", role="bot"),
        replied(2, ticket="A"),
        opened(0, "B"),
        replied(1, ticket="B"),
        event(2, "message", "B", role="bot"),
        opened(0, "C"),
        replied(1, ticket="C"),
    )
    assert log.rows("requests", "ticket bot_message human_act_after_bot") == [
        ("A", True, True),
        ("B", True, False),
        ("C", False, False),
    ]


def test_the_first_resolution_tells_of_its_maturity_and_recontact_null_without_one() -> None:
    log = folded(
        opened(0, "A", customer="ada"),
        status(1, "solved", ticket="A"),
        opened(2, "B", customer="ada"),
        opened(0, "C", customer="bo"),
        status(AS_OF - 1, "solved", ticket="C"),
    )
    columns = "ticket mature first_mature first_recontact first_recontact_unjudged first_recontact_ruled"
    assert log.rows("requests", f"{columns} recontact_of_another") == [
        ("A", True, True, True, True, False, False),
        ("B", None, None, None, False, False, True),
        ("C", False, False, False, False, False, False),
    ]


def test_only_a_ticket_within_the_window_of_another_that_was_not_merged_is_its_recontact() -> None:
    log = folded(
        opened(0, "A", customer="ada"),
        status(1, "solved", ticket="A"),
        opened(1 + 7 * DAY + 1, "B", customer="ada"),
        opened(0, "C", customer="bo"),
        status(1, "solved", ticket="C"),
        event(2, "merged", "C"),
        opened(3, "D", customer="bo"),
    )
    assert log.rows("requests", "ticket recontact_of_another") == [
        ("A", False),
        ("B", False),
        ("C", False),
        ("D", False),
    ]


def test_rulings_on_messages_and_on_the_first_resolutions_recontact_are_marked() -> None:
    log = folded(
        opened(0),
        asked(1, event_id="thanks"),
        status(2, "solved"),
        status(3, "open", event_id="again"),
        ruled(4, "new_issue", "again"),
        ruled(4, "acknowledgement", "thanks"),
    )
    columns = "request boundary_ruled contacts_ruled first_recontact first_recontact_ruled"
    assert log.rows("requests", columns) == [(1, True, True, False, True), (2, True, False, None, False)]


def test_problems_are_marked_and_stay() -> None:
    log = folded(opened(0, type="problem"), status(1, "solved"))
    assert log.rows("requests", "problem resolved_at") == [(True, 1)]


def test_the_stock_moves_by_raising_resolving_reopening_and_merging_what_was_open() -> None:
    log = folded(
        opened(0, "A"),
        status(1 * HOUR, "solved", ticket="A"),
        status(2 * HOUR, "open", ticket="A"),
        status(3 * HOUR, "solved", ticket="A"),
        status(3 * HOUR + 7 * DAY + 1, "open", ticket="A"),
        event(3 * HOUR + 7 * DAY + 2, "merged", "A"),
        opened(0, "B"),
        status(1 * HOUR, "solved", ticket="B"),
        event(2 * HOUR, "merged", "B"),
        opened(0, "P", type="problem"),
        status(1, "solved", ticket="P"),
    )
    late = 3 * HOUR + 7 * DAY + 1
    assert log.rows("request_flow", "ticket request at delta") == [
        ("A", 1, 0, 1),
        ("A", 1, 1 * HOUR, -1),
        ("A", 1, 2 * HOUR, 1),
        ("A", 1, 3 * HOUR, -1),
        ("A", 2, late, 1),
        ("A", 2, late + 1, -1),
        ("B", 1, 0, 1),
        ("B", 1, 1 * HOUR, -1),
    ]


def test_human_acts_are_their_actors_and_those_of_merged_away_requests_stay_marked() -> None:
    log = folded(
        opened(0, "A"),
        assigned(1, "zoe", "first", "A"),
        replied(2, "ann", "A"),
        event(3, "answered", "A", actor="bob"),
        event(4, "note", "A", role="agent", actor="cem"),
        status(5, "solved", "dan", "A"),
        opened(0, "B"),
        replied(1, "ann", "B"),
        event(2, "merged", "B"),
        opened(0, "P", type="problem"),
        replied(1, "ann", "P"),
    )
    assert log.rows("acts", "ticket acted_at act agent team merged") == [
        ("A", 2, "message", "ann", "first", False),
        ("A", 3, "answered", "bob", "first", False),
        ("A", 5, "resolution", "dan", "first", False),
        ("B", 1, "message", "ann", None, True),
    ]


def test_a_contact_given_up_is_nobodys_and_one_picked_up_its_actors() -> None:
    log = folded(
        opened(0),
        event(1 * MINUTE, "abandoned", role="customer", actor="ada"),
        assigned(2 * MINUTE, "zoe", "first"),
        event(3 * MINUTE, "answered", actor="bob"),
        opened(0, "P", type="problem"),
        event(1, "answered", "P", actor="bob"),
    )
    assert log.rows("live_contacts", "happened_at outcome agent team") == [
        (1 * MINUTE, "abandoned", None, None),
        (3 * MINUTE, "answered", "bob", "first"),
    ]
