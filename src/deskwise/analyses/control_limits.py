"""Control limits: between which values a figure lies while nothing but chance moves it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

# Of so many moving ranges' mean are three standard deviations made, whatever is measured.
OF_MEAN_MOVING_RANGE = 2.66
# The mean range of two values drawn from a normal distribution, in standard deviations.
RANGE_OF_TWO = 1.128
FEWEST_PERIODS = 12
MOST_PERIODS = 16


@dataclass(frozen=True)
class ControlLimits:
    """Ordinary variation: the limits, the centre between them and how many periods they rest on.

    `sigma` is a standard deviation of what chance does, which a limit at the end of the scale does not show.
    """

    low: float
    centre: float
    high: float
    periods: int
    sigma: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value lies within the limits, which are part of it.

        >>> ControlLimits(1.0, 2.0, 3.0, 16).holds(3.0)
        True
        """
        return self.low <= value <= self.high

    def sigmas(self, value: float) -> float:
        """How many standard deviations a value lies above the centre.

        >>> ControlLimits(1.0, 2.0, 3.0, 16, 0.5).sigmas(1.0)
        -2.0
        """
        sigma = (self.high - self.centre) / 3 if self.sigma is None else self.sigma
        return (value - self.centre) / sigma if sigma else 0.0


def mean_moving_range(values: Sequence[float]) -> float:
    """How far values lie from the one before them, on average.

    >>> mean_moving_range([1.0, 2.0, 4.0])
    1.5
    """
    ranges = [abs(after - before) for before, after in itertools.pairwise(values)]
    return sum(ranges) / len(ranges)


def bounded(limits: ControlLimits, lowest: float | None, highest: float | None) -> ControlLimits:
    """Limits no one of which lies beyond the values that can be."""
    return ControlLimits(
        limits.low if lowest is None else max(limits.low, lowest),
        limits.centre,
        limits.high if highest is None else min(limits.high, highest),
        limits.periods,
        limits.sigma,
    )
