"""Links of incidents to problems."""

from __future__ import annotations

from typing import Any

from facts.chosen_rules import WITH_HOURS
from facts.small_logs import (
    DAY,
    HOUR,
    MONDAY,
    Event,
    assigned,
    event,
    folded,
    opened,
    replied,
    status,
)

FACTS = "ticket linked_at agent team problem_ticket already_resolved responded_at problem_resolved_at"


def linked(at: int, problem: str | None = "P", ticket: str = "T", **given: Any) -> Event:
    extra = None if problem is None else {"problem": problem}
    return event(at, "linked", ticket, role="agent", actor="ann", extra=extra, **given)


def problem(at: int = 0, ticket: str = "P", **given: Any) -> Event:
    return opened(at, ticket, type="problem", role="agent", **given)


def test_the_response_is_the_first_human_act_note_or_assignment_at_or_after_the_link() -> None:
    second_line = {
        "note": event(3 * HOUR, "note", "P", role="agent"),
        "assignment": assigned(3 * HOUR, "bob", None, "P"),
        "act": replied(3 * HOUR, "bob", "P"),
    }
    for answer in second_line.values():
        log = folded(
            problem(),
            assigned(1 * HOUR, "bob", "second", "P"),
            opened(0),
            linked(3 * HOUR),
            event(3 * HOUR, "message", "P", role="bot"),
            answer,
            event(5 * HOUR, "note", "P", role="agent"),
        )
        assert log.rows("links", f"{FACTS} response_elapsed_microseconds") == [
            ("T", 3 * HOUR, "ann", None, "P", False, 3 * HOUR, None, 0)
        ]


def test_the_resolution_is_that_of_the_problems_request_current_at_the_link() -> None:
    """Ruling 23: or the first one if the link is older than all."""
    late = 2 * HOUR + 7 * DAY + 1
    log = folded(
        problem(1 * HOUR),
        status(2 * HOUR, "solved", "bob", "P"),
        status(late, "open", "bob", "P"),
        status(late + 1 * HOUR, "solved", "bob", "P"),
        opened(0),
        assigned(0, "zoe", "first"),
        linked(0),
        linked(2 * HOUR),
        linked(3 * HOUR),
        linked(late),
    )
    assert log.rows("links", FACTS) == [
        ("T", 0, "ann", "first", "P", False, 2 * HOUR, 2 * HOUR),
        ("T", 2 * HOUR, "ann", "first", "P", False, 2 * HOUR, 2 * HOUR),
        ("T", 3 * HOUR, "ann", "first", "P", True, None, 2 * HOUR),
        ("T", late, "ann", "first", "P", False, late + 1 * HOUR, late + 1 * HOUR),
    ]


def test_links_on_problems_to_removed_tickets_or_to_nothing_count_nowhere() -> None:
    log = folded(
        problem(),
        linked(1, "Q", "P"),
        problem(0, "Q"),
        opened(0, "R"),
        event(9, "removed", "R"),
        opened(0),
        linked(2, "R"),
        linked(3, None),
        linked(4, "nobody knows it"),
    )
    assert log.rows("links", "linked_at problem_ticket responded_at") == [(4, "nobody knows it", None)]


def test_the_problem_is_a_ticket_of_the_same_source() -> None:
    log = folded(
        problem(0, source="shop"),
        replied(5, "bob", "P", source="shop"),
        problem(0),
        replied(6, "bob", "P"),
        opened(0),
        linked(1),
    )
    assert log.rows("links", "source problem_ticket responded_at") == [("desk", "P", 6)]


def test_what_is_unanswered_is_measured_to_as_of() -> None:
    log = folded(problem(), opened(0), linked(1 * HOUR), as_of=4 * HOUR)
    columns = "responded_at response_elapsed_microseconds problem_resolved_at resolution_elapsed_microseconds"
    assert log.rows("links", columns) == [(None, 3 * HOUR, None, 3 * HOUR)]


def test_working_time_goes_by_the_problems_team_at_the_link() -> None:
    log = folded(
        problem(MONDAY),
        assigned(MONDAY + 1 * HOUR, None, "night", "P"),
        opened(MONDAY),
        linked(MONDAY + 9 * HOUR),
        replied(MONDAY + 21 * HOUR, "bob", "P"),
        status(MONDAY + 22 * HOUR, "solved", "bob", "P"),
        rules=WITH_HOURS,
    )
    assert log.rows("links", "response_working_microseconds resolution_working_microseconds") == [
        (1 * HOUR, 2 * HOUR)
    ]


def test_the_team_of_the_incident_has_no_part_in_it_even_at_the_links_instant() -> None:
    log = folded(
        problem(MONDAY),
        opened(MONDAY),
        assigned(MONDAY + 9 * HOUR, None, "night"),
        linked(MONDAY + 9 * HOUR),
        replied(MONDAY + 21 * HOUR, "bob", "P"),
        rules=WITH_HOURS,
    )
    assert log.rows("links", "team response_working_microseconds") == [("night", 7 * HOUR)]
