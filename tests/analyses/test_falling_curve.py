"""The falling curve is the isotonic one, its interval covers as it says, and what never falls is seldom said
to."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import isotonic_regression

from deskwise.analyses.falling_curve import (
    MOST_CELLS,
    CurveCell,
    band,
    cells_of,
    chance_of_flat,
    crossing,
    falling,
)

RUNS, RATINGS, WAITS = 1000, 1000, 60
# Twice the Monte Carlo error of a share of one in twenty.
NOISE = 2 * (0.05 * 0.95 / RUNS) ** 0.5
# Six steps a doubling of the wait, as many ratings at each.
PLACES = np.arange(WAITS)


def cells(shares: np.ndarray, seed: int) -> list[CurveCell]:
    """Ratings of the same number at each of many waits."""
    each = RATINGS // WAITS
    hits = np.random.default_rng(seed).binomial(each, shares)
    return [CurveCell(float(at), float(at), each, int(good)) for at, good in zip(PLACES, hits, strict=True)]


@cache
def falls() -> tuple[np.ndarray, float]:
    """A share that falls below 0.8 between two waits, and where."""
    return 0.93 - 0.26 * (PLACES + 0.5) / WAITS, 30.0


def test_the_curve_is_the_isotonic_regression_of_another_hand() -> None:
    for seed in range(50):
        made = cells(falls()[0], seed)
        other = isotonic_regression(
            [each.share for each in made], weights=[each.n for each in made], increasing=False
        )
        assert falling(made) == pytest.approx(other.x)


def test_cells_hold_every_case_once_and_about_as_many_each() -> None:
    values = [(float(at), 1 + at % 3, 1) for at in range(5000)]
    made = cells_of(values)
    assert sum(each.n for each in made) == sum(n for _, n, _ in values)
    assert len(made) == MOST_CELLS
    assert max(each.n for each in made) - min(each.n for each in made) <= 4
    assert all(one.high < other.low for one, other in pairwise(made))
    few = [(2.0, 5, 3), (0.0, 9, 9), (7.0, 0, 0)]
    assert cells_of(few) == (CurveCell(0.0, 0.0, 9, 9), CurveCell(2.0, 2.0, 5, 3))


def test_the_interval_holds_the_wait_in_nineteen_of_twenty_samples() -> None:
    shares, truth = falls()
    covered = inside = 0
    for seed in range(RUNS):
        made = cells(shares, seed)
        found = crossing(made, 0.8)
        covered += (found.low is None or found.low <= truth) and (found.high is None or truth <= found.high)
        if seed % 4 == 0:
            low, high = band(made, 20)
            inside += low <= shares[20] <= high
    assert 0.93 - NOISE <= covered / RUNS <= 0.97 + NOISE
    assert 0.93 - 2 * NOISE <= inside / (RUNS / 4) <= 0.97 + 2 * NOISE


def test_what_never_falls_is_said_to_in_one_of_twenty_samples_at_most() -> None:
    flat = np.full(WAITS, 0.8)
    fallen = below = 0
    for seed in range(RUNS):
        made = cells(flat, seed)
        fallen += chance_of_flat(made) <= 0.05
        below += crossing(made, 0.8).at is not None
    assert fallen / RUNS <= 0.07 + NOISE
    assert below / RUNS <= 0.07 + NOISE


def test_a_share_above_or_below_the_level_all_along_has_no_wait() -> None:
    high = [CurveCell(float(at), float(at), 100, 95) for at in range(40)]
    found = crossing(high, 0.8)
    assert (found.at, found.low, found.high, found.throughout) == (None, 39.0, None, False)
    low = [CurveCell(float(at), float(at), 100, 50) for at in range(40)]
    found = crossing(low, 0.8)
    assert (found.at, found.low, found.throughout) == (0.0, None, True)
    assert crossing([], 0.8).at is None


def test_the_band_is_wider_where_there_are_fewer() -> None:
    few = [CurveCell(float(at), float(at), 20, 16) for at in range(3)]
    many = [CurveCell(float(at), float(at), 2000, 1600) for at in range(3)]
    wide, narrow = band(few, 1), band(many, 1)
    assert wide[0] < narrow[0] < 0.8 < narrow[1] < wide[1]
    # One value alone has the interval of the likelihood ratio of a share.
    alone = band([CurveCell(1.0, 1.0, 10, 10)], 0)
    assert alone[1] == 1.0
    assert alone[0] == pytest.approx(np.exp(-3.841 / 20), abs=1e-6)
