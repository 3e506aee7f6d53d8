"""A baseline: what a key result starts from, read once by the same definition and then frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.intervals import Interval
from deskwise.okr.cycle import Cycle

BaselineKind = Literal["span_before", "same_quarter_last_year", "dates", "number"]


@dataclass(frozen=True)
class BaselineRule:
    """Where a baseline comes from.

    An equal span before the cycle; the cycle's own dates a year earlier (29 February is 28 then); chosen
    dates, the last one part of it; or a fixed number in the metric's unit.
    """

    kind: BaselineKind = "span_before"
    first_day: date | None = None
    last_day: date | None = None
    number: float | None = None

    def __post_init__(self) -> None:
        has_days = self.first_day is not None and self.last_day is not None
        if (self.kind == "dates") != has_days or (self.kind == "number") != (self.number is not None):
            raise UsageError(
                say("the baseline does not say what it is of"),
                do=say(
                    "give two dates for chosen dates, a number for a fixed one, and neither for the others"
                ),
            )

    def days(self, cycle: Cycle) -> tuple[date, date] | None:
        """The first and the last day it is read over; null of a fixed number.

        >>> quarter = Cycle("1", "Q1 2025", date(2025, 1, 1), date(2025, 3, 31))
        >>> [day.isoformat() for day in BaselineRule().days(quarter)]
        ['2024-10-03', '2024-12-31']
        >>> leap = Cycle("2", "Q1 2024", date(2024, 1, 1), date(2024, 2, 29))
        >>> [day.isoformat() for day in BaselineRule("same_quarter_last_year").days(leap)]
        ['2023-01-01', '2023-02-28']
        """
        if self.kind == "number":
            return None
        if self.first_day is not None and self.last_day is not None:
            return self.first_day, self.last_day
        if self.kind == "span_before":
            return cycle.first_day - timedelta(days=cycle.days()), cycle.first_day - timedelta(days=1)
        return _year_before(cycle.first_day), _year_before(cycle.last_day)


@dataclass(frozen=True)
class Baseline:
    """A baseline as it was frozen when its objective became active.

    `n`, `interval`, `definition`, the days and `as_of` (microseconds since 1970 UTC) are null of a fixed
    number.
    """

    value: float
    n: int | None = None
    interval: Interval | None = None
    definition: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    as_of: int | None = None


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
