"""Moves of the status: resolutions, reopenings, and the requests they begin."""

from __future__ import annotations

from facts.chosen_rules import OTHERWISE
from facts.small_logs import DAY, HOUR, event, folded, opened, ruled, status

MOVES = "at was status is_resolution is_reopening"
LATE = 1 * HOUR + 7 * DAY


def test_only_tickets_with_an_open_status_at_or_after_a_resolved_one_may_have_been_reopened() -> None:
    log = folded(
        opened(0, "A"),
        status(1 * HOUR, "open", ticket="A"),
        status(2 * HOUR, "solved", ticket="A"),
        opened(0, "B"),
        status(1 * HOUR, "solved", ticket="B"),
        status(1 * HOUR, "open", ticket="B"),
        opened(0, "C"),
        status(1 * HOUR, "open", ticket="C"),
    )
    log.make("reopened_tickets")
    found = log.connection.execute("select ticket from reopened_tickets join tickets using (ticket_key)")
    assert found.fetchall() == [("B",)]


def test_a_resolution_is_from_any_other_status_and_solved_to_closed_is_no_second_one() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(2 * HOUR, "closed"),
        status(3 * HOUR, "pending"),
        status(4 * HOUR, "on_hold"),
        status(5 * HOUR, "closed"),
    )
    assert log.rows("status_moves", MOVES) == [
        (1 * HOUR, "new", "solved", True, False),
        (2 * HOUR, "solved", "closed", False, False),
        (3 * HOUR, "closed", "pending", False, True),
        (4 * HOUR, "pending", "on_hold", False, False),
        (5 * HOUR, "on_hold", "closed", True, False),
    ]


def test_a_status_that_repeats_is_no_move() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "new"),
        status(2 * HOUR, "solved"),
        status(3 * HOUR, "solved"),
        status(4 * HOUR, "open"),
    )
    assert log.rows("status_moves", "at") == [(2 * HOUR,), (4 * HOUR,)]


def test_a_reopening_at_the_windows_edge_goes_on_and_a_microsecond_later_begins_a_request() -> None:
    for reopened_at, begins in ((LATE, False), (LATE + 1, True)):
        log = folded(opened(0), status(1 * HOUR, "solved"), status(reopened_at, "open"))
        assert log.rows("status_moves", "at request begins_request continues counts_as_recontact ruled") == [
            (1 * HOUR, 1, False, False, False, False),
            (reopened_at, 1 + begins, begins, not begins, True, False),
        ]
        later = log.rows("later_requests", "request begins_at begins_ruled")
        assert later == ([(2, reopened_at, False)] if begins else [])


def test_the_window_is_counted_from_the_tickets_last_resolution() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(6 * DAY, "open"),
        status(7 * DAY, "solved"),
        status(14 * DAY, "open"),
    )
    assert log.rows("status_moves", "at request") == [
        (1 * HOUR, 1),
        (6 * DAY, 1),
        (7 * DAY, 1),
        (14 * DAY, 1),
    ]


def test_a_reopening_ruled_a_new_issue_begins_a_request_and_is_no_recontact() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(2 * HOUR, "open", event_id="again"),
        ruled(3 * HOUR, "new_issue", "again"),
    )
    assert log.rows("later_requests", "request begins_at begins_ruled") == [(2, 2 * HOUR, True)]
    assert log.rows("status_moves", "at counts_as_recontact ruled") == [
        (1 * HOUR, False, False),
        (2 * HOUR, False, True),
    ]


def test_a_ruling_on_a_reopening_after_the_window_changes_nothing() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(LATE + 1, "open", event_id="again"),
        ruled(LATE + 2, "new_issue", "again"),
    )
    assert log.rows("later_requests", "request begins_at begins_ruled") == [(2, LATE + 1, False)]


def test_with_window_none_there_is_no_second_request_but_by_ruling() -> None:
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(50 * DAY, "open"),
        status(51 * DAY, "solved"),
        status(60 * DAY, "open", event_id="again"),
        ruled(61 * DAY, "new_issue", "again"),
        rules=OTHERWISE,
    )
    assert log.rows("later_requests", "request begins_at") == [(2, 60 * DAY)]


def test_moves_after_a_merge_and_of_removed_tickets_are_none() -> None:
    log = folded(
        opened(0, "A"),
        status(1 * HOUR, "solved", ticket="A"),
        event(2 * HOUR, "merged", "A"),
        status(3 * HOUR, "open", ticket="A"),
        opened(0, "B"),
        status(1 * HOUR, "solved", ticket="B"),
        status(2 * HOUR, "open", ticket="B"),
        event(3 * HOUR, "removed", "B"),
    )
    assert log.rows("status_moves", MOVES) == [(1 * HOUR, "new", "solved", True, False)]
