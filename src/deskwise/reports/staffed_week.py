"""A week of half hours as plain values: the calls that are expected and the agents they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from deskwise.kernel.language import date_words, say
from deskwise.reports.number_words import count_words, value_words

OF_DAY = 48
WEEKDAY = {"en": "EEE", "de": "EEE"}
DAY = {"en": "EEE d MMM", "de": "EEE d. MMM"}


@dataclass(frozen=True)
class StaffedHalfHour:
    """A half hour of a date, by its place in it: expected calls with their interval, and agents.

    `at_high` are the agents for the most calls of the interval.
    """

    day: date
    place: int
    calls: float
    low: float
    high: float
    agents: int
    at_high: int


@dataclass(frozen=True)
class StaffedWeek:
    """The days of a week in order, and its half hours in which calls are worth an agent."""

    title: str
    lines: tuple[str, ...]
    days: tuple[date, ...]
    half_hours: tuple[StaffedHalfHour, ...]

    def words_of(self, each: StaffedHalfHour) -> str:
        """A half hour in words: all that is drawn of it."""
        at = f"{date_words(each.day, DAY)}, {each.place // 2:02}:{each.place % 2 * 30:02}"
        return say(
            "%(at)s: %(calls)s calls (%(low)s to %(high)s), %(agents)s agents (%(most)s at the most calls)",
            at=at,
            calls=value_words(each.calls, "count"),
            low=count_words(round(each.low)),
            high=count_words(round(each.high)),
            agents=each.agents,
            most=each.at_high,
        )

    def told(self) -> str:
        """The chart in words, for who cannot see it: of each day the half hour that takes most."""
        most = [
            max(of_day, key=lambda each: (each.agents, each.calls))
            for day in self.days
            if (of_day := [each for each in self.half_hours if each.day == day])
        ]
        return "; ".join(map(self.words_of, most))


def staffed_rows(chart: StaffedWeek) -> list[dict[str, Any]]:
    """What is drawn, one row a half hour, with where it begins and ends in the week."""
    starts = {day: number * OF_DAY for number, day in enumerate(chart.days)}
    return [
        {
            "from": starts[each.day] + each.place,
            "to": starts[each.day] + each.place + 1,
            "middle": starts[each.day] + each.place + 0.5,
            "calls": each.calls,
            "low": each.low,
            "high": each.high,
            "agents": each.agents,
            "at_high": each.at_high,
            "words": chart.words_of(each),
        }
        for each in chart.half_hours
    ]


def weekday_rows(chart: StaffedWeek) -> list[dict[str, Any]]:
    """The days' names, each in the middle of its day, and where each begins."""
    return [
        {
            "begins": number * OF_DAY,
            "middle": (number + 0.5) * OF_DAY,
            "name": date_words(day, WEEKDAY),
        }
        for number, day in enumerate(chart.days)
    ]
