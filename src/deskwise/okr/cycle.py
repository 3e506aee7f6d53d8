"""A cycle: the time objectives are set for, a quarter of the fiscal year or any days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.kernel.periods import MONTHS, Period, day_start

# The calendar for a team that works; the data for a log that is looked at afterwards, as the sample's.
Follows = Literal["calendar", "data"]
_QUARTER_MONTHS = 3


class CycleState(StrEnum):
    """How far a cycle is."""

    PLANNING = "planning"
    ACTIVE = "active"
    REVIEW = "review"
    CLOSED = "closed"


CYCLE_WORDS: dict[CycleState, str] = {
    CycleState.PLANNING: marked("in planning"),
    CycleState.ACTIVE: marked("active"),
    CycleState.REVIEW: marked("in review"),
    CycleState.CLOSED: marked("closed"),
}


@dataclass(frozen=True)
class Cycle:
    """A time that objectives are set for: local dates of the workspace's zone, the last one part of it.

    `check_in_days` is how often each key result is to be looked at. What `follows` the calendar is today
    where the clock is, what follows the data where they end. `version` counts the changes. Raises
    `UsageError` where it ends before it begins.
    """

    id: str
    name: str
    first_day: date
    last_day: date
    state: CycleState = CycleState.PLANNING
    check_in_days: int = 7
    follows: Follows = "calendar"
    version: int = 1

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise UsageError(
                say("the cycle ends before it begins"), do=say("give a last day from the first on")
            )
        if self.check_in_days < 1:
            raise UsageError(
                say("check-ins are at least a day apart"), do=say("give the days between them, 1 or more")
            )

    def days(self) -> int:
        """How many days it has.

        >>> Cycle("1", "Q1 2024", date(2024, 1, 1), date(2024, 3, 31)).days()
        91
        """
        return (self.last_day - self.first_day).days + 1

    def period(self, zone: str) -> Period:
        """Its first instant, and the first one after it."""
        return Period(day_start(self.first_day, zone), day_start(self.last_day + timedelta(days=1), zone))


def fiscal_quarter(day: date, fiscal_year_starts: int) -> tuple[str, date, date]:
    """The fiscal quarter a day is in: its name, its first day and its last.

    A fiscal year that is not the calendar's is called by the year it ends in.

    >>> fiscal_quarter(date(2026, 11, 28), 1)
    ('Q4 2026', datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    >>> fiscal_quarter(date(2026, 11, 28), 10)
    ('Q1 2027', datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    into_year = (day.month - fiscal_year_starts) % MONTHS
    quarter, into_quarter = divmod(into_year, _QUARTER_MONTHS)
    first = _month(day, -into_quarter)
    year_starts = _month(day, -into_year)
    last_month = _month(year_starts, MONTHS - 1)
    return f"Q{quarter + 1} {last_month.year}", first, _month(first, _QUARTER_MONTHS) - timedelta(days=1)


def _month(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, 1)
