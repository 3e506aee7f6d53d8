"""What is saved a month: its interval holds the truth as often as it says."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from analyses.ground import NOW, made, mean_of
from deskwise.analyses.saved_a_month import FEWEST_CASES, MONTH_DAYS, Saved, saved_a_month
from deskwise.metrics.figures import Figure
from deskwise.metrics.intervals import mean_interval
from deskwise.metrics.readings import Reading

RUNS, DAYS = 1_000, 91.0
# Two points, and twice the error of so many runs.
MOST_OFF = 0.02 + 2 * math.sqrt(0.95 * 0.05 / RUNS)


def drawn(random: np.random.Generator, requests: float, sigma: float, runs: int = RUNS) -> list[Reading]:
    """The work on a reason in so many periods: how many come is Poisson, what each takes log-normal."""
    found = []
    for n in random.poisson(requests, runs):
        spent = random.lognormal(6.0, sigma, n)
        total, squares = float(spent.sum()), float((spent * spent).sum())
        interval = mean_interval(Fraction(total), Fraction(squares), int(n))
        found.append(made("handle_time", Figure(total / int(n), int(n), interval=interval), NOW, "mean"))
    return found


def truth(requests: float, sigma: float) -> float:
    return requests * math.exp(6.0 + sigma * sigma / 2) * MONTH_DAYS / DAYS


@pytest.mark.parametrize(("requests", "sigma"), [(40, 0.5), (60, 0.8), (400, 1.0)])
def test_the_interval_holds_the_truth_in_nineteen_of_twenty(requests: int, sigma: float) -> None:
    found = [saved_a_month(each, DAYS) for each in drawn(np.random.default_rng(2026), requests, sigma)]
    told = [each for each in found if each is not None]
    assert len(told) > 0.99 * RUNS
    held = sum(each.low <= truth(requests, sigma) <= each.high for each in told) / len(told)
    assert held == pytest.approx(0.95, abs=MOST_OFF)


def test_the_biggest_of_many_alike_is_big_in_part_by_chance() -> None:
    # What `distrust` says: of eight alike the biggest is told too big, by about an error and a half.
    runs = RUNS // 8
    found = [saved_a_month(each, DAYS) for each in drawn(np.random.default_rng(7), 100, 0.8, 8 * runs)]
    told = [each for each in found if each is not None]
    biggest = [max(told[8 * run : 8 * run + 8], key=lambda each: each.value) for run in range(runs)]
    errors = [math.log(each.value / truth(100, 0.8)) / each.error for each in biggest]
    assert 1.0 < float(np.mean(errors)) < 1.7


def test_of_few_or_of_nothing_it_is_not_known() -> None:
    assert saved_a_month(mean_of([300] * (FEWEST_CASES - 1), NOW), 28) is None
    assert saved_a_month(mean_of([300] * FEWEST_CASES, NOW), 28) is not None
    assert saved_a_month(mean_of([0] * 40, NOW), 28) is None
    assert saved_a_month(mean_of([300] * 40, NOW), 0) is None


def test_what_differs_by_less_than_chance_makes_is_not_surely_above() -> None:
    one, other = Saved(10.0, 8.0, 12.5, 0.1), Saved(8.0, 6.5, 10.0, 0.1)
    assert not one.surely_above(other)
    assert Saved(14.0, 11.0, 17.0, 0.1).surely_above(other)
