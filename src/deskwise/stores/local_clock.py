"""What a clock on the wall said at an instant, in SQL: the time of day and the day of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND_MICROSECONDS = 1_000_000
DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Before and after these years no zone is known to change its clocks.
EARLIEST, LATEST = -2_208_988_800, 4_133_980_800


def local_micros(instant: str, zone_name: str, first: int, last: int) -> str:
    """SQL for the local time, in microseconds since 1970, of an instant given as such a number in UTC.

    It holds for instants from `first` to `last`, in microseconds. The zone must exist.

    >>> local_micros("x", "Asia/Kolkata", 0, 0)
    '(x + 19800000000)'
    """
    zone = ZoneInfo(zone_name)
    start = max(EARLIEST, min(LATEST, first // SECOND_MICROSECONDS))
    end = max(EARLIEST, min(LATEST, last // SECOND_MICROSECONDS))
    before = _offset(zone, start)
    steps: list[tuple[int, int]] = []
    for day in range(start, end + 1, DAY_SECONDS):
        # Nowhere do the clocks change twice within a day.
        if _offset(zone, day + DAY_SECONDS) != before:
            low, high = day, day + DAY_SECONDS
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            steps.append((high * SECOND_MICROSECONDS, before * SECOND_MICROSECONDS))
            before = _offset(zone, high)
    last_offset = str(before * SECOND_MICROSECONDS)
    cases = " ".join(f"when {instant} < {until} then {offset}" for until, offset in steps)
    return f"({instant} + {f'case {cases} else {last_offset} end' if cases else last_offset})"


def _offset(zone: ZoneInfo, seconds: int) -> int:
    offset = (EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
