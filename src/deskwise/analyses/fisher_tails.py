"""Fisher's exact chances: of so many hits in a group, given how many there are in all."""

from __future__ import annotations


def at_most(hits: int, cases: int, all_hits: int, all_cases: int) -> float:
    """The chance that at most so many of the hits of all cases fall into a group of so many cases.

    >>> round(at_most(0, 4, 4, 8) * 70, 9)
    1.0
    """
    return _tail(max(0, cases + all_hits - all_cases), hits, cases, all_hits, all_cases)


def at_least(hits: int, cases: int, all_hits: int, all_cases: int) -> float:
    """The chance that at least so many do: a taster names all four cups of eight rightly once in seventy.

    >>> round(at_least(4, 4, 4, 8) * 70, 9), at_least(0, 4, 4, 8)
    (1.0, 1.0)
    """
    return _tail(hits, min(cases, all_hits), cases, all_hits, all_cases)


def _tail(first: int, last: int, cases: int, all_hits: int, all_cases: int) -> float:
    import numpy as np
    from scipy.special import gammaln

    if last < first:
        return 0.0
    if first <= max(0, cases + all_hits - all_cases) and last >= min(cases, all_hits):
        return 1.0
    hits = np.arange(first, last + 1)
    others, missed = all_cases - all_hits, cases - hits
    # As logarithms of the ways to choose: the numbers themselves are too large for any float.
    ways = (
        gammaln(all_hits + 1) - gammaln(hits + 1) - gammaln(all_hits - hits + 1)
        + gammaln(others + 1) - gammaln(missed + 1) - gammaln(others - missed + 1)
    )  # fmt: skip
    all_ways = gammaln(all_cases + 1) - gammaln(cases + 1) - gammaln(all_cases - cases + 1)
    return min(float(np.exp(ways - all_ways).sum()), 1.0)
