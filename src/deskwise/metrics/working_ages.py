"""Working ages of open requests, measured one by one: a backlog is small beside the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from deskwise.facts.rules import Rules
from deskwise.kernel.opening_hours import opening_spans
from deskwise.kernel.schedules import DAY_MICROSECONDS
from deskwise.kernel.working_time import WorkingCalendar
from deskwise.metrics.answers import Slice, slice_of
from deskwise.metrics.query_texts import Row
from deskwise.metrics.shape import Shape

EPOCH = date(1970, 1, 1)


def working_ages(
    rows: Iterable[Row], shape: Shape, rules: Rules, within_microseconds: int
) -> tuple[dict[Slice, dict[str, Any]], dict[Slice, list[int]]]:
    """The sums of every slice, and its ages in order. Requests without a schedule are in neither."""
    read = [slice_of(row, shape) for row in rows]
    known = [rest for _, rest in read if rest[1] is not None]
    calendars = calendars_between(
        rules, min((rest[2] for rest in known), default=0), max((rest[3] for rest in known), default=0)
    )
    found: dict[Slice, list[int]] = {}
    ruled: dict[Slice, int] = {}
    for key, (is_ruled, calendar, raised_at, end_at) in read:
        ages = found.setdefault(key, [])
        if calendar in calendars:
            ages.append(calendars[calendar].working(raised_at, end_at))
            ruled[key] = ruled.get(key, 0) + bool(is_ruled)
    for ages in found.values():
        ages.sort()
    sums = {
        key: {
            "n": len(ages),
            "provisional": 0,
            "ruled": ruled.get(key, 0),
            "unjudged": 0,
            "total": sum(ages),
            "squares": sum(age * age for age in ages),
            "hits": sum(1 for age in ages if age <= within_microseconds),
        }
        for key, ages in found.items()
    }
    return sums, found


def calendars_between(rules: Rules, first_at: int, last_at: int) -> dict[str, WorkingCalendar]:
    """The opening hours of each schedule's name, of all days from one instant's to another's."""
    first, last = (EPOCH + timedelta(days=instant // DAY_MICROSECONDS) for instant in (first_at, last_at))
    return {
        name: WorkingCalendar(opening_spans(schedules, first, last)) for name, schedules in rules.schedules
    }


def working_age(rules: Rules, calendar: str | None, raised_at: int, end_at: int) -> int | None:
    """The working microseconds from one instant to another; null without a schedule."""
    calendars = calendars_between(rules, raised_at, end_at) if calendar is not None else {}
    return calendars[calendar].working(raised_at, end_at) if calendar in calendars else None
