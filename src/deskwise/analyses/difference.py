"""The 95 % interval of the difference of two readings."""

from __future__ import annotations

import math

from deskwise.metrics.intervals import Interval

Whole = tuple[float, float]


def whole(interval: Interval | None) -> Whole | None:
    """An interval both sides of which exist, else null.

    >>> whole((1.0, None)), whole((1.0, 2.0))
    (None, (1.0, 2.0))
    """
    if interval is None or interval[0] is None or interval[1] is None:
        return None
    return float(interval[0]), float(interval[1])


def difference_interval(later: float, of_later: Whole, earlier: float, of_earlier: Whole) -> Whole:
    """The interval of `later` - `earlier` from the interval of each, which are taken to be independent.

    Newcombe's square-and-add: each side of the difference lies as far from it as the sides of the two that
    pull it there, added as squares. Of two Wilson intervals it is the usual interval of a difference of
    shares; it serves means, quantiles and rates as well, since it asks for nothing but their own intervals.

    >>> low, high = difference_interval(0.5, (0.4, 0.6), 0.3, (0.2, 0.4))
    >>> round(low, 4), round(high, 4)
    (0.0586, 0.3414)
    """
    difference = later - earlier
    down = math.hypot(later - of_later[0], of_earlier[1] - earlier)
    up = math.hypot(of_later[1] - later, earlier - of_earlier[0])
    return difference - down, difference + up
