"""Courses of readings made by hand, and the ground of a control chart over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyses.ground import DAY, HandMade, made
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, rate, share
from deskwise.metrics.intervals import count_interval
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

# The first Monday there is, in UTC.
MONDAY = 4 * DAY
WEEK = 7 * DAY


def course(name: str, stat: Stat, figures: Sequence[Figure], days: int = 7) -> tuple[Reading, ...]:
    """Ended periods of so many days from the first Monday on, and the one under way."""
    length = days * DAY
    ended = [
        made(name, figure, ReadPeriod(MONDAY + at * length, MONDAY + (at + 1) * length, False), stat)
        for at, figure in enumerate(figures)
    ]
    start = MONDAY + len(ended) * length
    return (*ended, made(name, Figure(None, 0), ReadPeriod(start, start + length, True), stat))


def values(
    name: str, found: Sequence[float | None], stat: Stat = "mean", days: int = 7
) -> tuple[Reading, ...]:
    """A course of single values."""
    return course(name, stat, [Figure(each, 0 if each is None else 9) for each in found], days)


def shares(found: Sequence[tuple[int, int]], name: str = "csat", days: int = 7) -> tuple[Reading, ...]:
    """A course of hits out of cases."""
    return course(name, "share", [share(*each) for each in found], days)


def rates(found: Sequence[tuple[int, int]], days: int = 7) -> tuple[Reading, ...]:
    """A course of complaints, out of requests handled."""
    return course("complaints_per_100_requests", "rate", [rate(*each) for each in found], days)


def counts(found: Sequence[int], name: str = "complaints", days: int = 7) -> tuple[Reading, ...]:
    """A course of counts."""
    return course(name, "count", [Figure(n, n, interval=count_interval(n)) for n in found], days)


def over(readings: Sequence[Reading], by_day: Sequence[Reading] = (), **options: str) -> HandMade:
    """The ground of a control chart of weeks, or of another grain that is asked for."""
    last = readings[-1]
    ground = HandMade(metric(last.metric), last, last, {}, options)
    grain = options.get("every", "week")
    over_time = {grain: readings, **({"day": by_day} if by_day else {})}
    return replace(ground, over_time=over_time)  # type: ignore[arg-type]  # a grain by its name
