"""Which dimension tells most about a change: the one whose groups moved most unlike each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.mix_and_rate import MixAndRate
from deskwise.metrics.intervals import NORMAL

# Chance lets one of twenty dimensions stand out, however many are looked through.
LEVEL = 0.05


@dataclass(frozen=True)
class Standing:
    """A chi-square with its degrees of freedom: how unlike each other the groups of a dimension moved."""

    square: float
    freedom: int

    @property
    def score(self) -> float:
        """The chi-square in standard deviations from what chance gives, so that dimensions compare."""
        return (self.square - self.freedom) / math.sqrt(2 * self.freedom) if self.freedom else -math.inf


def stands_out(standing: Standing, dimensions: int) -> bool:
    """Whether a dimension tells more than chance lets the best of so many tell.

    >>> stands_out(Standing(30.0, 3), 5), stands_out(Standing(7.0, 3), 5)
    (True, False)
    """
    from scipy.special import chdtrc

    return standing.freedom > 0 and float(chdtrc(standing.freedom, standing.square)) < LEVEL / dimensions


def standing_of_average(parts: MixAndRate) -> Standing:
    """Cochran's Q of the groups' changes, and the square of the mix in its own noise."""
    known = [
        (float(each.change), (each.change_interval[1] - each.change_interval[0]) / (2 * NORMAL))
        for each in parts.groups
        if each.change is not None and each.change_interval is not None
    ]
    weighed = [(change, 1 / noise**2) for change, noise in known if noise > 0]
    total = sum(weight for _, weight in weighed)
    mean = sum(change * weight for change, weight in weighed) / total if total else 0.0
    square = sum(weight * (change - mean) ** 2 for change, weight in weighed)
    freedom = max(len(weighed) - 1, 0)
    if parts.mix_interval is not None and len(parts.groups) > 1:
        noise = (parts.mix_interval[1] - parts.mix_interval[0]) / (2 * NORMAL)
        if noise > 0:
            square, freedom = square + (float(parts.mix) / noise) ** 2, freedom + 1
    return Standing(square, freedom)


def standing_of_count(counts: Sequence[tuple[int, int]]) -> Standing:
    """Pearson's chi-square of the groups in both periods: how far they moved from all moving alike.

    >>> standing_of_count([(10, 10), (20, 20)]).square
    0.0
    """
    totals = [sum(pair[at] for pair in counts) for at in (0, 1)]
    whole = sum(totals)
    if not all(totals):
        return Standing(0.0, 0)
    square = 0.0
    for pair in counts:
        for at in (0, 1):
            expected = sum(pair) * totals[at] / whole
            square += (pair[at] - expected) ** 2 / expected
    return Standing(square, len(counts) - 1)
