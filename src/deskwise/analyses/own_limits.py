"""A metric's own limits: drawn once of its first periods, and then held against every later one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deskwise.analyses.control_limits import (
    FEWEST_PERIODS,
    MOST_PERIODS,
    OF_MEAN_MOVING_RANGE,
    RANGE_OF_TWO,
    ControlLimits,
    bounded,
    mean_moving_range,
)
from deskwise.analyses.measured_period import (
    Family,
    MeasuredPeriod,
    bounds_of,
    family_of,
    measured_period,
    measured_periods,
)
from deskwise.analyses.small_counts import SMALL, binomial_ends, poisson_ends
from deskwise.kernel.periods import Grain
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

ChartKind = Literal["xmr", "p", "p'", "u", "u'", "c", "c'"]
WITH_SPREAD: dict[Family, ChartKind] = {"xmr": "xmr", "p": "p'", "u": "u'", "c": "c'"}
# So many weeks tell what is usual on each day of one; limits of days are drawn of them all.
WEEKS_OF_DAYS = 8
FEWEST_OF_A_WEEKDAY = 6
DAYS_OF_WEEK = 7
# Counts that vary more than this much more often than chance does are taken to be over-dispersed.
LEVEL = 0.05
# So much of a period may lie before the first event, and it is still a whole one.
MISSING_OF_PERIOD = 0.1


@dataclass(frozen=True)
class OwnLimits:
    """What ordinary variation of a metric is at a grain.

    `levels` are what is expected: one, or one for each weekday from Monday on; of a figure that is counted,
    the events per case (or per day). `spread` is a standard deviation where `kind` is `xmr`, else how many
    times as far as by chance the counts lie apart. They rest on `periods` between `start_at` and `end_at`.
    `counted` is the mean count of events in a period, null where nothing is counted. Periods are of `grain`,
    in `zone`.
    """

    family: Family
    kind: ChartKind
    levels: tuple[float, ...]
    spread: float
    periods: int
    start_at: int
    end_at: int
    lowest: float | None = None
    highest: float | None = None
    counted: float | None = None
    grain: Grain | None = None
    zone: str = "UTC"

    @property
    def by_weekday(self) -> bool:
        """Whether each weekday has a level of its own."""
        return len(self.levels) > 1

    @property
    def rare(self) -> bool:
        """Whether there is less than one event in a period."""
        return self.counted is not None and self.counted < 1

    @property
    def flat(self) -> bool:
        """Whether all periods have the same limits."""
        return self.family == "xmr" and not self.by_weekday

    def at(self, reading: Reading) -> ControlLimits | None:
        """The limits of a reading's period; null where it has no figure."""
        period = measured_period(reading, self.family, self.grain, self.zone)
        if period is None or (period.value is None and not self.flat):
            return None
        return self.of(period)

    def signals(self, reading: Reading) -> bool:
        """Whether a reading lies outside its limits, which were not drawn of its period, and it has ended."""
        period = reading.period
        if period is None or period.partial or period.start_at is None or period.start_at < self.end_at:
            return False
        limits = self.at(reading)
        return limits is not None and reading.value is not None and not limits.holds(float(reading.value))

    def level(self, period: MeasuredPeriod) -> float:
        """What is expected of a period, of a figure that is counted per case or per day."""
        return self.levels[(period.weekday or 0) if self.by_weekday else 0]

    def of(self, period: MeasuredPeriod) -> ControlLimits:
        """The limits of a period: those of counts follow how much there was to count in."""
        level = self.level(period)
        if self.family == "xmr":
            half = OF_MEAN_MOVING_RANGE * RANGE_OF_TWO * self.spread
            found = ControlLimits(level - half, level, level + half, self.periods, self.spread)
            return bounded(found, self.lowest, self.highest)
        expected, sigma = level * period.exposure, math.sqrt(variance(self.family, level, period.exposure))
        low, high = expected - 3 * sigma * self.spread, expected + 3 * sigma * self.spread
        others = period.exposure - expected if self.family == "p" else expected
        if min(expected, others) < SMALL:
            ends = (
                binomial_ends(round(period.exposure), level) if self.family == "p" else poisson_ends(expected)
            )
            low, high = (expected + self.spread * (end - expected) for end in ends)
        factor = period.factor
        found = ControlLimits(
            low * factor, expected * factor, high * factor, self.periods, sigma * self.spread * factor
        )
        return bounded(found, self.lowest, self.highest)


def variance(family: Family, level: float, exposure: float) -> float:
    """How far chance moves a count around what is expected of it, as a square.

    >>> variance("p", 0.5, 100.0), variance("u", 0.5, 100.0)
    (25.0, 50.0)
    """
    return exposure * level * (1 - level if family == "p" else 1.0)


def own_limits(
    metric: Metric,
    stat: Stat,
    readings: Sequence[Reading],
    grain: Grain | None,
    zone: str,
    *,
    first_at: int | None = None,
    anew_at: int | None = None,
) -> OwnLimits | None:
    """The limits that readings of a metric from its beginning on give; null of fewer than twelve periods.

    They are drawn of the first sixteen ended periods (of days, of the first eight weeks) after the data's
    first event, at `first_at`, or of those since `anew_at`. The last ended period is only held against them.
    """
    family = family_of(metric, stat)
    periods = measured_periods(readings, family, grain, zone)
    first = first_periods(periods, grain, first_at=first_at, anew_at=anew_at)
    found = limits_from(first, family, bounds_of(metric, stat))
    return None if found is None else replace(found, grain=grain, zone=zone)


def most_periods(grain: Grain | None) -> int:
    """Of how many periods limits are drawn.

    >>> most_periods("week"), most_periods("day")
    (16, 56)
    """
    return WEEKS_OF_DAYS * DAYS_OF_WEEK if grain == "day" else MOST_PERIODS


def first_periods(
    periods: Sequence[MeasuredPeriod],
    grain: Grain | None,
    *,
    first_at: int | None = None,
    anew_at: int | None = None,
) -> tuple[MeasuredPeriod, ...]:
    """Those that limits are drawn of: the first with a figure, and of counts from the first event on.

    A period of which nothing is known for a while, since the data begins in it, is none of them.
    """
    begun = [each for each in periods[:-1] if _begun(each, first_at)]
    if anew_at is not None:
        begun = [each for each in begun if each.start_at >= anew_at]
    known = [each for each in begun if each.value is not None]
    first = next((at for at, each in enumerate(known) if each.value or each.events), len(known))
    if known and known[0].exposure and not known[0].events:
        known = known[first:]
    return tuple(known[: most_periods(grain)])


def _begun(period: MeasuredPeriod, first_at: int | None) -> bool:
    late = period.start_at + MISSING_OF_PERIOD * (period.end_at - period.start_at)
    return first_at is None or first_at <= late


def limits_from(
    periods: Sequence[MeasuredPeriod], family: Family, bounds: tuple[float | None, float | None]
) -> OwnLimits | None:
    """The limits of periods that all have a figure; null with fewer than twelve."""
    if len(periods) < FEWEST_PERIODS:
        return None
    days = _weekdays(periods)
    if family == "xmr":
        values = [each.value or 0.0 for each in periods]
        levels = _levels(periods, values, [1.0] * len(periods), days)
        residuals = [value - levels[day] for value, day in zip(values, days, strict=True)]
        spread = mean_moving_range(residuals) / RANGE_OF_TWO * _freed(periods, levels)
        kind: ChartKind = "xmr"
        counted = None
    else:
        events, exposures = [each.events for each in periods], [each.exposure for each in periods]
        levels = _levels(periods, events, exposures, days, at_most=1.0 if family == "p" else math.inf)
        spread = _over_dispersion(periods, family, [levels[day] for day in days], levels)
        kind = WITH_SPREAD[family] if spread > 1 else family
        counted = sum(events) / len(periods)
    first, last = periods[0], periods[-1]
    return OwnLimits(
        family, kind, levels, spread, len(periods), first.start_at, last.end_at, *bounds, counted
    )


def _weekdays(periods: Sequence[MeasuredPeriod]) -> list[int]:
    """Which level each period has: that of its weekday where there are weeks enough, else the only one."""
    days = [each.weekday for each in periods]
    known = {day: days.count(day) for day in days}
    enough = [day for day, count in known.items() if day is not None and count >= FEWEST_OF_A_WEEKDAY]
    if len(enough) < 2 or sum(known[day] for day in enough) < (WEEKS_OF_DAYS - 1) * len(enough):
        return [0] * len(periods)
    return [day or 0 for day in days]


def _levels(
    periods: Sequence[MeasuredPeriod],
    above: Sequence[float],
    below: Sequence[float],
    days: Sequence[int],
    at_most: float = math.inf,
) -> tuple[float, ...]:
    """What is expected, for each weekday where they differ; one that is hardly known is as the whole."""
    whole = _ratio(sum(above), sum(below), at_most, counted=periods[0].exposure > 0)
    if not any(days):
        return (whole,)
    found = []
    for day in range(DAYS_OF_WEEK):
        those = [at for at, each in enumerate(days) if each == day]
        few = len(those) < FEWEST_OF_A_WEEKDAY
        sums = sum(above[at] for at in those), sum(below[at] for at in those)
        found.append(whole if few else _ratio(*sums, at_most, counted=periods[0].exposure > 0))
    return tuple(found)


def _ratio(above: float, below: float, at_most: float, *, counted: bool) -> float:
    """A level. Of a count that none or all were of, half an event is taken as not seen yet."""
    if not counted:
        return above / below
    if above <= 0:
        return 0.5 / (below + 1)
    return (below + 0.5) / (below + 1) if above >= below and at_most == 1 else above / below


def _freed(periods: Sequence[MeasuredPeriod], levels: tuple[float, ...]) -> float:
    """By what a spread around weekdays' own levels is too small, since they were made of the same periods."""
    if len(levels) == 1:
        return 1.0
    weeks = len(periods) / len({each.weekday for each in periods})
    return math.sqrt(weeks / (weeks - 1)) if weeks > 1 else 1.0


def _over_dispersion(
    periods: Sequence[MeasuredPeriod], family: Family, expected: Sequence[float], levels: tuple[float, ...]
) -> float:
    """Laney's spread of counts that lie farther apart than chance alone draws them, else 1."""
    from scipy.special import chdtrc

    scores = [
        (each.events - level * each.exposure) / math.sqrt(variance(family, level, each.exposure))
        for each, level in zip(periods, expected, strict=True)
    ]
    freedom = len(scores) - len(set(expected))
    if freedom < 1 or float(chdtrc(freedom, sum(score * score for score in scores))) >= LEVEL:
        return 1.0
    return max(mean_moving_range(scores) / RANGE_OF_TWO * _freed(periods, levels), 1.0)
