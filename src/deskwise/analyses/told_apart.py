"""What of many figures may be said in an order: who differs from the rest, and which from each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from statistics import median

from deskwise.analyses.funnel import discoveries
from deskwise.analyses.shrinkage import Shrunken

DRAWS, SEED = 4000, 1975


def from_the_rest(figures: Sequence[Shrunken]) -> tuple[int, ...]:
    """Of each figure 1 where it is above the median of all beyond doubt, -1 where it is below, else 0.

    It is the median that they are held against, for one who is far off moves the mean of all, and everybody
    else would then differ from it.
    """
    middle = median(each.mean for each in figures)
    chances = [two_sided((each.mean - middle) / each.error) for each in figures]
    return tuple(
        (1 if each.mean > middle else -1) if named else 0
        for each, named in zip(figures, discoveries(chances), strict=True)
    )


def alike(figures: Sequence[Shrunken]) -> tuple[tuple[int, ...], ...]:
    """The groups of figures that cannot be told apart, by their places, from the least figures up.

    A figure can be in several. Two are told apart where Benjamini and Hochberg's procedure over all pairs
    leaves their difference.

    >>> ten, eleven, fifty = (Shrunken(mean, 1.0, 1.0) for mean in (10.0, 11.0, 50.0))
    >>> alike([fifty, ten, eleven])
    ((1, 2), (0,))
    """
    pairs = list(combinations(range(len(figures)), 2))
    chances = [
        two_sided(
            (figures[one].mean - figures[other].mean) / math.hypot(figures[one].error, figures[other].error)
        )
        for one, other in pairs
    ]
    apart = {pair for pair, told in zip(pairs, discoveries(chances), strict=True) if told}
    order = sorted(range(len(figures)), key=lambda place: figures[place].mean)
    ranks = {place: rank for rank, place in enumerate(order)}
    # Of each rank the highest rank below it that it is told apart from: no group holds both.
    blocked = [-1] * len(order)
    for pair in apart:
        lower, higher = sorted(ranks[place] for place in pair)
        blocked[higher] = max(blocked[higher], lower)
    found: list[tuple[int, ...]] = []
    reach = end = 0
    for start in range(len(order)):
        reach = max(reach, start + 1)
        while reach < len(order) and blocked[reach] < start:
            reach += 1
        if reach > end:
            found.append(tuple(sorted(order[start:reach])))
            end = reach
    return tuple(found)


def chances_above_median(figures: Sequence[Shrunken]) -> tuple[float, ...]:
    """The chance of each to lie above the median of all, by draws of what they may be, always the same."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    means, errors = (np.array([getattr(each, name) for each in figures]) for name in ("mean", "error"))
    drawn = chance.normal(means, errors, (DRAWS, len(figures)))
    above = drawn > np.median(drawn, axis=1, keepdims=True)
    # Of an odd number one is the median itself: it is half above.
    middle = drawn == np.median(drawn, axis=1, keepdims=True)
    return tuple(float(each) for each in (above + middle / 2).mean(axis=0))


def two_sided(score: float) -> float:
    """The chance of a normal score at least so far from nought."""
    return math.erfc(abs(score) / math.sqrt(2))
