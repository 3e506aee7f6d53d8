"""The axis of values: round steps, in the unit that fits them."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


@dataclass(frozen=True)
class ValueAxis:
    """From `low` to `high`, with its ticks; `unit` is what they are in, in words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    unit: str


def value_axis(values: list[float], unit: str, *, from_zero: bool = False, count: int = 5) -> ValueAxis:
    """The axis that holds all values; `unit` is that of a reading.

    >>> value_axis([2_400.0, 4_900.0], "seconds").ticks[0], value_axis([2_400.0, 4_900.0], "seconds").unit
    ((2400.0, '40'), 'minutes')
    >>> [words for _, words in value_axis([0.4, 0.75], "share").ticks]
    ['40', '50', '60', '70', '80']
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low = min(low, 0.0)
    if high <= low:
        high = low + (abs(low) * 0.1 or 1.0)
    scale, words = _scale(unit, high)
    step = _step((high - low) / scale, count) * scale
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step / scale) + 1e-9))
    ticks = tuple(
        (number * step, f"{number * step / scale:,.{decimals}f}".replace("-", "−"))
        for number in range(first, last + 1)
    )
    return ValueAxis(first * step, last * step, ticks, words)


def _scale(unit: str, high: float) -> tuple[float, str]:
    if unit != "seconds":
        return (0.01, "%") if unit == "share" else (1.0, unit)
    if high >= 4 * DAY:
        return DAY, "days"
    if high >= 3 * HOUR:
        return HOUR, "hours"
    return (MINUTE, "minutes") if high >= 3 * MINUTE else (1.0, "seconds")


def _step(span: float, count: int) -> float:
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next((step * power for step in STEPS if step * power >= rough), 10.0 * power)
