"""When a cycle is looked at: what today is to it, and up to which instant it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from deskwise.facts.rules import DEFAULT_SCHEDULES, Rules
from deskwise.kernel.opening_hours import opening_spans
from deskwise.kernel.periods import local_time, zone_info
from deskwise.kernel.schedules import DAY_MICROSECONDS
from deskwise.okr.cycle import Cycle

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """An instant a cycle is looked at, in microseconds since 1970 UTC.

    `now_at` is today to the cycle, `read_at` how far its figures reach: what is not known yet is not read as
    nothing. `silent_days` is how many days the data end before today.
    """

    now_at: int
    read_at: int
    zone: str

    @property
    def today(self) -> date:
        """The local date of today."""
        return local_time(self.now_at, zone_info(self.zone)).date()

    @property
    def silent_days(self) -> float:
        """How many days have passed since the data end."""
        return max(0, self.now_at - self.read_at) / DAY_MICROSECONDS


def micros(at: datetime) -> int:
    """An instant in microseconds since 1970 UTC."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment_of(cycle: Cycle, now: datetime, as_of: int, zone: str) -> Moment:
    """When a cycle is looked at now, with data that are known up to an as-of."""
    now_at = as_of if cycle.follows == "data" else micros(now)
    return Moment(now_at, min(now_at, as_of), zone)


def working_days(first: date, last: date, rules: Rules) -> tuple[date, ...]:
    """The days from one to another on which the workspace is open; all where it has no schedule of its own.

    A day is open where some of it is.
    """
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    schedules = dict(rules.schedules).get(DEFAULT_SCHEDULES, ())
    if not schedules:
        return tuple(every)
    zone = zone_info(rules.zone)
    spans = opening_spans(schedules, first - timedelta(days=2), last + timedelta(days=2))
    opened = {
        day
        for start_at, end_at in spans
        for day in _days(local_time(start_at, zone).date(), local_time(end_at - 1, zone).date())
    }
    return tuple(day for day in every if day in opened)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
