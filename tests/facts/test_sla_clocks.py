"""SLA clocks: kept, missed, open or dropped, when and whose."""

from __future__ import annotations

from facts.chosen_rules import AGREED
from facts.small_logs import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    SmallFold,
    asked,
    assigned,
    event,
    folded,
    opened,
    replied,
    status,
)

FACTS = "clock outcome decided_at measured_microseconds"
WHOSE = "clock outcome decided_at agent team"


def only(log: SmallFold, clock: str, columns: str) -> list[tuple[object, ...]]:
    return [row for row in log.rows("sla_clocks", columns) if row[0] == clock]


def test_a_waits_clock_is_kept_if_answered_within_the_target_the_edge_included() -> None:
    for at, outcome, decided_at in (
        (1 * HOUR, "kept", 1 * HOUR),
        (1 * HOUR + 1, "missed", 1 * HOUR),
    ):
        log = folded(opened(0), replied(at), rules=AGREED)
        assert only(log, "first_response", FACTS) == [("first_response", outcome, decided_at, at)]


def test_reply_waits_set_the_clock_of_the_next_reply_going() -> None:
    log = folded(opened(0), replied(1), asked(2), replied(2 + 2 * HOUR), asked(3 * HOUR), rules=AGREED)
    assert only(log, "next_reply", f"clock started_at {FACTS.removeprefix('clock ')}") == [
        ("next_reply", 2, "kept", 2 + 2 * HOUR, 2 * HOUR),
        ("next_reply", 3 * HOUR, "missed", 5 * HOUR, 100 * DAY - 3 * HOUR),
    ]


def test_unanswered_and_abandoned_within_the_target_are_missed_at_their_end() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        event(10 * MINUTE, "abandoned"),
        asked(20 * MINUTE),
        status(30 * MINUTE, "solved", "bob"),
        rules=AGREED,
    )
    assert log.rows("sla_clocks", WHOSE) == [
        ("first_response", "missed", 10 * MINUTE, "ann", "first"),
        ("next_reply", "missed", 30 * MINUTE, "ann", "first"),
        ("resolution", "kept", 30 * MINUTE, "ann", "first"),
    ]


def test_undecided_within_the_target_is_open_beyond_it_missed() -> None:
    for as_of, outcome, decided_at in ((1 * HOUR, "open", None), (1 * HOUR + 1, "missed", 1 * HOUR)):
        log = folded(opened(0), as_of=as_of, rules=AGREED)
        assert only(log, "first_response", FACTS) == [("first_response", outcome, decided_at, as_of)]


def test_a_wait_open_at_the_merge_is_dropped_unless_it_had_missed() -> None:
    for merged_at, first, decided_at in ((1 * HOUR, "dropped", None), (1 * HOUR + 1, "missed", 1 * HOUR)):
        log = folded(opened(0), event(merged_at, "merged"), rules=AGREED)
        assert log.rows("sla_clocks", FACTS) == [
            ("first_response", first, decided_at, merged_at),
            ("resolution", "dropped", None, merged_at),
        ]


def test_a_kept_one_is_of_who_replied_and_a_missed_one_of_the_holder_when_it_passed_the_target() -> None:
    log = folded(
        opened(0, "A"),
        assigned(1, "ann", "first", "A"),
        replied(2, "zoe", "A"),
        opened(0, "B"),
        assigned(1, "ann", "first", "B"),
        assigned(1 * HOUR, "bob", "second", "B"),
        assigned(1 * HOUR + 1, "cem", "third", "B"),
        replied(2 * HOUR, "zoe", "B"),
        opened(0, "C"),
        assigned(1, "ann", "first", "C"),
        assigned(2, None, None, "C"),
        replied(2 * HOUR, "zoe", "C"),
        rules=AGREED,
    )
    assert only(log, "first_response", f"{WHOSE} ticket") == [
        ("first_response", "kept", 2, "zoe", "first", "A"),
        ("first_response", "missed", 1 * HOUR, "bob", "second", "B"),
        ("first_response", "missed", 1 * HOUR, None, "first", "C"),
    ]


def test_an_open_one_is_of_the_holder_at_as_of() -> None:
    """Ruling 8."""
    log = folded(opened(0), assigned(1, "ann", "first"), as_of=30 * MINUTE, rules=AGREED)
    assert log.rows("sla_clocks", WHOSE) == [
        ("first_response", "open", None, "ann", "first"),
        ("resolution", "open", None, "ann", "first"),
    ]


def test_the_resolution_clock_runs_without_paused_and_resolved_time_and_a_reopening_sets_it_going() -> None:
    log = folded(
        opened(0),
        status(2 * HOUR, "open"),  # 2 h new
        status(5 * HOUR, "pending"),  # and 3 h open
        status(20 * HOUR, "on_hold"),  # and 4 h on hold
        status(24 * HOUR, "solved"),
        status(40 * HOUR, "open"),  # and 1 h open: at the target
        status(41 * HOUR, "solved"),
        rules=AGREED,
    )
    assert only(log, "resolution", FACTS) == [("resolution", "kept", 41 * HOUR, 10 * HOUR)]


def test_it_is_missed_where_its_running_time_passes_the_target() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        status(4 * HOUR, "pending"),
        status(20 * HOUR, "open"),  # 6 h are left
        assigned(25 * HOUR, "bob", "second"),
        assigned(27 * HOUR, "cem", "third"),
        status(30 * HOUR, "solved", "dan"),
        rules=AGREED,
    )
    assert only(log, "resolution", f"{WHOSE} measured_microseconds") == [
        ("resolution", "missed", 26 * HOUR, "bob", "second", 14 * HOUR)
    ]


def test_a_later_request_has_its_own_clock_from_its_raising() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0, channel="chat", type="other", role="agent"),
        status(1 * HOUR, "solved"),
        status(2 * HOUR, "open"),
        status(3 * HOUR, "solved"),
        as_of=late,
        rules=AGREED,
    )
    assert log.rows("sla_clocks", f"started_at {FACTS}") == [(0, "resolution", "kept", 3 * HOUR, 2 * HOUR)]


def test_a_working_target_runs_in_opening_hours_only() -> None:
    first = MONDAY - 2 * DAY  # 1970-01-03, a Saturday: the policy for all of that day on has fewer pairs
    log = folded(
        opened(first + 15 * HOUR, type="question"),
        assigned(first + 15 * HOUR, "ann", "day"),
        replied(first + DAY + 9 * HOUR),
        status(first + DAY + 10 * HOUR, "pending"),
        status(first + DAY + 12 * HOUR, "on_hold"),
        status(first + DAY + 15 * HOUR, "open"),
        status(first + 2 * DAY + 8 * HOUR, "solved"),
        rules=AGREED,
    )
    assert log.rows("sla_clocks", f"{FACTS} target_working") == [
        ("first_response", "kept", first + DAY + 9 * HOUR, 2 * HOUR, True),
        # 1 h on Saturday, 2 h on Sunday until it was pending, 1 h of open
        ("resolution", "kept", first + 2 * DAY + 8 * HOUR, 4 * HOUR, True),
    ]


def test_a_working_target_is_passed_at_the_end_of_a_span_rather_than_at_the_next_ones_start() -> None:
    log = folded(
        opened(MONDAY + 14 * HOUR, type="question"),
        assigned(MONDAY + 14 * HOUR, "ann", "day"),
        replied(MONDAY + DAY + 9 * HOUR),
        rules=AGREED,
    )
    assert only(log, "first_response", FACTS) == [("first_response", "missed", MONDAY + 16 * HOUR, 3 * HOUR)]


def test_a_working_target_without_a_schedule_is_no_clock() -> None:
    log = folded(opened(0, type="question"), rules=AGREED)
    assert log.rows("sla_clocks", FACTS) == []


def test_problems_have_no_clocks() -> None:
    log = folded(opened(0, type="problem"), rules=AGREED)
    assert log.rows("sla_clocks", FACTS) == []


def test_without_policies_there_are_no_clocks_and_the_table_is_there() -> None:
    assert folded(opened(0)).rows("sla_clocks", "source ticket request clock") == []
