"""Working time the slow way: cut time wherever anything could change, and ask of each piece if it is open.

Written from the definitions alone; shares no code with the working time it is held against. Local times
are found by trying every offset a zone had nearby, never by the `fold` of the standard library.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from deskwise.kernel.schedules import Schedule, Span

HOUR = 3_600_000_000
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REACH = 4  # dates around an instant that can matter to it


def clock(instant: int, zone: ZoneInfo) -> int:
    """What the zone's clocks show, as microseconds since their 1970-01-01."""
    shown = (EPOCH + timedelta(microseconds=instant)).astimezone(zone).replace(tzinfo=UTC) - EPOCH
    return shown.days * DAY + shown.seconds * 1_000_000 + shown.microseconds


def shift(instant: int, zone: ZoneInfo) -> int:
    return clock(instant, zone) - instant


def clock_changes(zone: ZoneInfo, start: int, end: int) -> list[int]:
    """The instants in (start, end] at which the zone's offset becomes another."""
    changes = []
    for begin in range(start, end, HOUR):
        low, high = begin, begin + HOUR
        if shift(low, zone) != shift(high, zone):
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if shift(middle, zone) == shift(low, zone) else (low, middle)
            changes.append(high)
    return changes


class Zone:
    """A zone's offsets over a stretch of time."""

    def __init__(self, name: str, start: int, end: int) -> None:
        self.zone = ZoneInfo(name)
        self.changes = clock_changes(self.zone, start, end)
        self.pieces = list(zip([start, *self.changes], [*self.changes, end], strict=True))

    def instant(self, shown: int) -> int:
        """The first instant at which clocks show this, or would had they not jumped."""
        for start, end in self.pieces:
            instant = shown - shift(start, self.zone)
            if start <= instant < end:
                return instant
        for change in self.changes:
            before, after = shift(change - 1, self.zone), shift(change, self.zone)
            if change + before <= shown < change + after:
                moved_on = shown + (after - before)
                return moved_on - after
        raise AssertionError("the stretch is too short")

    def date_holds(self, instant: int, day: int) -> bool:
        """Whether the instant lies from midnight to midnight of a local date."""
        return self.instant(day * DAY) <= instant < self.instant((day + 1) * DAY)


def days_since_epoch(day: date) -> int:
    return (day - date(1970, 1, 1)).days


class Naive:
    """Working time of schedules, one in force after another; good within [start, end) only."""

    def __init__(self, schedules: list[Schedule], start: int, end: int) -> None:
        margin = 8 * DAY
        self.schedules = schedules
        self.zones = [Zone(one.zone, start - margin, end + margin) for one in schedules]
        self.begins = [
            None if number == 0 or one.valid_from is None else self._first_instant(one.valid_from, one.zone)
            for number, one in enumerate(schedules)
        ]
        self.special: list[dict[int, tuple[Span, ...]]] = [
            {days_since_epoch(day): () for day in one.holidays.dates}
            | {days_since_epoch(day): spans for day, spans in one.exceptions}
            for one in schedules
        ]

    @staticmethod
    def _first_instant(day: date, zone: str) -> int:
        around = days_since_epoch(day) * DAY
        return Zone(zone, around - 3 * DAY, around + 3 * DAY).instant(around)

    def _in_force(self, instant: int) -> int:
        return max(number for number, begins in enumerate(self.begins) if begins is None or begins <= instant)

    def edges(self, start: int, end: int) -> list[int]:
        """Every instant in (start, end) at which opening could begin or end."""
        found: set[int] = {begins for begins in self.begins if begins is not None}
        for schedule, zone in zip(self.schedules, self.zones, strict=True):
            for day in range(start // DAY - REACH, end // DAY + REACH):
                found.add(zone.instant(day * DAY))
                for span in [*schedule.week[(day + 3) % 7], *self._own(schedule, day)]:
                    found.add(zone.instant(day * DAY + span.opens))
                    found.add(zone.instant(day * DAY + span.closes))
                    found.add(zone.instant((day + 1) * DAY + span.closes))
        return sorted(edge for edge in found if start < edge < end)

    @staticmethod
    def _own(schedule: Schedule, day: int) -> tuple[Span, ...]:
        return next((spans for own, spans in schedule.exceptions if days_since_epoch(own) == day), ())

    def is_open(self, instant: int) -> bool:
        number = self._in_force(instant)
        schedule, zone, special = self.schedules[number], self.zones[number], self.special[number]
        today = clock(instant, zone.zone) // DAY
        nearby = range(today - REACH, today + REACH)
        for day in nearby:
            if day in special and zone.date_holds(instant, day):
                return any(self._spans(zone, span, day, instant) for span in special[day])
        return any(
            self._spans(zone, span, day, instant) for day in nearby for span in schedule.week[(day + 3) % 7]
        )

    @staticmethod
    def _spans(zone: Zone, span: Span, day: int, instant: int) -> bool:
        ends_on = day if span.opens < span.closes else day + 1
        return zone.instant(day * DAY + span.opens) <= instant < zone.instant(ends_on * DAY + span.closes)

    def working(self, start: int, end: int) -> int:
        cuts = [start, *self.edges(start, end), end]
        return sum(b - a for a, b in pairwise(cuts) if self.is_open(a))
