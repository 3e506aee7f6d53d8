"""Where a rate falls: found where it is, with an interval that holds it, and nowhere where it does not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deskwise.analyses import flattening as module
from deskwise.analyses.flattening import LEVEL, flattening

RUNS = 1_000


def drawn(rng: np.random.Generator, n: int, rates: list[float]) -> list[tuple[int, int]]:
    """Steps in which each of those left has an event by the step's rate."""
    steps = []
    for rate in rates:
        events = int(rng.binomial(n, rate))
        steps.append((events, n))
        n -= events
    return steps


def test_a_fall_is_found_with_the_rates_on_both_sides() -> None:
    found = flattening([(30, 1000), (28, 970), (3, 942), (2, 939), (4, 937), (3, 933)])
    assert found is not None
    assert (found.after, found.low, found.high) == (2, 2, 2)
    assert found.before == pytest.approx(58 / 1970)
    assert found.afterwards == pytest.approx(12 / 3751)
    assert found.beyond_noise


def test_what_falls_twice_flattens_after_the_second_fall_unless_that_is_slight() -> None:
    twice = flattening([(400, 1000), *[(60, 600)] * 5, *[(6, 300)] * 10])
    assert twice is not None
    assert twice.after == 6
    assert twice.before == pytest.approx(700 / 4000)
    assert twice.afterwards == pytest.approx(0.02)
    slight = flattening([(400, 1000), *[(60, 600)] * 5, *[(45, 600)] * 10])
    assert slight is not None
    assert slight.after == 1


def test_of_no_events_of_one_step_and_of_a_rise_nothing_is_found() -> None:
    assert flattening([(0, 100)] * 5) is None
    assert flattening([(5, 100)]) is None
    assert flattening([(1, 100), (5, 100), (9, 100)]) is None
    assert flattening([(1, 100), (1, 0)]) is None


def test_where_nothing_falls_it_is_found_as_seldom_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWS", 199)
    rng = np.random.default_rng(20_261_128)
    alarms = 0
    for _ in range(RUNS):
        found = flattening(drawn(rng, 600, [0.004] * 30))
        alarms += found is not None and found.beyond_noise
    assert alarms / RUNS == pytest.approx(LEVEL, abs=0.02 + 2 * math.sqrt(LEVEL * (1 - LEVEL) / RUNS))


@pytest.mark.parametrize("rates", [(0.03, 0.003), (0.012, 0.004)])
def test_the_interval_holds_the_truth_at_least_as_often_as_it_says(
    rates: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRAWS", 99)
    rng = np.random.default_rng(20_261_128)
    held = 0
    for _ in range(RUNS):
        found = flattening(drawn(rng, 600, [rates[0]] * 7 + [rates[1]] * 23))
        held += found is not None and found.low <= 7 <= found.high
    # Days are whole: of a clear fall the very day is hardly ever missed.
    assert held / RUNS >= 0.95 - 0.02 - 2 * math.sqrt(0.95 * 0.05 / RUNS)
