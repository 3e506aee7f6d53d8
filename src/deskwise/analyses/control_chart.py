"""A metric's own control chart: between which limits its readings lie while nothing but chance moves them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

# Of so many moving ranges' mean are three standard deviations made, whatever is measured.
OF_MEAN_MOVING_RANGE = 2.66
FEWEST_PERIODS = 12
MOST_PERIODS = 16


@dataclass(frozen=True)
class ControlLimits:
    """Ordinary variation: the limits, the centre between them and how many periods they rest on."""

    low: float
    centre: float
    high: float
    periods: int

    def holds(self, value: float) -> bool:
        """Whether a value lies within the limits, which are part of it.

        >>> ControlLimits(1.0, 2.0, 3.0, 16).holds(3.0)
        True
        """
        return self.low <= value <= self.high


def control_limits(
    values: Sequence[float | None], *, lowest: float | None = None, highest: float | None = None
) -> ControlLimits | None:
    """The limits from the first sixteen values there are, by their moving ranges; null below twelve.

    `values` are those of ended periods, in order; periods without a value are passed over. No limit lies
    beyond `lowest` and `highest`, the values that can be.

    >>> control_limits([1.0, 2.0] * 6, lowest=0.0)
    ControlLimits(low=0.0, centre=1.5, high=4.16, periods=12)
    >>> control_limits([1.0, 2.0] * 5)
    """
    known = [value for value in values if value is not None][:MOST_PERIODS]
    if len(known) < FEWEST_PERIODS:
        return None
    centre = sum(known) / len(known)
    ranges = [abs(after - before) for before, after in itertools.pairwise(known)]
    half = OF_MEAN_MOVING_RANGE * sum(ranges) / len(ranges)
    low, high = centre - half, centre + half
    return ControlLimits(
        low if lowest is None else max(low, lowest),
        centre,
        high if highest is None else min(high, highest),
        len(known),
    )
