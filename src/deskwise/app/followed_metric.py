"""A metric followed over time: its reading now and before, whether it changed, its course and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.change import Change, judge
from deskwise.analyses.control_limits import ControlLimits
from deskwise.analyses.own_limits import OwnLimits
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading
from deskwise.reports.time_series import Signal


@dataclass(frozen=True)
class Followed:
    """A metric's reading in a period and the one before, what became of it, and its course over time.

    `own` are its limits at the grain of the course, null with too few periods for them.
    """

    metric: Metric
    stat: Stat
    now: Reading
    before: Reading
    change: Change
    course: tuple[Reading, ...]
    own: OwnLimits | None

    @property
    def limits(self) -> ControlLimits | None:
        """Those of the last period of the course that has ended and has a figure."""
        return last_limits(self.own, self.course)

    @property
    def signals(self) -> tuple[Reading, ...]:
        """The ended periods of the course that lie outside their limits, and were not used to draw them."""
        return signals_of(self.course, self.own)

    def side(self, reading: Reading) -> Signal:
        """What a reading outside its limits is: on the better side of them, on the worse, or neither."""
        return side_of(self.metric, self.own, reading)


def last_limits(own: OwnLimits | None, course: Sequence[Reading]) -> ControlLimits | None:
    """The limits of the last period of a course that has ended and has a figure, null where there is none."""
    if own is None:
        return None
    return next(filter(None, (own.at(each) for each in reversed(ended(course)))), None)


def signals_of(course: Sequence[Reading], own: OwnLimits | None) -> tuple[Reading, ...]:
    """The ended periods of a course that lie outside their limits, and were not used to draw them."""
    return () if own is None else tuple(each for each in course if own.signals(each))


def side_of(metric: Metric, own: OwnLimits | None, reading: Reading) -> Signal:
    """What a reading outside its limits is: on the better side of them, on the worse, or neither."""
    limits = None if own is None else own.at(reading)
    if limits is None or reading.value is None or metric.better == "neutral":
        return "neutral"
    below = float(reading.value) < limits.centre
    return "better" if below == (metric.better_of(reading.stat) == "lower") else "worse"


def ended(course: Sequence[Reading]) -> list[Reading]:
    """The periods of a course that had ended at as-of."""
    return [each for each in course if each.period is not None and not each.period.partial]


def follow(
    metric: Metric,
    stat: Stat,
    now: Reading,
    before: Reading,
    course: Sequence[Reading],
    own: OwnLimits | None,
    *,
    same_grain: bool,
) -> Followed:
    """Put a metric's readings together. `own` are its limits at the grain of the course.

    `same_grain`: `now` is the last ended period of the course, so that they judge it.
    """
    change = judged(metric, now, before, own if same_grain else None)
    return Followed(metric, stat, now, before, change, tuple(course), own)


def judged(metric: Metric, now: Reading, before: Reading, own: OwnLimits | None) -> Change:
    """What became of a figure: by its own limits at the grain of `now`, by the interval without them."""
    return judge(now, before, metric.better_of(now.stat), None if own is None else own.at(now))


def only(readings: Sequence[Reading], metric: str, stat: Stat) -> list[Reading]:
    """The readings of one statistic of a metric, in their order."""
    return [each for each in readings if each.metric == metric and each.stat == stat]


def by_group(readings: Sequence[Reading]) -> Mapping[tuple[str | None, ...], list[Reading]]:
    """Readings by the values of the dimensions they are split by."""
    found: dict[tuple[str | None, ...], list[Reading]] = {}
    for each in readings:
        found.setdefault(tuple(value for _, value in each.by), []).append(each)
    return found
