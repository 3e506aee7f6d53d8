"""Check-ins that are owed: which days they were due on, which were missed, and which is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from deskwise.okr.cycle import Cycle

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Owed:
    """What is owed of a key result's check-ins, as local days.

    `missed` are the due days that passed without one, `due` the next that is not met yet, null where none
    is left, and `last` the day of the last check-in, null where there was none.
    """

    missed: tuple[date, ...]
    due: date | None
    last: date | None

    def is_due(self, today: date) -> bool:
        """Whether a check-in is due today."""
        return self.due == today


def due_days(cycle: Cycle) -> tuple[date, ...]:
    """The days check-ins are due on: every so many days after the first day, and the cycle's last day.

    >>> of_weeks = Cycle("1", "March", date(2026, 3, 2), date(2026, 3, 18))
    >>> [day.day for day in due_days(of_weeks)]
    [9, 16, 18]
    """
    every = cycle.check_in_days
    passed = range(every, cycle.days(), every)
    found = [cycle.first_day + timedelta(days=days) for days in passed]
    return tuple(dict.fromkeys([*found, cycle.last_day]))


def owed(cycle: Cycle, checked_in: Iterable[date], today: date, since: date | None = None) -> Owed:
    """What is owed on a day, by the local days of the check-ins there were.

    A due day is met by a check-in on it or after the due day before, and missed once it has passed without.
    A late check-in meets the next due day and not the one that was missed. `since` is the day the key result
    began to count, null from the cycle's first day on. A cycle that follows the data owes none: its days
    are not those of whoever checks in.
    """
    days = sorted(checked_in)
    last = days[-1] if days else None
    if cycle.follows == "data":
        return Owed((), None, last)
    began = cycle.first_day if since is None else max(since, cycle.first_day)
    open_days = [
        due
        for before, due in pairwise((cycle.first_day - ONE_DAY, *due_days(cycle)))
        if due >= began and not any(before < day <= due for day in days)
    ]
    missed = tuple(day for day in open_days if day < today)
    return Owed(missed, next((day for day in open_days if day >= today), None), last)
