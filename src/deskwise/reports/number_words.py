"""Figures as pages and charts write them: always with their unit, a narrow space before it, a true minus."""

from __future__ import annotations

from decimal import Decimal

from deskwise.kernel.language import number, say
from deskwise.kernel.value_words import (
    BETWEEN,
    DAY,
    HOUR,
    MINUS,
    MINUTE,
    NARROW,
    NO_DATA,
    plain_spaces,
    unsigned_words,
    value_words,
)

# A value alone is said in the kernel, for errors name figures too.
__all__ = [
    "BETWEEN", "DAY", "HOUR", "MINUS", "MINUTE", "NARROW", "NO_DATA", "change_words", "count_words",
    "interval_told", "interval_words", "plain_spaces", "round_words", "value_words",
]  # fmt: skip


def round_words(seconds: Decimal | float) -> str:
    r"""A length that somebody chose, without units that are nought.

    >>> round_words(7_200).replace(NARROW, "_"), round_words(5_400).replace(NARROW, "_")
    ('2_h', '1_h\xa030_min')
    """
    return value_words(float(seconds), "seconds").removesuffix(f"{BETWEEN}00{NARROW}min")


def change_words(difference: float | None, unit: str) -> str:
    """A difference in words, with its sign; that of a share is in percentage points.

    >>> change_words(-0.041, "share").replace(NARROW, "_"), change_words(780, "seconds").replace(NARROW, "_")
    ('−4.1_pp', '+13_min')
    >>> change_words(0.0, "count"), change_words(None, "count")
    ('±0', 'no data')
    """
    if difference is None:
        return say(NO_DATA)
    points = f"{number(abs(difference) * 100, 1)}{NARROW}{say('pp')}"
    words = points if unit == "share" else unsigned_words(abs(difference), unit)
    if not any(digit in words for digit in "123456789"):
        return f"±{words}"
    return (MINUS if difference < 0 else "+") + words


def interval_words(low: float | None, high: float | None, unit: str) -> str:
    """An interval in words, a side that does not exist being open.

    >>> interval_words(2_640, 2_880, "seconds").replace(NARROW, "_"), interval_words(1, None, "count")
    ('44_min – 48_min', '1 – no upper side')
    """
    lower = say("no lower side") if low is None else value_words(low, unit)
    upper = say("no upper side") if high is None else value_words(high, unit)
    return f"{lower} – {upper}"


def interval_told(low: float | None, high: float | None, unit: str) -> str:
    """A 95 % interval in words that name it.

    >>> interval_told(2_640, 2_880, "seconds").replace(NARROW, "_")
    '95 % interval 44_min – 48_min'
    """
    return say("95 %% interval %(words)s", words=interval_words(low, high, unit))


def count_words(count: int) -> str:
    """A whole number with its thousands parted.

    >>> count_words(2998)
    '2,998'
    """
    return number(count)
