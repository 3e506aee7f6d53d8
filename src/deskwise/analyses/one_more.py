"""What one more group may be expected to have, of a share that several others have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.shrinkage import paule_mandel
from deskwise.metrics.intervals import student

# Of fewer groups nothing is known of how unlike they are.
FEWEST_GROUPS = 3


@dataclass(frozen=True)
class OneMore:
    """The mean of a share over groups, and between which ends that of one more group lies in 95 of 100.

    The ends are null where there are too few groups to tell.
    """

    mean: float
    low: float | None
    high: float | None


def one_more(groups: Sequence[tuple[int, int]]) -> OneMore | None:
    """The share of one more group like these, of each its hits and its cases; null of no case.

    The groups' mean is that of a random-effects model with the variance between them of Paule and Mandel, the
    ends are Higgins, Thompson and Spiegelhalter's: Student's t with two degrees fewer than there are groups,
    of the variance between them and that of the mean.

    >>> round(one_more([(10, 100), (10, 100), (10, 100)]).mean, 9)
    0.1
    """
    known = [(hits, n) for hits, n in groups if n]
    cases = sum(n for _, n in known)
    if not cases:
        return None
    together = sum(hits for hits, _ in known) / cases
    if len(known) < FEWEST_GROUPS or not 0 < together < 1:
        return OneMore(together, None, None)
    shares = [hits / n for hits, n in known]
    # Of each its own noise is what all together say: a small group without a hit is not sure of it.
    noise = [together * (1 - together) / n for _, n in known]
    between = paule_mandel(shares, noise)
    weights = [1 / (each + between) for each in noise]
    mean = sum(share * weight for share, weight in zip(shares, weights, strict=True)) / sum(weights)
    half = student(len(known) - 2) * math.sqrt(between + 1 / sum(weights))
    return OneMore(mean, max(mean - half, 0.0), min(mean + half, 1.0))
