"""95 % intervals: Wilson, order statistics, Student's t, exact Poisson, the multinomial normal.

None below n = 2. Shares, counts and scores go in and come out in their own unit.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

NORMAL = 1.959963984540054
TAIL = 0.025
Interval = tuple[float | None, float | None]


def wilson(hits: int, n: int) -> Interval | None:
    """Wilson's interval of a share.

    >>> wilson(3, 4)
    (0.30064184258240184, 0.9544127391902995)
    """
    if n < 2:
        return None
    share, square = hits / n, NORMAL * NORMAL
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = NORMAL * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return (0.0 if hits == 0 else centre - half, 1.0 if hits == n else centre + half)


@lru_cache(maxsize=4096)
def student(freedom: int) -> float:
    """The 97.5 % point of Student's t.

    >>> round(student(1), 12)
    12.706204736175
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - TAIL))


def mean_interval(total: Fraction, squares: Fraction, n: int) -> Interval | None:
    """Student's interval of a mean, from the exact sum and sum of squares."""
    if n < 2:
        return None
    mean = total / n
    variance = (squares - total * mean) / (n - 1)
    half = student(n - 1) * math.sqrt(variance / n)
    return (float(mean) - half, float(mean) + half)


@lru_cache(maxsize=4096)
def poisson(count: int) -> tuple[float, float]:
    """The exact interval of a count.

    >>> [round(limit, 6) for limit in poisson(2)]
    [0.242209, 7.224688]
    """
    from scipy.special import gammaincinv

    low = 0.0 if count == 0 else float(gammaincinv(count, TAIL))
    return (low, float(gammaincinv(count + 1, 1 - TAIL)))


def count_interval(count: int) -> Interval | None:
    """The exact Poisson interval of a count."""
    return None if count < 2 else poisson(count)


def rate_interval(count: int, below: int) -> Interval | None:
    """The exact Poisson interval of a count per 100 of something."""
    if below < 2:
        return None
    low, high = poisson(count)
    return (low * 100 / below, high * 100 / below)


def nps_interval(promoters: int, detractors: int, n: int) -> Interval | None:
    """The multinomial normal interval of a net promoter score, in points."""
    if n < 2:
        return None
    score = (promoters - detractors) / n
    half = NORMAL * math.sqrt(max((promoters + detractors) / n - score * score, 0.0) / n)
    return (100 * (score - half), 100 * (score + half))


@lru_cache(maxsize=65536)
def quantile_ranks(n: int, numerator: int, denominator: int) -> tuple[int | None, int | None]:
    """The ranks (from 1) of the order statistics around a quantile; null where that side does not exist.

    The lower is the highest rank l with P(fewer than l values lie at or below it) <= 2.5 %, the
    upper the lowest rank u with P(at least u lie below it) <= 2.5 %.

    >>> quantile_ranks(6, 1, 2), quantile_ranks(6, 9, 10)
    ((1, 6), (4, None))
    """
    from scipy.special import bdtr, bdtrc

    p = numerator / denominator
    spread = NORMAL * math.sqrt(n * p * (1 - p))
    low = min(max(round(n * p - spread), 0), n)
    while low < n and bdtr(low, n, p) <= TAIL:
        low += 1
    while low > 0 and bdtr(low - 1, n, p) > TAIL:
        low -= 1
    high = min(max(round(n * p + spread) + 1, 1), n + 1)
    while high > 1 and bdtrc(high - 2, n, p) <= TAIL:
        high -= 1
    while high <= n and bdtrc(high - 1, n, p) > TAIL:
        high += 1
    return (low or None, high if high <= n else None)
