"""Exact ends of small counts, against another implementation."""

from __future__ import annotations

import pytest
from scipy.stats import binom, poisson

from deskwise.analyses.small_counts import ONE_SIDE, binomial_ends, poisson_ends


@pytest.mark.parametrize("mean", [0.01, 0.3, 1.0, 2.7, 4.99])
def test_poisson(mean: float) -> None:
    assert poisson_ends(mean) == (poisson.ppf(ONE_SIDE, mean), poisson.ppf(1 - ONE_SIDE, mean))


@pytest.mark.parametrize(
    ("cases", "share"), [(1, 0.5), (7, 0.3), (20, 0.2), (2_000, 0.002), (20, 0.9), (9, 0.97)]
)
def test_binomial(cases: int, share: float) -> None:
    low, high = binomial_ends(cases, share)
    assert (low, high) == (binom.ppf(ONE_SIDE, cases, share), binom.ppf(1 - ONE_SIDE, cases, share))


def test_nothing_is_all_there_is_where_nothing_can_be() -> None:
    assert binomial_ends(10, 0.0) == (0, 0)
    assert binomial_ends(10, 1.0) == (10, 10)
