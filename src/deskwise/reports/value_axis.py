"""The axis of values: round steps, in the unit that fits them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import number as written
from deskwise.kernel.language import say
from deskwise.metrics.readings import Number, Reading

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# One in so many sides of intervals may lie beyond the axis: three cases may give anything.
OUTER_SIDES = 10
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


@dataclass(frozen=True)
class ValueAxis:
    """From `low` to `high`, with its ticks; `unit` is what they are in, in words.

    A tick's words are its value by `scale`, with so many `decimals`.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    unit: str
    scale: float
    decimals: int

    def ranged(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row whose interval is drawn to the axis' end on a side that does not exist: it is anywhere there.

        >>> axis = value_axis([0.0, 10.0], "score")
        >>> axis.ranged({"ranged": True, "from": 4.0, "to": None})["to"]
        10.0
        """
        if not row["ranged"]:
            return row
        low, high = row["from"], row["to"]
        return {**row, "from": self.low if low is None else low, "to": self.high if high is None else high}


def value_axis(values: list[float], unit: str, *, from_zero: bool = False, count: int = 5) -> ValueAxis:
    """The axis that holds all values; `unit` is that of a reading.

    >>> value_axis([2_400.0, 4_900.0], "seconds").ticks[0], value_axis([2_400.0, 4_900.0], "seconds").unit
    ((2400.0, '40'), 'minutes')
    >>> [words for _, words in value_axis([0.4, 0.75], "share").ticks]
    ['40', '50', '60', '70', '80']
    >>> [words for _, words in value_axis([0.0, 0.1], "share", count=4).ticks]
    ['0.0', '2.5', '5.0', '7.5', '10.0']
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low = min(low, 0.0)
    if high <= low:
        high = low + (abs(low) * 0.1 or 1.0)
    scale, words = _scale(unit, max(high, -low))
    step = _step((high - low) / scale, count) * scale
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step / scale) + 1e-9))
    # A step of 2.5 needs one more, or its ticks would be told as 3, 5 and 8.
    decimals += abs(round(step / scale, decimals) - step / scale) > 1e-9 * step / scale
    ticks = tuple(
        (number * step, written(number * step / scale, decimals).replace("-", "−"))
        for number in range(first, last + 1)
    )
    return ValueAxis(first * step, last * step, ticks, words, scale, decimals)


def axis_of(readings: Sequence[Reading], others: Iterable[Number | None], unit: str) -> ValueAxis:
    """The axis that holds the values of readings, other values beside them, and most of their intervals."""
    values = [each.value for each in readings] + list(others)
    known = [float(value) for value in values if value is not None]
    sides = sorted(float(side) for each in readings for side in (each.interval or ()) if side is not None)
    outer = len(sides) // OUTER_SIDES
    known += sides[outer : len(sides) - outer]
    return value_axis(known, "" if unit in {"count", "score"} else unit, from_zero=unit in {"count", "share"})


def _scale(unit: str, high: float) -> tuple[float, str]:
    if unit != "seconds":
        return (0.01, "%") if unit == "share" else (1.0, say(unit) if unit else "")
    if high >= 4 * DAY:
        return DAY, say("days")
    if high >= 3 * HOUR:
        return HOUR, say("hours")
    return (MINUTE, say("minutes")) if high >= 3 * MINUTE else (1.0, say("seconds"))


def _step(span: float, count: int) -> float:
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next((step * power for step in STEPS if step * power >= rough), 10.0 * power)
