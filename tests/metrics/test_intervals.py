"""Intervals against published values, closed forms and sums that need no statistics library."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import scipy.integrate
import scipy.stats

from deskwise.metrics import intervals

CLOSE = 1e-11


def test_student_in_closed_form() -> None:
    assert intervals.student(1) == pytest.approx(math.tan(math.pi * 0.475), rel=CLOSE)
    assert intervals.student(2) == pytest.approx(0.95 / math.sqrt(2 * 0.975 * 0.025), rel=CLOSE)


@pytest.mark.parametrize("freedom", [3, 10, 29, 120])
def test_student_holds_95_percent_of_its_density(freedom: int) -> None:
    scale = math.gamma((freedom + 1) / 2) / (math.sqrt(freedom * math.pi) * math.gamma(freedom / 2))
    inside, _ = scipy.integrate.quad(
        lambda t: scale * (1 + t * t / freedom) ** (-(freedom + 1) / 2), 0, intervals.student(freedom)
    )
    assert inside == pytest.approx(0.475, rel=1e-10)


def test_student_as_printed_tables_have_it() -> None:
    assert [round(intervals.student(freedom), 3) for freedom in (1, 2, 5, 30)] == [
        12.706,
        4.303,
        2.571,
        2.042,
    ]


def _poisson_at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@pytest.mark.parametrize("count", [1, 2, 4, 17, 100])
def test_poisson_leaves_2_5_percent_on_each_side(count: int) -> None:
    low, high = intervals.poisson(count)
    assert 1 - _poisson_at_most(count - 1, low) == pytest.approx(0.025, rel=1e-9)
    assert _poisson_at_most(count, high) == pytest.approx(0.025, rel=1e-9)


def test_poisson_as_printed_tables_have_it() -> None:
    assert intervals.poisson(0) == pytest.approx((0.0, -math.log(0.025)), rel=CLOSE)
    assert [round(limit, 3) for limit in intervals.poisson(10)] == [4.795, 18.390]


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
