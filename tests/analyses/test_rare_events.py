"""The g chart: gaps between events by hand, its limits, and how often chance passes them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyses.charted import MONDAY, counts, rates
from analyses.ground import DAY
from deskwise.analyses.measured_period import MeasuredPeriod, measured_periods
from deskwise.analyses.rare_events import Gap, GapLimits, gap_limits, gaps
from deskwise.analyses.small_counts import ONE_SIDE


def days(found: list[int]) -> tuple[MeasuredPeriod, ...]:
    return measured_periods(counts(found, days=1), "c", "day", "UTC")


def test_days_without_an_event_by_hand() -> None:
    found = gaps(days([0, 1, 0, 0, 1, 2, 0, 0]))
    assert [each.size for each in found] == [2, 0, 0]
    assert [(each.start_at - MONDAY) // DAY for each in found] == [1, 4, 5]


def test_cases_without_an_event_by_hand() -> None:
    # Of ten cases with one event nine are free, five before it and four after; of eight with two, two each.
    readings = rates([(1, 10), (0, 6), (2, 8), (1, 1)], days=1)
    found = gaps(measured_periods(readings, "u", "day", "UTC"))
    assert [each.size for each in found] == [4 + 6 + 2, 2, 2]


def test_its_limits_by_hand() -> None:
    # 16 gaps of 15 on average: the chance of an event is 15/16 x 1/16 = 0.0586 a case.
    limits = gap_limits([Gap(at, at + 1, 15) for at in range(20)])
    assert limits is not None
    assert (limits.chance, limits.periods) == (0.05859375, 16)
    drawn = limits.limits
    # ln 0.00135 / ln 0.94141 - 1 = 108.4; ln 0.5 / ln 0.94141 = 11.48.
    assert (drawn.low, drawn.centre, drawn.high) == pytest.approx((0, 11.48, 108.43), abs=0.01)
    assert gap_limits([Gap(at, at + 1, 15) for at in range(11)]) is None


def test_chance_passes_known_limits_as_often_as_is_stated() -> None:
    limits = GapLimits(1 / 30, 16, 0, 1)
    sizes = np.random.default_rng(3).geometric(1 / 30, 200_000) - 1
    beyond = float((sizes > limits.limits.high).mean())
    # Whole cases: the limit is passed at the next whole one, a little rarer than 0.135 %.
    assert 0.001 < beyond < ONE_SIDE + 2 * math.sqrt(ONE_SIDE / 200_000)


def test_scores_of_gaps_are_symmetrical_around_the_median() -> None:
    limits = GapLimits(1 / 30, 16, 0, 1)
    sizes = np.random.default_rng(4).geometric(1 / 30, 20_000) - 1
    above = sum(limits.sigmas(int(each)) > 0 for each in sizes) / len(sizes)
    assert above == pytest.approx(0.5, abs=0.02)
    assert limits.sigmas(200) > 3
