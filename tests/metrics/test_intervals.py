"""Intervals and their distributions against published values and a statistics library."""

from __future__ import annotations

from fractions import Fraction

import pytest
import scipy.special
import scipy.stats

from deskwise.metrics import distributions, intervals

CLOSE = 1e-11


@pytest.mark.parametrize("freedom", [1, 2, 3, 10, 29, 120, 5000])
def test_student_as_a_library_has_it(freedom: int) -> None:
    assert intervals.student(freedom) == pytest.approx(scipy.stats.t.ppf(0.975, freedom), rel=CLOSE)


def test_student_as_printed_tables_have_it() -> None:
    assert [round(intervals.student(freedom), 3) for freedom in (1, 2, 5, 30)] == [
        12.706,
        4.303,
        2.571,
        2.042,
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 4, 17, 100, 12_345])
def test_poisson_as_a_library_has_it(count: int) -> None:
    low, high = intervals.poisson(count)
    expected = 0.0 if count == 0 else scipy.special.gammaincinv(count, 0.025)
    assert low == pytest.approx(expected, rel=CLOSE)
    assert high == pytest.approx(scipy.special.gammaincinv(count + 1, 0.975), rel=CLOSE)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (3, 4000), (20, 30), (1e5, 2e5), (12, 9), (0.5, 40)])
@pytest.mark.parametrize("x", [0.01, 0.3, 0.333, 0.5, 0.9])
def test_the_beta_distribution_as_a_library_has_it(a: float, b: float, x: float) -> None:
    expected = scipy.special.betainc(a, b, x)
    assert distributions.beta_below(x, a, b) == pytest.approx(expected, rel=1e-10, abs=1e-280)
    assert distributions.beta_above(x, a, b) == pytest.approx(1 - expected, abs=1e-12)


def _ranks_by_counting(n: int, p: float) -> tuple[int | None, int | None]:
    low = max(
        (rank for rank in range(1, n + 1) if scipy.stats.binom.cdf(rank - 1, n, p) <= 0.025), default=None
    )
    high = min(
        (rank for rank in range(1, n + 1) if scipy.stats.binom.sf(rank - 1, n, p) <= 0.025), default=None
    )
    return low, high


@pytest.mark.parametrize("n", [2, 3, 5, 6, 7, 20, 59, 60, 61, 62, 130, 500])
@pytest.mark.parametrize(("above", "below"), [(1, 2), (9, 10), (19, 20)])
def test_quantile_ranks_by_the_exact_binomial(n: int, above: int, below: int) -> None:
    assert intervals.quantile_ranks(n, above, below) == _ranks_by_counting(n, above / below)


def test_quantile_ranks_of_many() -> None:
    low, high = intervals.quantile_ranks(1_000_000, 1, 2)
    assert low == scipy.stats.binom.ppf(0.025, 1_000_000, 0.5)
    assert high == scipy.stats.binom.ppf(0.975, 1_000_000, 0.5) + 1


def test_wilson_and_its_ends() -> None:
    assert intervals.wilson(3, 4) == pytest.approx((0.30064184258240184, 0.9544127391902995), rel=CLOSE)
    assert intervals.wilson(2, 2) == pytest.approx((0.34238022750665303, 1.0), rel=CLOSE)
    assert intervals.wilson(0, 2) == pytest.approx((0.0, 1 - 0.34238022750665303), rel=CLOSE)


def test_a_mean_of_two() -> None:
    total, squares = Fraction(7_200 + 100_800), Fraction(7_200**2 + 100_800**2)
    expected = (-540650.3816529757, 648650.3816529757)
    assert intervals.mean_interval(total, squares, 2) == pytest.approx(expected, rel=CLOSE)


def test_net_promoter_score() -> None:
    assert intervals.nps_interval(2, 1, 5) == pytest.approx(
        (-45.592940772444564, 85.59294077244456), rel=CLOSE
    )


def test_there_is_none_below_two() -> None:
    assert intervals.wilson(1, 1) is None
    assert intervals.mean_interval(Fraction(1), Fraction(1), 1) is None
    assert intervals.count_interval(1) is None
    assert intervals.rate_interval(3, 1) is None
    assert intervals.nps_interval(1, 0, 1) is None


def test_a_rate_of_nothing_that_happened_has_an_upper_limit() -> None:
    assert intervals.rate_interval(0, 200) == pytest.approx((0.0, 3.688879454113936 / 2), rel=CLOSE)
