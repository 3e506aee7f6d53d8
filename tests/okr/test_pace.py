"""Pace goes by working days that have ended; checkpoints bend it, days of milestones step it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Checkpoint, Milestone
from deskwise.okr.pace import expected_of, expected_progress, pace_value, points_ahead
from okr.key_results import key_result

# Monday to the Friday of the week after.
TWO_WEEKS = Cycle("1", "two weeks", date(2026, 3, 2), date(2026, 3, 13))
WORKING = [date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)]


def on(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("day", "expected"), [(1, 0), (2, 0), (3, 0.1), (6, 0.4), (7, 0.5), (9, 0.5), (13, 0.9), (14, 1), (30, 1)]
)
def test_a_day_counts_once_it_has_ended_and_a_weekend_adds_nothing(day: int, expected: float) -> None:
    assert expected_progress(TWO_WEEKS, on(day), WORKING) == pytest.approx(expected)


def test_days_outside_of_the_cycle_or_given_twice_do_not_count() -> None:
    assert expected_progress(TWO_WEEKS, on(4), [*WORKING, *WORKING, on(1), on(16)]) == pytest.approx(0.2)


def test_a_cycle_of_one_day_expects_all_once_it_is_over() -> None:
    one = Cycle("1", "one", on(2), on(2))
    assert [expected_progress(one, on(day), [on(2)]) for day in (1, 2, 3)] == [0, 0, 1]


def test_a_cycle_without_working_days_counts_all_its_days() -> None:
    weekend = Cycle("1", "weekend", on(7), on(8))
    assert [expected_progress(weekend, on(day), []) for day in (7, 8, 9)] == [0, 0.5, 1]


def test_a_leap_day_is_a_day() -> None:
    february = Cycle("1", "February", date(2024, 2, 1), date(2024, 2, 29))
    days = [date(2024, 2, day) for day in range(1, 30)]
    assert expected_progress(february, date(2024, 2, 29), days) == pytest.approx(28 / 29)
    assert expected_progress(february, date(2024, 3, 1), days) == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    # A fifth at the end of the fifth working day, half at the end of the eighth, then straight to all of it.
    [(2, 0), (4, 0.08), (7, 0.2), (9, 0.2), (10, 0.3), (12, 0.5), (13, 0.75), (14, 1)],
)
def test_checkpoints_bend_the_line(day: int, expected: float) -> None:
    bends = (Checkpoint(on(11), 0.5), Checkpoint(on(6), 0.2))
    assert expected_progress(TWO_WEEKS, on(day), WORKING, bends) == pytest.approx(expected)


def test_a_checkpoint_at_the_end_is_the_end_and_of_a_weekend_the_last_counts() -> None:
    bends = (Checkpoint(on(7), 0.3), Checkpoint(on(8), 0.4), Checkpoint(on(13), 0.8))
    assert expected_progress(TWO_WEEKS, on(9), WORKING, bends) == pytest.approx(0.4)
    assert expected_progress(TWO_WEEKS, on(14), WORKING, bends) == pytest.approx(0.8)
    assert expected_progress(TWO_WEEKS, on(20), WORKING, bends) == pytest.approx(0.8)


def test_a_milestone_is_expected_once_its_day_is_over() -> None:
    steps = (Milestone("a", 2, on(4)), Milestone("b", 1, on(13)), Milestone("c", 1))
    # The last has no day and goes along the line.
    assert expected_progress(TWO_WEEKS, on(4), WORKING, (), steps) == pytest.approx(0.2 / 4)
    assert expected_progress(TWO_WEEKS, on(5), WORKING, (), steps) == pytest.approx((2 + 0.3) / 4)
    assert expected_progress(TWO_WEEKS, on(13), WORKING, (), steps) == pytest.approx((2 + 0.9) / 4)
    assert expected_progress(TWO_WEEKS, on(14), WORKING, (), steps) == 1


def test_checkpoints_stand_before_the_days_of_milestones() -> None:
    of = key_result(
        "milestones", milestones=(Milestone("a", due=on(3)),), checkpoints=(Checkpoint(on(6), 0.1),)
    )
    assert expected_of(of, TWO_WEEKS, on(7), WORKING) == pytest.approx(0.1)


def test_each_kind_is_expected_as_it_comes_about() -> None:
    assert expected_of(key_result("reach"), TWO_WEEKS, on(4), WORKING) == pytest.approx(0.2)
    assert expected_of(key_result("keep"), TWO_WEEKS, on(4), WORKING) == 1
    owners = key_result("keep", checkpoints=(Checkpoint(on(13), 0.9),))
    assert expected_of(owners, TWO_WEEKS, on(14), WORKING) == pytest.approx(0.9)
    dated = key_result("milestones", milestones=(Milestone("a", due=on(3)), Milestone("b", due=on(12))))
    assert expected_of(dated, TWO_WEEKS, on(4), WORKING) == 0.5


@given(st.integers(-5, 40), st.sets(st.integers(0, 11)))
def test_pace_never_falls_and_ends_at_all_of_it(passed: int, closed: set[int]) -> None:
    days = [TWO_WEEKS.first_day + timedelta(days=each) for each in range(12) if each not in closed]
    today = TWO_WEEKS.first_day + timedelta(days=passed)
    found, after = (expected_progress(TWO_WEEKS, each, days) for each in (today, today + timedelta(days=1)))
    assert 0 <= found <= after <= 1
    assert (found == 0) or passed > 0
    assert found == 1 or passed < 12


def test_ahead_and_behind_are_points() -> None:
    assert points_ahead(0.4, 0.5) == -10
    # 0.3 - 0.2 has lost digits, and 10 points are 10.
    assert points_ahead(0.2, 0.3) == -10
    assert points_ahead(0.5, 0.5) == 0
    assert points_ahead(None, 0.5) is None


def test_the_value_at_pace_is_none_where_there_is_nothing_to_reach() -> None:
    assert pace_value(key_result("reach"), 50.0, 0.5) == 60
    assert pace_value(key_result("reach"), None, 0.5) is None
    assert pace_value(key_result("keep"), None, 0.5) is None
    assert pace_value(key_result("milestones"), None, 0.5) is None
