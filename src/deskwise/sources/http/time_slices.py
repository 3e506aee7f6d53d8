"""Walking around a server that shows only so many records of a question: asking for less time at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from deskwise.kernel.errors import SourceSchemaError

SMALLEST = timedelta(seconds=1)


def time_slices(
    since: datetime,
    until: datetime,
    count: Callable[[datetime, datetime], int],
    most: int,
    smallest: timedelta = SMALLEST,
) -> Iterator[tuple[datetime, datetime, int]]:
    """The span from `since` to before `until` in parts of so many records at most, earliest first.

    A span that holds too many is halved until none does; `count` is asked when a part's turn has come, so
    that what was counted is what is read next. Parts without records are left out.
    Raises `SourceSchemaError` where more than `most` lie within `smallest`: nothing could tell them apart.
    """
    waiting = [(since, until)]
    while waiting:
        start, end = waiting.pop()
        if start >= end:
            continue
        counted = count(start, end)
        if counted <= most:
            if counted:
                yield start, end, counted
            continue
        if end - start <= smallest:
            raise SourceSchemaError(
                f"more than {most:,} records were changed within {smallest.total_seconds():g} s of"
                f" {start.isoformat()}, and the help desk shows no more at once",
                do="allow it to show more in one answer, if it has a setting for that",
            )
        middle = start + (end - start) / 2
        if smallest >= SMALLEST:
            middle = middle.replace(microsecond=0) + (SMALLEST if middle.microsecond else timedelta(0))
        middle = min(max(middle, start + smallest), end)
        waiting += [(middle, end), (start, middle)]
