"""Exact limits of small counts, where three standard deviations say little of what chance does."""

from __future__ import annotations

import math

# What lies beyond three standard deviations of a normal distribution, on one side.
ONE_SIDE = 0.0013498980316301
# Below so many expected events (or expected others) counts are exact; above, three sigma serve.
SMALL = 5.0


def poisson_ends(mean: float) -> tuple[int, int]:
    """Between which counts chance stays, up to 0.135 % on each side, where so many are expected.

    >>> poisson_ends(0.5), poisson_ends(4.0)
    ((0, 4), (0, 11))
    """
    chance, below, count, low = math.exp(-mean), 0.0, 0, None
    while True:
        below += chance
        if low is None and below > ONE_SIDE:
            low = count
        if below >= 1 - ONE_SIDE:
            return low or 0, count
        count += 1
        chance *= mean / count


def binomial_ends(cases: int, share: float) -> tuple[int, int]:
    """Between which hits chance stays, up to 0.135 % on each side, of so many cases.

    >>> binomial_ends(10, 0.05), binomial_ends(10, 0.95)
    ((0, 3), (7, 10))
    """
    if share > 1 / 2:
        low, high = binomial_ends(cases, 1 - share)
        return cases - high, cases - low
    chance, below, first = (1 - share) ** cases, 0.0, None
    for hits in range(cases + 1):
        below += chance
        if first is None and below > ONE_SIDE:
            first = hits
        if below >= 1 - ONE_SIDE:
            return first or 0, hits
        chance *= (cases - hits) / (hits + 1) * share / (1 - share)
    return first or 0, cases
