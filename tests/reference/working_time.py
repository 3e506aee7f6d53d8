"""Working time, date by date: the slow and obvious way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import holidays

from .instants import first_instant, local_instant, local_time, zone
from .settings import as_date

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
LocalSpan = tuple[datetime, datetime]


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def local_span(day: date, begins: str, ends: str) -> LocalSpan:
    """A span of one date as local times; its end may lie on the next date."""

    def at(text: str) -> datetime:
        hour, minute = (int(part) for part in text.split(":")[:2])
        return midnight(day) + timedelta(hours=hour, minutes=minute)

    start, end = at(begins), at(ends)
    return (start, end) if end > start else (start, end + ONE_DAY)


@lru_cache(maxsize=512)
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year).keys())


class Schedule:
    """One schedule: what its dates open."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.zone = zone(raw.get("zone", "UTC"))
        self.since = first_instant(as_date(raw["from"]), self.zone) if "from" in raw else None
        self.week = raw.get("week", {})
        closed = raw.get("holidays", {})
        self.country, self.region = closed.get("country"), closed.get("region")
        self.closed = {as_date(one) for one in closed.get("dates", ())}
        self.exceptions = {as_date(day): spans for day, spans in raw.get("exceptions", {}).items()}
        self.days: dict[date, list[tuple[int, int]]] = {}

    def special(self, day: date) -> bool:
        if day in self.exceptions or day in self.closed:
            return True
        return self.country is not None and day in public_holidays(self.country, self.region, day.year)

    def weekly_parts(self, day: date) -> list[LocalSpan]:
        """The weekly spans that begin on a date, without what a holiday or exception takes from them."""
        kept: list[LocalSpan] = []
        for begins, ends in self.week.get(DAYS[day.weekday()], ()):
            start, end = local_span(day, begins, ends)
            border = midnight(day) + ONE_DAY
            today, tomorrow = self.special(day), self.special(day + ONE_DAY)
            if end <= border:
                if not today:
                    kept.append((start, end))
            elif not today and not tomorrow:
                kept.append((start, end))
            elif not today:
                kept.append((start, border))
            elif not tomorrow:
                kept.append((border, end))
        return kept

    def opening(self, day: date) -> list[tuple[int, int]]:
        """The spans that begin on a date, as instants."""
        if day not in self.days:
            local = self.weekly_parts(day)
            border = midnight(day) + ONE_DAY
            for begins, ends in self.exceptions.get(day, ()):
                start, end = local_span(day, begins, ends)
                local.append((start, min(end, border)))
            spans = [(local_instant(a, self.zone), local_instant(b, self.zone)) for a, b in local]
            self.days[day] = [(a, b) for a, b in spans if b > a]
        return self.days[day]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        day = local_time(start, self.zone).date() - 2 * ONE_DAY
        last = local_time(end, self.zone).date() + ONE_DAY
        found: list[tuple[int, int]] = []
        while day <= last:
            found += self.opening(day)
            day += ONE_DAY
        return found


def union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class Calendar:
    """All schedules of a workspace, by team; `default` is the workspace's own."""

    def __init__(self, raw: dict[str, list[dict[str, Any]]]) -> None:
        self.by_team: dict[str, list[Schedule]] = {}
        for team, entries in raw.items():
            several = [Schedule(one) for one in entries]
            several.sort(key=lambda one: float("-inf") if one.since is None else one.since)
            self.by_team[team] = several

    def schedules(self, team: str | None) -> list[Schedule]:
        if team is not None and self.by_team.get(team):
            return self.by_team[team]
        return self.by_team.get("default", [])

    def openings(self, team: str | None, start: int, end: int) -> list[tuple[int, int]] | None:
        """Opening time inside [start, end), or None if there is no schedule at all."""
        several = self.schedules(team)
        if not several:
            return None
        found: list[tuple[int, int]] = []
        for number, schedule in enumerate(several):
            from_here = start if number == 0 or schedule.since is None else max(start, schedule.since)
            following = several[number + 1].since if number + 1 < len(several) else None
            to_here = end if following is None else min(end, following)
            if from_here >= to_here:
                continue
            for a, b in schedule.spans(from_here, to_here):
                a, b = max(a, from_here), min(b, to_here)
                if a < b:
                    found.append((a, b))
        return union(found)

    def working(self, team: str | None, start: int, end: int) -> int | None:
        """Working microseconds of [start, end); None if there is no schedule at all."""
        if not self.schedules(team):
            return None
        if end <= start:
            return 0
        found = self.openings(team, start, end)
        assert found is not None
        return sum(b - a for a, b in found)

    def passing(self, team: str | None, start: int, end: int, amount: int) -> int | None:
        """The first instant by which so much working time has run off; None unless more has by the end."""
        spans = self.openings(team, start, end) or []
        if sum(b - a for a, b in spans) <= amount:
            return None
        left = amount
        if left == 0:
            return start
        for a, b in spans:
            if b - a >= left:
                return a + left
            left -= b - a
        return None
