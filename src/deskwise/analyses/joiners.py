"""Progress since joining: the first six months of who came later than the log, against their colleagues'."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.adjusted import Scale, Sums, adjust, scale_of, sums_of
from deskwise.analyses.cells import Group
from deskwise.analyses.finding import NumberColumn, NumberTable
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.shrinkage import FEWEST_TO_SHRINK, Shrunken, shrink
from deskwise.analyses.told_apart import from_the_rest, two_sided
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.intervals import NORMAL

FIRST_MONTHS, FEWEST_MONTHS, FEWEST_CASES = 6, 3, 5
# Who is there in the first months of the log may have been there before.
KNOWN_BEFORE = 2
BETTER, WORSE = marked("getting better"), marked("getting worse")
NO_TREND = marked("no trend beyond noise")
FASTER, SLOWER = marked("faster than joiners do"), marked("slower than joiners do")
AS_OTHERS = marked("as joiners do")


@dataclass(frozen=True)
class Progress:
    """How somebody's figure went in their first months, against their colleagues' of the same months.

    `slope` is what a month does on the scale on which noise is even (log odds of shares, logarithms of
    durations and rates, else the plain figure), towards better above nought.
    """

    group: Group
    months: int
    slope: float
    error: float


def progress_of(months: Sequence[Mapping[Group, Sums]], metric: Metric, scale: Scale) -> list[Progress]:
    """The progress of all who joined; `months` are all of the log in order."""
    found = []
    effects = [_effects(each, scale) for each in months]
    for group in {group for month in months for group, sums in month.items() if sums.n}:
        first = next(place for place, month in enumerate(months) if group in month and month[group].n)
        if first < KNOWN_BEFORE:
            continue
        points = [
            (float(place), *effects[place][group])
            for place in range(first, min(first + FIRST_MONTHS, len(months)))
            if group in effects[place]
        ]
        if len(points) >= FEWEST_MONTHS:
            slope, error = _slope(points)
            towards = -1 if metric.better == "lower" else 1
            found.append(Progress(group, len(points), towards * slope, error))
    return sorted(found, key=lambda each: str(each.group))


def joiner_table(ground: Ground, metric: Metric, stat: Stat, shown: Mapping[Group, int]) -> NumberTable:
    """Who joined, whether their figure got better, and how that compares with other joiners; by name."""
    months, scale = _months(ground.months(metric.name, stat, ("agent",)))
    progress = progress_of(months, metric, scale)
    trends = discoveries([two_sided(each.slope / each.error) for each in progress])
    beside = _beside(progress)
    return NumberTable(
        "joiners",
        marked("Progress in the first six months, against colleagues in the same months"),
        (
            NumberColumn("agent", marked("agent"), None, dimension="agent"),
            NumberColumn("months", marked("months"), "count"),
            NumberColumn("per_month", marked("better by a month"), "score", signed=True),
            NumberColumn("low", marked("from"), "score", signed=True),
            NumberColumn("high", marked("to"), "score", signed=True),
            NumberColumn("trend", marked("trend"), None, said=True),
            NumberColumn("beside", marked("beside other joiners"), None, said=True),
        ),
        tuple(
            (
                each.group, each.months, *(each.slope + side * each.error for side in (0, -NORMAL, NORMAL)),
                (BETTER if each.slope > 0 else WORSE) if told else NO_TREND, words,
            )
            for each, told, words in zip(progress, trends, beside, strict=True)
            if each.group in shown
        ),
    )  # fmt: skip


def _beside(progress: Sequence[Progress]) -> list[str | None]:
    """How each compares with what joiners do; null where there are too few of them to say what that is."""
    if len(progress) < FEWEST_TO_SHRINK:
        return [None for _ in progress]
    figures: tuple[Shrunken, ...] = shrink(
        [each.slope for each in progress], [each.error**2 for each in progress]
    ).figures
    return [{1: FASTER, -1: SLOWER, 0: AS_OTHERS}[side] for side in from_the_rest(figures)]


def _effects(month: Mapping[Group, Sums], scale: Scale) -> dict[Group, tuple[float, float]]:
    """What each has against all of a month, with the variance of its noise."""
    found = adjust({group: {(): sums} for group, sums in month.items()}, scale, FEWEST_CASES)
    # Where nothing takes any time there is another scale, which says nothing of a trend.
    if found is None or found.scale != scale:
        return {}
    return {each.group: (each.effect, each.variance) for each in found.effects}


def _slope(points: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """The slope of weighted least squares through (month, effect, variance), with its standard error."""
    weights = [1 / variance for _, _, variance in points]
    middle = sum(weight * at for weight, (at, _, _) in zip(weights, points, strict=True)) / sum(weights)
    spread = sum(weight * (at - middle) ** 2 for weight, (at, _, _) in zip(weights, points, strict=True))
    rise = sum(
        weight * (at - middle) * effect for weight, (at, effect, _) in zip(weights, points, strict=True)
    )
    return rise / spread, math.sqrt(1 / spread)


def _months(read: Sequence[Groups]) -> tuple[list[dict[Group, Sums]], Scale]:
    scale: Scale = "log"
    months: list[dict[Group, Sums]] = []
    for groups in read:
        month: dict[Group, Sums] = {}
        for (group,), each in groups.readings.items():
            if group is not None and each.n:
                month[group], scale = sums_of(each), scale_of(each)
        months.append(month)
    return months, scale
