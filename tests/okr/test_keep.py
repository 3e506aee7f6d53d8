"""The weeks and days a keep is judged by: cut at the cycle's edges, an hour longer where clocks change."""

from __future__ import annotations

from datetime import date

import pytest

from deskwise.kernel.periods import HOUR_MICROSECONDS
from deskwise.okr.cycle import Cycle
from deskwise.okr.keep import judged_periods, untold
from deskwise.okr.key_result import Bounds
from okr.key_results import weeks


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        # Thursday to the Tuesday after next: four days, a week, two days.
        (date(2026, 1, 1), date(2026, 1, 13), [96, 168, 48]),
        (date(2026, 3, 23), date(2026, 4, 5), [167, 168]),
        (date(2026, 10, 19), date(2026, 10, 25), [169]),
        (date(2024, 2, 26), date(2024, 3, 3), [168]),
        (date(2026, 1, 4), date(2026, 1, 4), [24]),
    ],
)
def test_weeks_are_cut_to_the_cycle(first: date, last: date, hours: list[int]) -> None:
    found = judged_periods(Bounds(lower=1), Cycle("1", "c", first, last), "Europe/Berlin")
    assert [(each.end_at - each.start_at) // HOUR_MICROSECONDS for each in found] == hours


def test_days_are_local_ones_and_a_leap_day_is_one() -> None:
    cycle = Cycle("1", "c", date(2024, 2, 28), date(2024, 3, 1))
    assert len(judged_periods(Bounds(lower=1, every="day"), cycle, "Europe/Berlin")) == 3


def test_only_what_has_ended_is_missed() -> None:
    assert untold(weeks(0.9, None, None, partial=(None,))) == 2
