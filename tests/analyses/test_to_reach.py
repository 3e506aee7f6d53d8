"""The whole numbers are the least that do: against counting up, and against quantiles worked out anew."""

from __future__ import annotations

from fractions import Fraction

import pytest

from deskwise.analyses.to_reach import MOST, Standing, needed_of_quantile, needed_of_share
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import quantile, quantile_places


@pytest.mark.parametrize(
    "target", [Fraction(0), Fraction(1, 3), Fraction(4, 5), Fraction(9, 10), Fraction(1)]
)
def test_a_share_takes_the_least_number_that_reaches_it(target: Fraction) -> None:
    for n in range(1, 120):
        needed = needed_of_share(target)(n)
        assert Fraction(needed, n) >= target
        assert needed == 0 or Fraction(needed - 1, n) < target


@pytest.mark.parametrize("stat", ["p50", "p90", "p95"])
def test_a_quantile_lies_within_where_the_slowest_so_many_are_brought_down_and_not_with_one_fewer(
    stat: Stat,
) -> None:
    of, threshold = metric("reply_time"), 50 * 1_000_000

    def value(within: int, n: int) -> float:
        # Those brought down lie at the threshold itself, the others far beyond it.
        cases = sorted([threshold] * within + [1_000 * threshold] * (n - within))
        at = {place: cases[place] for place in quantile_places(stat, n)}
        return float(quantile(of, stat, n, at).value or 0)

    for n in range(1, 90):
        needed = needed_of_quantile(stat)(n)
        assert value(needed, n) <= 50
        assert value(needed - 1, n) > 50


@pytest.mark.parametrize(("met", "n"), [(0, 0), (70, 101), (99, 100), (3, 7)])
@pytest.mark.parametrize("target", [Fraction(1, 2), Fraction(4, 5), Fraction(97, 100)])
def test_what_is_asked_of_cases_to_come_is_the_least_that_does(met: int, n: int, target: Fraction) -> None:
    standing = Standing(met, n, needed_of_share(target))
    least = next(more for more in range(10_000) if met + more >= target * (n + more))
    assert standing.best_after() == least
    for more in (0, 1, 10, 250):
        of_next = standing.of_next(more)
        assert met + of_next >= target * (n + more)
        assert of_next == 0 or met + of_next - 1 < target * (n + more)


def test_where_one_missed_is_too_many_no_number_is_enough() -> None:
    assert Standing(99, 100, needed_of_share(Fraction(1))).best_after() is None
    assert Standing(100, 100, needed_of_share(Fraction(1))).best_after() == 0
    assert Standing(99, 100, needed_of_share(Fraction(1))).of_next(MOST) > MOST
