"""A figure and its 95 % interval as a dot on a line, all rows on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.metrics.readings import Reading

WIDTH, HEIGHT, EDGE = 120.0, 18.0, 6.0


@dataclass(frozen=True)
class Scale:
    """The values at the picture's two ends, and that of the whole, which every row is held against."""

    low: float
    high: float
    whole: float | None

    def x(self, value: float) -> float:
        """Where a value lies; one beyond the ends lies at them."""
        inside = min(max(value, self.low), self.high)
        return round(EDGE + (inside - self.low) / (self.high - self.low) * (WIDTH - 2 * EDGE), 1)


@dataclass(frozen=True)
class IntervalDot:
    """A row's dot; `low` and `high` are null where it has no interval, and the dot is hollow then."""

    x: float
    low: float | None
    high: float | None
    whole: float | None
    width: float = WIDTH
    height: float = HEIGHT


def scale_of(readings: Sequence[Reading], whole: Reading) -> Scale | None:
    """The scale that holds all values and most of the intervals; null where nothing has a value."""
    values = [float(each.value) for each in (*readings, whole) if each.value is not None]
    if not values:
        return None
    sides = sorted(
        side for each in readings if each.interval is not None for side in each.interval if side is not None
    )
    # One group of three cases may be anything: it must not make all others a single point.
    inner = sides[len(sides) // 10 : len(sides) - len(sides) // 10]
    low, high = min(values + inner), max(values + inner)
    if high <= low:
        high = low + (abs(low) or 1.0)
    return Scale(low, high, None if whole.value is None else float(whole.value))


def interval_dot(reading: Reading, scale: Scale | None) -> IntervalDot | None:
    """The dot of a reading; null where it has no value."""
    if reading.value is None or scale is None:
        return None
    low, high = reading.interval or (None, None)
    known = reading.interval is not None
    return IntervalDot(
        scale.x(float(reading.value)),
        (scale.x(scale.low if low is None else low)) if known else None,
        (scale.x(scale.high if high is None else high)) if known else None,
        None if scale.whole is None else scale.x(scale.whole),
    )
