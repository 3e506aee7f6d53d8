"""A period as a control chart takes it: what was counted, out of how much, and which chart that asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deskwise.kernel.periods import Grain, local_time, zone_info
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

# xmr: single values and their moving ranges. p: hits out of cases. u: events per case. c: events per day.
Family = Literal["xmr", "p", "u", "c"]
DAY = 86_400_000_000
PER = 100.0
# Seconds are no cases, and what is open today was mostly open yesterday: chance does not draw such counts.
NOT_COUNTED = frozenset({"time_share", "uptime", "stock"})
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
class MeasuredPeriod:
    """A period with its figure, null without one.

    `events` were counted out of `exposure` (cases, or days of a count); the figure is `factor` of the events.
    They are 0 of a figure that counts nothing. `weekday` is 0 of a Monday and null but of a day.
    """

    start_at: int
    end_at: int
    weekday: int | None
    value: float | None
    events: float = 0.0
    exposure: float = 0.0
    factor: float = 1.0


def family_of(metric: Metric, stat: Stat) -> Family:
    """Which chart follows from what a figure is.

    >>> from deskwise.metrics.catalogue import metric
    >>> [family_of(metric(name), stat) for name, stat in (("csat", "share"), ("complaints", "count"))]
    ['p', 'c']
    >>> family_of(metric("backlog"), "count"), family_of(metric("reply_time"), "within")
    ('xmr', 'p')
    """
    if metric.kind in NOT_COUNTED:
        return "xmr"
    counted: dict[Stat, Family] = {"share": "p", "within": "p", "rate": "u", "count": "c"}
    return counted.get(stat, "xmr")


def bounds_of(metric: Metric, stat: Stat) -> tuple[float | None, float | None]:
    """Between which values a figure can lie at all; null where there is no end."""
    unit = "share" if stat == "within" else metric.unit
    return BOUNDS.get(metric.name, BOUNDS.get(unit, (None, None)))


def measured_periods(
    readings: Sequence[Reading], family: Family, grain: Grain | None, zone: str
) -> tuple[MeasuredPeriod, ...]:
    """The ended periods of a course, in order."""
    ended = (each for each in readings if each.period is not None and not each.period.partial)
    found = (measured_period(each, family, grain, zone) for each in ended)
    return tuple(each for each in found if each is not None)


def measured_period(
    reading: Reading, family: Family, grain: Grain | None, zone: str
) -> MeasuredPeriod | None:
    """The period of a reading; null where it has no edges."""
    period = reading.period
    if period is None or period.start_at is None or period.end_at is None:
        return None
    weekday = local_time(period.start_at, zone_info(zone)).weekday() if grain == "day" else None
    value = None if reading.value is None else float(reading.value)
    days = max(round((period.end_at - period.start_at) / DAY), 1)
    return MeasuredPeriod(
        period.start_at, period.end_at, weekday, value, *_counted(reading, family, value, days)
    )


def _counted(reading: Reading, family: Family, value: float | None, days: int) -> tuple[float, float, float]:
    """Events, exposure and the factor that makes a figure of events."""
    if value is None or family == "xmr":
        return 0.0, 0.0, 1.0
    if family == "c":
        return value, float(days), 1.0
    below = float(reading.n if reading.denominator is None else reading.denominator)
    scale = PER if family == "u" else 1.0
    above = value * below / scale if reading.numerator is None else float(reading.numerator)
    return above, below, scale / below if below else scale
