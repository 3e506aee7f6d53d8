"""Working time as positions: how much opening time lies before an instant.

The working time of [a, b) is the position of b less the position of a, exact to the microsecond.
All instants are microseconds since 1970-01-01 UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from deskwise.kernel.schedules import DAY_MICROSECONDS

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class DayTable:
    """Opening time by UTC day, for engines that look a day up instead of searching.

    A row is (days since 1970-01-01, opening microseconds before the day, then `width` times start and end
    of a span cut to the day, 0 and 0 where there are fewer). The position of an instant t of the day
    is the second column + the sum of max(min(t, end) - start, 0).
    """

    width: int
    rows: list[tuple[int, ...]]


class WorkingCalendar:
    """Opening spans (sorted, apart, not empty) with their running sums."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans: tuple[tuple[int, int], ...] = tuple(spans)
        self._starts = [start for start, _ in self.spans]
        self._before = list(accumulate((end - start for start, end in self.spans), initial=0))

    def position(self, instant: int) -> int:
        """Opening microseconds before an instant.

        >>> WorkingCalendar([(10, 20), (30, 40)]).position(35)
        15
        """
        number = bisect_right(self._starts, instant) - 1
        if number < 0:
            return 0
        start, end = self.spans[number]
        return self._before[number] + min(instant, end) - start

    def working(self, start_at: int, end_at: int) -> int:
        """Working microseconds of [start_at, end_at); 0 if it does not end after its start.

        >>> WorkingCalendar([(10, 20), (30, 40)]).working(15, 35)
        10
        """
        return max(self.position(end_at) - self.position(start_at), 0)

    def instant_at(self, position: int) -> int | None:
        """The first instant at which so much opening time has passed.

        Null if the spans hold less, and for a position not above 0, which every instant has reached.

        >>> WorkingCalendar([(10, 20), (30, 40)]).instant_at(10)
        20
        """
        if not 0 < position <= self._before[-1]:
            return None
        number = bisect_left(self._before, position) - 1
        return self._starts[number] + position - self._before[number]


def day_table(
    spans: Sequence[tuple[int, int]], first_day: date, last_day: date, minimum_width: int = 0
) -> DayTable:
    """One row a UTC day from the first to the last, of spans that are sorted, apart and not empty.

    As wide as the day with the most spans, and at least `minimum_width`, so that calendars can share a width.

    >>> day_table([(5, 9)], date(1970, 1, 1), date(1970, 1, 2)).rows
    [(0, 0, 5, 9), (1, 4, 0, 0)]
    """
    first = first_day.toordinal() - _EPOCH_ORDINAL
    last = last_day.toordinal() - _EPOCH_ORDINAL
    calendar = WorkingCalendar(spans)
    cut: list[tuple[int, int, list[int]]] = []
    passed = 0
    for day in range(first, last + 1):
        begins, ends = day * DAY_MICROSECONDS, (day + 1) * DAY_MICROSECONDS
        while passed < len(spans) and spans[passed][1] <= begins:
            passed += 1
        edges: list[int] = []
        number = passed
        while number < len(spans) and spans[number][0] < ends:
            edges += (max(spans[number][0], begins), min(spans[number][1], ends))
            number += 1
        cut.append((day, calendar.position(begins), edges))
    width = max([minimum_width, *(len(edges) // 2 for _, _, edges in cut)])
    rows = [(day, before, *edges, *([0] * (2 * width - len(edges)))) for day, before, edges in cut]
    return DayTable(width, rows)
