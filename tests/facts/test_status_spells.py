"""Status spells, and the time requests spend in each."""

from __future__ import annotations

from facts.chosen_rules import AGREED, WITH_HOURS
from facts.small_logs import (
    DAY,
    HOUR,
    MONDAY,
    assigned,
    event,
    folded,
    opened,
    status,
)

FACTS = "request status started_at ended_at elapsed_microseconds"
SUMS = (
    "requester_wait_elapsed_microseconds agent_wait_elapsed_microseconds on_hold_elapsed_microseconds"
    " requester_wait_working_microseconds agent_wait_working_microseconds on_hold_working_microseconds"
)


def test_a_spell_is_the_longest_stretch_of_one_status_new_before_the_first() -> None:
    """Ruling 11: a status that repeats begins none."""
    log = folded(
        opened(0),
        status(1 * HOUR, "open"),
        status(2 * HOUR, "open"),
        status(4 * HOUR, "solved"),
        as_of=10 * HOUR,
    )
    assert log.rows("status_spells", FACTS) == [
        (1, "new", 0, 1 * HOUR, 1 * HOUR),
        (1, "open", 1 * HOUR, 4 * HOUR, 3 * HOUR),
        (1, "solved", 4 * HOUR, None, 6 * HOUR),
    ]


def test_a_spell_ends_where_the_next_request_begins_and_at_a_merge() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        status(late, "open"),
        event(late + 2 * HOUR, "merged"),
        status(late + 3 * HOUR, "pending"),
    )
    assert log.rows("status_spells", FACTS) == [
        (1, "new", 0, 1 * HOUR, 1 * HOUR),
        (1, "solved", 1 * HOUR, late, 7 * DAY + 1),
        (2, "open", late, late + 2 * HOUR, 2 * HOUR),
    ]


def test_problems_have_none() -> None:
    log = folded(opened(0, type="problem"), status(1, "open"))
    assert log.rows("status_spells", FACTS) == []


def test_each_spell_is_measured_by_itself_on_the_hours_of_the_team_at_its_start() -> None:
    log = folded(
        opened(MONDAY + 7 * HOUR),
        status(MONDAY + 10 * HOUR, "open"),
        assigned(MONDAY + 11 * HOUR, "ann", "night"),
        status(MONDAY + 15 * HOUR, "pending"),
        status(MONDAY + 21 * HOUR, "solved"),
        as_of=MONDAY + DAY,
        rules=WITH_HOURS,
    )
    assert log.rows("status_spells", "status team calendar working_microseconds") == [
        ("new", None, "default", 2 * HOUR),
        ("open", None, "default", 5 * HOUR),
        ("pending", "night", "night", 1 * HOUR),
        ("solved", "night", "night", 3 * HOUR),
    ]


def test_requester_wait_is_new_open_and_on_hold_agent_wait_is_pending() -> None:
    """Up to resolution: what is solved is nobody's."""
    log = folded(
        opened(MONDAY + 8 * HOUR),
        status(MONDAY + 9 * HOUR, "open"),
        status(MONDAY + 11 * HOUR, "on_hold"),
        status(MONDAY + 14 * HOUR, "pending"),
        status(MONDAY + 18 * HOUR, "solved"),
        rules=WITH_HOURS,
    )
    assert log.rows("requests", SUMS) == [(6 * HOUR, 4 * HOUR, 3 * HOUR, 6 * HOUR, 2 * HOUR, 3 * HOUR)]


def test_without_a_schedule_working_sums_are_null_and_elapsed_ones_of_no_spell_are_0() -> None:
    log = folded(opened(0), status(1 * HOUR, "solved"))
    assert log.rows("requests", SUMS) == [(1 * HOUR, 0, 0, None, None, None)]


def test_a_spell_of_a_team_without_a_schedule_makes_the_sum_it_is_in_unknown_not_shorter() -> None:
    log = folded(
        opened(MONDAY + 8 * HOUR),
        assigned(MONDAY + 8 * HOUR, None, "night"),
        status(MONDAY + 20 * HOUR, "pending"),
        assigned(MONDAY + 21 * HOUR, None, "of no hours"),
        status(MONDAY + 22 * HOUR, "open"),
        status(MONDAY + 23 * HOUR, "solved"),
        rules=AGREED,
    )
    assert log.rows("requests", SUMS) == [(13 * HOUR, 2 * HOUR, 0, None, 2 * HOUR, 0)]
