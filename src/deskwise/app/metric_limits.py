"""The limits of figures: drawn of their first periods, whatever part of their course is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from deskwise.analyses.own_limits import OwnLimits, most_periods, own_limits
from deskwise.app.limits_anew import anew_of
from deskwise.app.period_reader import PeriodReader
from deskwise.app.remembered import remembered
from deskwise.kernel.periods import Grain
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.readings import Reading

By: TypeAlias = tuple[tuple[str, str | None], ...]
Key: TypeAlias = tuple[str, Stat, By]


@dataclass(frozen=True)
class MetricLimits:
    """The limits of all figures of a reader at a grain, by metric, statistic and group; null of too few."""

    found: Mapping[Key, OwnLimits | None]

    def of(self, name: str, stat: Stat, by: By = ()) -> OwnLimits | None:
        """Those of a figure, null where there are none."""
        return self.found.get((name, stat, by))


def metric_limits(reader: PeriodReader, grain: Grain) -> MetricLimits:
    """The limits of a reader's figures at a grain, found once for the same facts.

    They are drawn of the first periods there are. Twice as many as it takes are read; only where some figure
    begins later, and there is more, is everything read. Where somebody set them anew, they are drawn of what
    came since.
    """
    asked = (
        reader.metrics, reader.stats, reader.clock, reader.by, reader.within_seconds, grain,
        tuple(sorted((name, tuple(values)) for name, values in reader.where.items())), reader.anew,
    )  # fmt: skip
    return remembered(reader.facts, "limits", asked, lambda: _drawn(reader, grain))


def _drawn(reader: PeriodReader, grain: Grain) -> MetricLimits:
    most = most_periods(grain)
    if any(each.metric in {None, *reader.metrics} for each in reader.anew):
        return MetricLimits(_limits(reader, grain, _courses(reader.first(grain, None))))
    first = _courses(reader.first(grain, 2 * most))
    drawn = _limits(reader, grain, first)
    if all(each is not None and each.periods == most for each in drawn.values()) and drawn:
        return MetricLimits(drawn)
    whole = _courses(reader.first(grain, None))
    return MetricLimits(_limits(reader, grain, whole))


def _courses(readings: Sequence[Reading]) -> Mapping[Key, list[Reading]]:
    found: dict[Key, list[Reading]] = {}
    for each in readings:
        found.setdefault((each.metric, each.stat, each.by), []).append(each)
    return found


def _limits(
    reader: PeriodReader, grain: Grain, courses: Mapping[Key, list[Reading]]
) -> dict[Key, OwnLimits | None]:
    facts = reader.facts
    return {
        key: own_limits(
            metric(key[0]),
            key[1],
            course,
            grain,
            facts.rules.zone,
            first_at=facts.horizon.first_at,
            anew_at=_anew_at(reader, key[0], key[2]),
        )
        for key, course in courses.items()
    }


def _anew_at(reader: PeriodReader, name: str, by: By = ()) -> int | None:
    where = {**reader.where, **{dimension: (value,) for dimension, value in by}}
    found = anew_of(reader.anew, name, where, reader.facts.horizon.as_of)
    return None if found is None else found.since_at
