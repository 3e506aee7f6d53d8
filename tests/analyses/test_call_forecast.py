"""A forecast is the mean of the weeks before, its intervals hold what they say, and a trend is no chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from deskwise.analyses.call_forecast import DAYS, Day, Forecast, back_test, forecast, grown, next_week
from deskwise.analyses.half_hours import OF_DAY

MONDAY = date(2026, 1, 5)
OPEN = slice(18, 36)
BY_WEEKDAY = np.array([1.3, 1.1, 1.0, 1.0, 0.9, 0.3, 0.1])


def days_of(weeks: Sequence[float], *, closed: Sequence[int] = (), on_closed: float = 0.0) -> list[Day]:
    """Weeks with so many calls in each open half hour of a Wednesday, the others by their weekday."""
    found = []
    for number in range(len(weeks) * DAYS):
        level = weeks[number // DAYS] * BY_WEEKDAY[number % DAYS] * (on_closed if number in closed else 1)
        calls = [0] * OF_DAY
        calls[OPEN] = [round(level)] * len(range(*OPEN.indices(OF_DAY)))
        found.append(Day(MONDAY + timedelta(days=number), tuple(calls), number in closed))
    return found


def following(days: Sequence[Day], closed: frozenset[date] = frozenset()) -> Forecast:
    found = forecast(days, [(each, each in closed) for each in next_week(days[-1].day)])
    assert found is not None
    return found


def test_it_is_the_mean_of_the_half_hour_of_the_weekday() -> None:
    # Wednesdays of 40 and 60 calls in each open half hour: 50; Mondays of 52 and 78: 65.
    found = following(days_of([40, 60]))
    wednesday, monday = found.days[2], found.days[0]
    assert [each.n for each in wednesday.half_hours[17:19]] == [0, 50]
    assert monday.half_hours[20].n == 65
    assert wednesday.whole.n == 50 * 18
    assert found.trend == 0
    # The whole week: 5.7 Wednesdays.
    assert found.whole.n == pytest.approx(50 * 18 * 5.7)


def test_only_the_last_eight_weeks_count() -> None:
    assert following(days_of([500, *[40] * 8])).days[2].whole.n == 40 * 18


def test_a_straight_trend_goes_on_and_chance_is_none() -> None:
    # From 100 to 170 by 10 a week, 180 comes next.
    rising = following(days_of([100 + 10 * week for week in range(8)]))
    assert rising.days[2].half_hours[20].n == pytest.approx(180, rel=0.01)
    draws, false = np.random.default_rng(5), 0
    for _ in range(300):
        false += following(days_of(draws.normal(100, 8, 8).tolist())).trend != 0
    # Three errors with six degrees of freedom: 2.4 %, and so far beyond as is chance in 300.
    assert false / 300 < 0.024 + 2 * (0.024 * 0.976 / 300) ** 0.5


def test_a_closed_date_is_no_ordinary_one_and_has_what_closed_dates_had() -> None:
    # The Wednesday of the third week was closed, and had a tenth.
    days = days_of([100] * 4, closed=[16], on_closed=0.1)
    holiday = days[-1].day + timedelta(days=3)
    found = following(days, frozenset({holiday}))
    assert found.closed_share == pytest.approx(0.1)
    assert [round(each.whole.n) for each in found.days[1:4]] == [1_980, 180, 1_800]
    never = following(days_of([100] * 4), frozenset({MONDAY + timedelta(days=30)}))
    assert never.closed_share is None
    assert never.days[2].whole.n == 0


@pytest.mark.parametrize("weeks", [0, 1])
def test_too_few_weeks_have_no_forecast(weeks: int) -> None:
    days = days_of([40] * weeks)
    assert forecast(days, [(each, False) for each in next_week(MONDAY)]) is None
    assert back_test(days) is None
    assert back_test(days_of([40] * 2)) is None


def test_a_back_test_holds_forecasts_against_weeks_they_did_not_know() -> None:
    same = back_test(days_of([40] * 8))
    assert same is not None
    assert (same.weeks, same.error, same.naive_error, same.day_error) == (2, 0, 0, 0)
    assert (same.covered, same.covered_days) == (1, 1)
    # 40 and 60 before it, 100 in the last week: half of it is missed, and of the naive 40 %.
    last = back_test(days_of([40, 60, 100]))
    assert last is not None
    assert last.error == pytest.approx(0.5, abs=0.01)
    assert last.naive_error == pytest.approx(0.4, abs=0.01)
    assert last.day_error == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_intervals_hold_what_they_say(dispersion: float) -> None:
    draws = np.random.default_rng(11)
    means = np.zeros((DAYS, OF_DAY))
    means[:, OPEN] = 40 * BY_WEEKDAY[:, None]
    inside, cells, inside_days, days_seen, inside_weeks, runs = 0, 0, 0, 0, 0, 150
    for _ in range(runs):
        calls = (
            draws.poisson(means, (9, DAYS, OF_DAY)) if dispersion == 1
            else draws.negative_binomial(
                np.maximum(means, 1e-9) / (dispersion - 1), 1 / dispersion, (9, DAYS, OF_DAY)
            )
        )  # fmt: skip
        days = [
            Day(MONDAY + timedelta(days=number), tuple(map(int, each)))
            for number, each in enumerate(calls.reshape(-1, OF_DAY))
        ]
        found = following(days[: 8 * DAYS])
        inside_weeks += found.whole.low <= sum(each.total for each in days[8 * DAYS :]) <= found.whole.high
        for expected, came in zip(found.days, days[8 * DAYS :], strict=True):
            inside_days += expected.whole.low <= came.total <= expected.whole.high
            days_seen += 1
            pairs = [(each, n) for each, n in zip(expected.half_hours, came.calls, strict=True) if each.n]
            inside += sum(each.low <= n <= each.high for each, n in pairs)
            cells += len(pairs)
    error = (0.95 * 0.05 / days_seen) ** 0.5
    # Counts are whole: of few calls an interval holds a little more.
    assert 0.93 <= inside / cells <= 0.975
    # Of a week the wider of two intervals is taken.
    assert inside_weeks / runs >= 0.93 - 2 * (0.95 * 0.05 / runs) ** 0.5
    assert 0.93 - 2 * error <= inside_days / days_seen <= 0.97 + 2 * error


def test_more_calls_are_more_of_all() -> None:
    found = following(days_of([40, 60]))
    more = grown(found, 0.5)
    assert more.days[2].half_hours[20].n == 75
    assert more.whole.n == pytest.approx(1.5 * found.whole.n)
    assert grown(found, 0.0) is found
