"""The curve, its quantiles, its mean and the error of the plain average, held against scipy and the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from analyses.lasting import SECOND, drawn, lifetimes
from deskwise.analyses.kaplan_meier import Estimate, error_of_average, kaplan_meier, plain_average

# Remission of leukaemia in weeks, Freireich and others, Blood 21 (1963): 6-MP, and a placebo.
TREATED = [
    *((6.0, True),) * 3, *((weeks, True) for weeks in (7.0, 10.0, 13.0, 16.0, 22.0, 23.0)),
    *((weeks, False) for weeks in (6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0)),
]  # fmt: skip
PLACEBO = [
    (float(weeks), True) for weeks in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
]
RUNS, CASES = 1_000, 100
# Two points, and twice the error that a thousand runs have.
OFF = 0.02 + 2 * math.sqrt(0.95 * 0.05 / RUNS)


def test_the_published_curve_of_the_treated() -> None:
    curve = kaplan_meier(lifetimes(TREATED))
    # J. P. Klein, M. L. Moeschberger, Survival Analysis (2003), tables 4.1 and 4.2.
    assert curve.at.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.open_share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=0.0006)
    errors = curve.open_share * np.sqrt(curve.scatter)
    assert errors == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=0.00006)


def test_the_published_medians_with_their_intervals() -> None:
    treated, placebo = (kaplan_meier(lifetimes(each)).done_after(0.5) for each in (TREATED, PLACEBO))
    assert (treated.value, treated.low, treated.high) == (23, 13, None)
    assert (placebo.value, placebo.low, placebo.high) == (8, 4, 11)


def test_the_published_restricted_mean() -> None:
    found = kaplan_meier(lifetimes(TREATED)).mean_until(35)
    assert [found.value, found.error] == pytest.approx([23.29, 2.83], abs=0.005)


def test_it_is_scipys_curve_with_scipys_band() -> None:
    found = drawn(np.random.default_rng(4), 300)
    curve, seconds = kaplan_meier(found), found.lasted / SECOND
    theirs = ecdf(CensoredData.right_censored(seconds, found.ended == 0)).sf
    band = theirs.confidence_interval(method="log-log")
    at = np.searchsorted(theirs.quantiles, curve.at)
    assert curve.open_share == pytest.approx(theirs.probabilities[at], abs=1e-12)
    inside = (curve.open_share > 0) & (curve.open_share < 1)
    assert curve.low[inside] == pytest.approx(band.low.probabilities[at][inside], abs=1e-12)
    assert curve.high[inside] == pytest.approx(band.high.probabilities[at][inside], abs=1e-12)


def test_of_nobody_open_the_mean_is_the_plain_average() -> None:
    found = lifetimes([(float(each), True) for each in range(1, 51)])
    curve = kaplan_meier(found)
    assert curve.reach == math.inf
    assert curve.mean_until(100).value == pytest.approx(25.5)
    assert plain_average(found, 100).value == pytest.approx(25.5)
    wrong = error_of_average(found, curve, 100)
    assert [wrong.value, wrong.error] == pytest.approx([0, 0], abs=1e-9)


def test_what_never_happened_is_null() -> None:
    nothing = lifetimes([(5.0, False)] * 40)
    curve = kaplan_meier(nothing)
    assert curve.done_after(0.5) == Estimate(None)
    assert curve.mean_until(5).value == 5
    assert plain_average(nothing, 5).value is None
    assert error_of_average(nothing, curve, 5).value is None
    assert curve.reach == 5


def _holds(estimate: Estimate, truth: float) -> bool:
    low = -math.inf if estimate.low is None else estimate.low
    return low <= truth <= (math.inf if estimate.high is None else estimate.high)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng, horizon = np.random.default_rng(20_261_128), 20.0
    true_mean = 10 * (1 - math.exp(-horizon / 10))
    # Those that are seen to end, of a mean of 10 and known for up to 30, as far as the horizon.
    true_plain = _mean_of_those_seen(10.0, 30.0, horizon)
    held = {"mean": 0, "median": 0, "most": 0, "plain": 0, "wrong": 0}
    for _ in range(RUNS):
        found = drawn(rng, CASES)
        curve = kaplan_meier(found)
        held["mean"] += _holds(curve.mean_until(horizon), true_mean)
        held["median"] += _holds(curve.done_after(0.5), 10 * math.log(2))
        held["most"] += _holds(curve.done_after(0.75), 10 * math.log(4))
        held["plain"] += _holds(plain_average(found, horizon), true_plain)
        held["wrong"] += _holds(error_of_average(found, curve, horizon), true_plain - true_mean)
    assert {name: n / RUNS for name, n in held.items()} == {
        name: pytest.approx(0.95, abs=OFF) for name in held
    }


def _mean_of_those_seen(mean: float, longest: float, horizon: float) -> float:
    lasted = (np.arange(300_000) + 0.5) / 300_000 * longest
    weights = np.exp(-lasted / mean) * (1 - lasted / longest)
    return float((np.minimum(lasted, horizon) * weights).sum() / weights.sum())
