"""The two years the sample company is about, in microseconds since 1970-01-01 UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np  # noqa: TID253 - plans are columns of numbers
import numpy.typing as npt  # noqa: TID253 - plans are columns of numbers

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

ZONE = "Europe/Berlin"
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WINDOW = 7 * DAY
# Later than anything, and far enough from the end of 64 bits that a few years can still be added.
NEVER = 1 << 62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC.

    >>> instant(datetime(1970, 1, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")))
    0
    """
    return (moment - _EPOCH) // timedelta(microseconds=1)


def midnight(day: date) -> int:
    """The first instant of a date in the company's zone."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)))


FIRST_DAY = date(2024, 10, 1)
END_DAY = date(2026, 10, 1)
FIRST = midnight(FIRST_DAY)
END = midnight(END_DAY)
# The log's last event is at this very instant, so that its as-of is known before it is made.
LAST = END - MINUTE
MONTHS = tuple(f"{2024 + m // 12}-{m % 12 + 1:02}" for m in range(9, 33))
MONTH_STARTS = tuple(midnight(date(int(name[:4]), int(name[5:]), 1)) for name in MONTHS)


def months_of(instants: Ints) -> Ints:
    """The number of the month each instant falls in, in the company's zone: 0 is 2024-10."""
    return (
        np.searchsorted(np.array(MONTH_STARTS, dtype=np.int64), instants, side="right").astype(np.int64) - 1
    )


def happened(instants: Ints) -> Flags:
    """Which instants are inside the log."""
    return instants <= LAST


def nothing(size: int) -> Ints:
    """As many instants that never come."""
    return np.full(size, NEVER, dtype=np.int64)


def only(condition: Flags, instants: Ints) -> Ints:
    """The instants where the condition holds, never elsewhere."""
    return np.where(condition, instants, NEVER)
