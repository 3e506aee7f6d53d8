"""Local times as instants, in SQL: a time that comes twice is its first, one in a gap is moved on by it.

The engine's own conversion takes the second of two, so the offsets come from the zone database here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND_MICROSECONDS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR, END_YEAR = 1900, 2101


def _offset_seconds(zone: ZoneInfo, instant_seconds: int) -> int:
    offset = (EPOCH + timedelta(seconds=instant_seconds)).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


@lru_cache(maxsize=64)
def offsets_by_local_time(zone_name: str) -> tuple[tuple[int, int], ...]:
    """Pairs (local microseconds from which it holds, offset in microseconds), ascending, for 1900 to 2100.

    The first pair holds before as well. The zone must exist.

    >>> offsets_by_local_time("UTC")
    ((-2208988800000000, 0),)
    """
    zone = ZoneInfo(zone_name)
    day = 86_400
    first = int((datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
    end = int((datetime(END_YEAR, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
    before = _offset_seconds(zone, first)
    found = [(first * SECOND_MICROSECONDS, before * SECOND_MICROSECONDS)]
    for start in range(first, end, day):
        low, high = start, start + day
        while _offset_seconds(zone, high) != before:
            lower, upper = low, high
            while upper - lower > 1:
                middle = (lower + upper) // 2
                if _offset_seconds(zone, middle) == before:
                    lower = middle
                else:
                    upper = middle
            after = _offset_seconds(zone, upper)
            # Both a gap and a repeated hour belong to the offset before the change.
            local = upper + max(before, after)
            found.append((local * SECOND_MICROSECONDS, after * SECOND_MICROSECONDS))
            before, low = after, upper
    return tuple(found)


def utc_micros(local_micros: str, zone_name: str) -> str:
    """SQL for the instant (microseconds since 1970 in UTC) of a local time given as such a number.

    >>> utc_micros("x", "UTC")
    '(x - (0))'
    """
    return f"({local_micros} - ({_choice(local_micros, offsets_by_local_time(zone_name))}))"


def _choice(local_micros: str, steps: tuple[tuple[int, int], ...]) -> str:
    if len(steps) == 1:
        return str(steps[0][1])
    middle = len(steps) // 2
    lower, upper = _choice(local_micros, steps[:middle]), _choice(local_micros, steps[middle:])
    return f"case when {local_micros} < {steps[middle][0]} then {lower} else {upper} end"
