"""Drift is of satisfaction with the same wait: who waits longer than before has not become more demanding."""

from __future__ import annotations

import numpy as np
import pytest

from deskwise.analyses.drift import drift
from deskwise.analyses.falling_curve import CurveCell

BINS = (CurveCell(0, 60, 1, 1), CurveCell(61, 600, 1, 1))
RUNS, QUARTERS = 1000, 8
NOISE = 2 * (0.05 * 0.95 / RUNS) ** 0.5


def test_worked_by_hand() -> None:
    # One bin, three quarters of 100: 90, 80 and 70 good. The slope is -0.1; 0.8 x 0.2 x 200 is the noise.
    found = drift([[(10, 100, 90)], [(10, 100, 80)], [(10, 100, 70)]], BINS)
    assert found is not None
    assert found.a_quarter == pytest.approx(-0.1)
    assert found.high - found.low == pytest.approx(2 * 1.959964 * (0.16 * 200) ** 0.5 / 200)
    assert found.is_found


def test_longer_waits_are_no_drift() -> None:
    # Nine of ten are satisfied up to a minute, half beyond it, in every quarter; more and more wait beyond.
    quarters = [[(30, 200 - 40 * at, 180 - 36 * at), (300, 40 * at, 20 * at)] for at in range(4)]
    found = drift(quarters, BINS)
    assert found is not None
    assert found.a_quarter == pytest.approx(0.0)
    assert not found.is_found


def test_fewer_than_three_quarters_say_nothing() -> None:
    assert drift([[(10, 100, 90)], [(10, 100, 20)]], BINS) is None
    assert drift([[(10, 100, 90)], [], [(10, 100, 20)]], BINS) is None
    assert drift([[(10, 100, 100)]] * 4, BINS) is None


@pytest.mark.parametrize("slope", [0.0, -0.01])
def test_the_interval_holds_the_drift_in_nineteen_of_twenty_samples(slope: float) -> None:
    at = np.arange(QUARTERS)
    hits = np.random.default_rng(1).binomial(
        150, np.stack([0.9 + slope * at, 0.7 + slope * at]), (RUNS, 2, 8)
    )
    covered = found = 0
    for short, long in hits:
        told = drift(
            [[(10, 150, int(a)), (100, 150, int(b))] for a, b in zip(short, long, strict=True)], BINS
        )
        assert told is not None
        covered += told.low <= slope <= told.high
        found += told.is_found
    assert 0.93 - NOISE <= covered / RUNS <= 0.97 + NOISE
    assert slope or found / RUNS <= 0.07 + NOISE
