"""A metric followed over time: its reading now and before, whether it changed, its course and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.change import Change, judge
from deskwise.analyses.control_limits import ControlLimits, control_limits
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading
from deskwise.reports.time_series import Signal

# Between which values a metric can lie at all, by its unit, or by its name where it is a score on a scale.
BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "seconds": (0, None),
    "count": (0, None),
    "per 100": (0, None),
    "share": (0, 1),
    "points": (-100, 100),
    "customer_rating": (1, 5),
    "ces": (1, 7),
    "quality_score": (0, 100),
}


@dataclass(frozen=True)
class Followed:
    """A metric's reading in a period and the one before, what became of it, and its course over time.

    `limits` are those of the periods of `course`, null with too few of them.
    """

    metric: Metric
    stat: Stat
    now: Reading
    before: Reading
    change: Change
    course: tuple[Reading, ...]
    limits: ControlLimits | None

    @property
    def signals(self) -> tuple[Reading, ...]:
        """The ended periods of the course that lie outside the limits, and were not used to draw them."""
        return signals_of(self.course, self.limits)


def signals_of(course: Sequence[Reading], limits: ControlLimits | None) -> tuple[Reading, ...]:
    """The ended periods of a course that lie outside the limits, and were not used to draw them."""
    if limits is None:
        return ()
    judged = [each for each in ended(course) if each.value is not None][limits.periods :]
    return tuple(each for each in judged if each.value is not None and not limits.holds(float(each.value)))


def side_of(metric: Metric, limits: ControlLimits | None, reading: Reading) -> Signal:
    """What a reading outside the limits is: on the better side of them, on the worse, or neither."""
    if limits is None or reading.value is None or metric.better == "neutral":
        return "neutral"
    below = float(reading.value) < limits.centre
    return "better" if below == (metric.better == "lower") else "worse"


def ended(course: Sequence[Reading]) -> list[Reading]:
    """The periods of a course that had ended at as-of."""
    return [each for each in course if each.period is not None and not each.period.partial]


def limits_of(metric: Metric, stat: Stat, course: Sequence[Reading]) -> ControlLimits | None:
    """The limits of a metric's ended periods, the last of which is only held against them; null if few."""
    unit = "share" if stat == "within" else metric.unit
    lowest, highest = BOUNDS.get(metric.name, BOUNDS.get(unit, (None, None)))
    values = [None if each.value is None else float(each.value) for each in ended(course)[:-1]]
    return control_limits(values, lowest=lowest, highest=highest)


def follow(
    metric: Metric, stat: Stat, now: Reading, before: Reading, course: Sequence[Reading], *, same_grain: bool
) -> Followed:
    """Put a metric's readings together. `same_grain`: `now` is the last ended period of the course."""
    limits = limits_of(metric, stat, course)
    change = judge(now, before, metric.better, limits if same_grain else None)
    return Followed(metric, stat, now, before, change, tuple(course), limits)


def only(readings: Sequence[Reading], metric: str, stat: Stat) -> list[Reading]:
    """The readings of one statistic of a metric, in their order."""
    return [each for each in readings if each.metric == metric and each.stat == stat]


def by_group(readings: Sequence[Reading]) -> Mapping[tuple[str | None, ...], list[Reading]]:
    """Readings by the values of the dimensions they are split by."""
    found: dict[tuple[str | None, ...], list[Reading]] = {}
    for each in readings:
        found.setdefault(tuple(value for _, value in each.by), []).append(each)
    return found
