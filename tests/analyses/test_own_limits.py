"""Limits against published charts, and how they follow what there was to count in."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyses.charted import MONDAY, WEEK, counts, rates, shares, values
from analyses.ground import DAY
from deskwise.analyses.measured_period import Family, MeasuredPeriod
from deskwise.analyses.own_limits import OwnLimits, first_periods, limits_from, most_periods, own_limits
from deskwise.metrics.catalogue import metric


def counted(family: Family, found: Sequence[tuple[float, float]]) -> list[MeasuredPeriod]:
    scale = 100.0 if family == "u" else 1.0
    return [
        MeasuredPeriod(at, at + 1, None, events / below * scale, events, below, scale / below)
        for at, (events, below) in enumerate(found)
    ]


def known(family: Family, level: float, spread: float = 1.0) -> OwnLimits:
    return OwnLimits(family, family, (level,), spread, 20, 0, 20, 0, 1 if family == "p" else None, 9.0)


def test_montgomerys_orange_juice_cans() -> None:
    # Introduction to Statistical Quality Control, example 7.1: 347 of 1,500 cans in samples of 50.
    (can,) = counted("p", [(12, 50)])
    found = known("p", 347 / 1500).of(can)
    assert (found.low, found.centre, found.high) == pytest.approx((0.0524, 0.2313, 0.4102), abs=5e-5)


def test_montgomerys_purchase_orders_of_unequal_samples() -> None:
    # The same, table 7.4: 234 of 2,450 orders; limits of samples of 100 and of 80.
    hundred, eighty = counted("p", [(12, 100), (8, 80)])
    limits = known("p", 234 / 2450)
    assert (limits.of(hundred).low, limits.of(hundred).high) == pytest.approx((0.007, 0.184), abs=5e-4)
    assert limits.of(eighty).high == pytest.approx(0.194, abs=5e-4)


def test_montgomerys_supply_chain_errors_a_unit() -> None:
    # The same, example 7.4: 74 errors in 20 weeks of 50 shipments, u 0.0740; limits 0 and 0.1894.
    (week,) = counted("u", [(2, 50)])
    found = known("u", 74 / 1000).of(week)
    # Fewer than five are expected, so the limit is exact: 3.7 expected, of 11 or more there is one in 700.
    assert found.centre / 100 == pytest.approx(0.0740)
    assert found.high / 100 == pytest.approx(11 / 50)
    (year,) = counted("u", [(2, 2500)])
    assert known("u", 74 / 1000).of(year).high / 100 == pytest.approx(0.074 + 3 * math.sqrt(0.074 / 2500))


def singles(found: Sequence[float]) -> list[MeasuredPeriod]:
    return [MeasuredPeriod(at, at + 1, None, value) for at, value in enumerate(found)]


def test_limits_of_single_values_by_hand() -> None:
    # Twelve values, mean 6.5; every moving range is 1, so the limits are 2.66 away.
    periods = singles([float(number) for number in range(1, 13)])
    found = limits_from(periods, "xmr", (None, None))
    assert found is not None
    limits = found.of(periods[0])
    assert (limits.low, limits.centre, limits.high) == pytest.approx((3.84, 6.5, 9.16))
    assert found.periods == 12
    assert limits_from(periods[:11], "xmr", (None, None)) is None


def test_no_limit_of_single_values_lies_where_no_value_can_be() -> None:
    periods = singles([0.9, 1.0] * 6)
    found = limits_from(periods, "xmr", (0, 1))
    assert found is not None
    assert found.of(periods[0]).high == 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=16))
def test_the_centre_lies_between_the_limits(found: list[float]) -> None:
    periods = singles(found)
    own = limits_from(periods, "xmr", (None, None))
    assert own is not None
    limits = own.of(periods[0])
    assert limits.low <= limits.centre <= limits.high
    assert limits.holds(limits.centre)


def test_laneys_limits_by_hand() -> None:
    # By turns 45 and 75 of 100, the centre 0.6: sigma root(0.24/100) = 0.04899, scores -3.062 and +3.062,
    # every moving range 6.124, sigma_z 6.124 / 1.128 = 5.429: half a width of 3 x 0.04899 x 5.429 = 0.798.
    periods = counted("p", [(45, 100), (75, 100)] * 8)
    limits = limits_from(periods, "p", (0, 1))
    assert limits is not None
    assert limits.kind == "p'"
    assert limits.spread == pytest.approx(5.429, abs=1e-3)
    assert limits.of(periods[0]).sigma == pytest.approx(0.266, abs=1e-3)
    assert (limits.of(periods[0]).low, limits.of(periods[0]).high) == (0, 1)


def test_laneys_limits_are_those_of_moving_ranges_where_cases_are_many_and_alike() -> None:
    # With so many cases chance draws next to nothing, and what is left is an XmR chart (Laney 2002).
    share = [0.60, 0.62, 0.59, 0.63, 0.61, 0.58] * 3
    periods = counted("p", [(each * 1e6, 1e6) for each in share])
    laney, single = limits_from(periods, "p", (0, 1)), limits_from(periods, "xmr", (0, 1))
    assert laney is not None
    assert single is not None
    assert laney.kind == "p'"
    assert laney.of(periods[0]).high == pytest.approx(single.of(periods[0]).high, rel=1e-3)


def test_counts_that_chance_draws_get_no_wider_limits() -> None:
    draws = np.random.default_rng(11)
    wider = sum(
        limits.kind == "c'"
        for limits in (
            limits_from(counted("c", [(int(n), 7.0) for n in draws.poisson(40, 16)]), "c", (0, None))
            for _ in range(1_000)
        )
        if limits is not None
    )
    # The test is at 5 %, and some of its alarms have short moving ranges.
    assert wider / 1_000 < 0.05 + 2 * math.sqrt(0.05 * 0.95 / 1_000)


@pytest.mark.parametrize(
    ("name", "stat", "kind"),
    [("csat", "share", "p"), ("complaints", "count", "c"), ("backlog", "count", "xmr"),
     ("reply_time", "p50", "xmr"), ("complaints_per_100_requests", "rate", "u")],
)  # fmt: skip
def test_which_chart_follows_from_what_a_figure_is(name: str, stat: str, kind: str) -> None:
    readings = {
        "share": shares([(80, 100)] * 14),
        "count": counts([9] * 14, name),
        "rate": rates([(9, 300)] * 14),
        "p50": values("reply_time", [60.0] * 14, "p50"),
    }[stat]
    found = own_limits(metric(name), readings[0].stat, readings, "week", "UTC")
    assert found is not None
    assert found.kind == kind


def test_a_months_count_is_held_against_its_days() -> None:
    month = MeasuredPeriod(0, 28 * DAY, None, 56.0, 56.0, 28.0)
    longer = MeasuredPeriod(0, 31 * DAY, None, 56.0, 56.0, 31.0)
    limits = known("c", 2.0)
    assert limits.of(month).centre == 56
    assert limits.of(longer).centre == 62


def test_limits_do_not_move_with_what_comes_after_them() -> None:
    first = [(80 + at % 3, 100) for at in range(16)]
    short, long = (
        own_limits(metric("csat"), "share", shares([*first, *more]), "week", "UTC")
        for more in ([(10, 100)] * 2, [(10, 100)] * 60)
    )
    assert short == long
    assert short is not None
    assert (short.start_at, short.end_at, short.periods) == (MONDAY, MONDAY + 16 * WEEK, 16)


def test_counts_begin_with_the_first_event_and_the_last_period_is_only_judged() -> None:
    readings = counts([0, 0, 0, 5, *range(3, 16)])
    found = own_limits(metric("complaints"), "count", readings, "week", "UTC")
    assert found is not None
    assert (found.start_at, found.periods) == (MONDAY + 3 * WEEK, 13)
    assert own_limits(metric("complaints"), "count", counts([5] * 12), "week", "UTC") is None


def test_none_of_many_is_no_proof_that_there_never_is_one() -> None:
    readings = shares([(100, 100)] * 14)
    found = own_limits(metric("csat"), "share", readings, "week", "UTC")
    assert found is not None
    (other,) = counted("p", [(99, 100)])
    assert found.of(other).holds(0.99)
    assert not found.of(other).holds(0.90)


def test_limits_of_days_are_drawn_of_eight_weeks_and_know_their_weekdays() -> None:
    usual = [40, 30, 30, 30, 25, 5, 0]
    readings = counts([usual[at % 7] for at in range(70)], days=1)
    found = own_limits(metric("complaints"), "count", readings, "day", "UTC")
    assert found is not None
    assert (found.by_weekday, found.periods) == (True, most_periods("day"))
    assert list(found.levels[:6]) == usual[:6]
    few = own_limits(metric("complaints"), "count", readings[:30], "day", "UTC")
    assert few is not None
    assert not few.by_weekday


def test_a_first_period_half_unknown_is_left_out() -> None:
    periods = counted("p", [(8, 10)] * 5)
    late = [MeasuredPeriod(each.start_at * 100, each.end_at * 100, None, 0.8, 8, 10, 0.1) for each in periods]
    assert len(first_periods(late, "week", first_at=50)) == 3
    assert len(first_periods(late, "week", first_at=5)) == 4
    assert len(first_periods(late, "week", first_at=5, anew_at=200)) == 2
