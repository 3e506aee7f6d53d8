"""What analyses are made of where readings do: the figures of a workspace, as far as they may be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from deskwise.analyses.change import Change
from deskwise.analyses.ground import Where
from deskwise.analyses.ground_values import (
    Compared,
    Groups,
    LimitsAnew,
    Note,
)
from deskwise.app.asked_once import AskedOnce
from deskwise.app.asking import Asking
from deskwise.app.chart_metric import noted_between
from deskwise.app.compared_periods import ComparedPeriods
from deskwise.app.follow_metric import COURSE
from deskwise.app.followed_metric import judged, only
from deskwise.app.limits_anew import anew_of
from deskwise.app.metric_limits import metric_limits
from deskwise.app.period_reader import PeriodReader
from deskwise.app.seen_figures import require_split, seen_figures, sees_all
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Grain
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.readings import Reading


@dataclass(frozen=True)
class ReadingsGround:
    """The figures of one metric in two periods. It is good while the facts behind its reader are open."""

    asking: Asking
    reader: PeriodReader
    metric: Metric
    periods: ComparedPeriods
    options: Mapping[str, str]

    @property
    def stat(self) -> Stat:
        """The statistic of the metric."""
        return self.reader.stats[0]

    @property
    def clock(self) -> Clock:
        """The clock its durations are on."""
        return self.reader.clock

    @property
    def within_seconds(self) -> float | None:
        """The threshold of a share within it."""
        within = self.reader.within_seconds
        return None if within is None else float(within)

    @property
    def where(self) -> Where:
        """What the cases are narrowed to."""
        return self.reader.where

    @property
    def as_of(self) -> int:
        """Until when the data is known."""
        return self.reader.facts.horizon.as_of

    @property
    def lacking(self) -> frozenset[str]:
        """The facts that the version which made them did not know."""
        return self.reader.facts.lacking

    @property
    def first_at(self) -> int | None:
        """Since when there is data."""
        return self.reader.facts.horizon.first_at

    @property
    def zone(self) -> str:
        """The zone of the periods."""
        return self.reader.facts.rules.zone

    def tiers(self) -> Mapping[str, int]:
        """The tier of each team that has one declared."""
        return {each.name: each.tier for each in self.reader.facts.rules.teams if each.tier is not None}

    def whole(self) -> tuple[Reading, Reading]:
        """The figure of all cases, later and earlier; raises `NotAllowedError` where one may not be seen."""
        return self._whole

    @cached_property
    def _whole(self) -> tuple[Reading, Reading]:
        found = tuple(
            self._one(self.reader.over(each).readings) for each in (self.periods.now, self.periods.before)
        )
        who = self.asking.who
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, found, self.where, self.clock)
            if not all(map(seen.shows, found)):
                raise NotAllowedError(
                    say("this figure is of too few people to be shown"),
                    do=say("ask for more time or fewer filters"),
                )
        return found[0], found[1]

    def change(self) -> Change:
        """What became of the whole figure: by its own limits where its period is one of a grain's."""
        grain, (now, before) = self.periods.grain, self.whole()
        own = None if grain is None else metric_limits(self.reader, grain).of(*self._figure, now.by)
        return judged(self.metric, now, before, own)

    @property
    def _figure(self) -> tuple[str, Stat]:
        return self.metric.name, self.stat

    def split(self, dimension: str) -> Compared:
        """The figure by a dimension; the groups that whoever asks may not see are hidden."""
        who = self.asking.who
        if who is not None:
            require_split(who, self.where, dimension)
        by = replace(self.reader, by=(dimension,))
        now, before = (by.over(each).readings for each in (self.periods.now, self.periods.before))
        found = Compared(_by_value(now, dimension), _by_value(before, dimension))
        if who is None:
            return found
        seen = seen_figures(who, self.asking.workspace, (*now, *before), self.where, self.clock, (dimension,))
        hidden = {dict(each.by)[dimension] for each in (*now, *before) if each.n and not seen.shows(each)}
        return replace(found, hidden=frozenset(hidden))

    def figures(
        self,
        name: str,
        stat: Stat,
        by: Sequence[str] = (),
        *,
        before: bool = False,
        within_seconds: float | Decimal | None = None,
    ) -> Groups:
        """Readings of any metric in one of the periods; those that whoever asks may not see are hidden."""
        who, dimensions = self.asking.who, tuple(by)
        if who is not None:
            require_split(who, self.where, *dimensions)
        within = None if within_seconds is None else Decimal(str(within_seconds))
        reader = replace(self._sharing, metrics=(name,), stats=(stat,), by=dimensions, within_seconds=within)
        readings = reader.over(self.periods.before if before else self.periods.now).readings
        found = {tuple(value for _, value in each.by): each for each in readings}
        if who is None:
            return Groups(found)
        seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock, dimensions)
        return Groups(
            found, frozenset(value for value, each in found.items() if each.n and not seen.shows(each))
        )

    @cached_property
    def _sharing(self) -> PeriodReader:
        """The reader, asking once what several figures have in common."""
        facts = self.reader.facts
        return replace(self.reader, facts=replace(facts, engine=AskedOnce(facts.engine)))

    def months(self, name: str, stat: Stat, by: Sequence[str]) -> tuple[Groups, ...]:
        """Readings of any metric in each of the last ended months; hidden are those that may not be seen."""
        who, dimensions = self.asking.who, tuple(by)
        if who is not None:
            require_split(who, self.where, *dimensions)
        reader = replace(self.reader, metrics=(name,), stats=(stat,), by=dimensions, within_seconds=None)
        readings = [
            each
            for each in reader.series("month", COURSE["month"]).readings
            if each.period is not None and not each.period.partial
        ]
        seen = None
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock, dimensions)
        found: dict[int, dict[tuple[str | None, ...], Reading]] = {}
        hidden: dict[int, set[tuple[str | None, ...]]] = {}
        for each in readings:
            assert each.period is not None
            start, group = each.period.start_at or 0, tuple(value for _, value in each.by)
            found.setdefault(start, {})[group] = each
            if seen is not None and each.n and not seen.shows(each):
                hidden.setdefault(start, set()).add(group)
        return tuple(Groups(found[start], frozenset(hidden.get(start, ()))) for start in sorted(found))

    def course(self, grain: Grain, count: int, stat: Stat | None = None) -> tuple[Reading, ...]:
        """The figure over the last ended periods of a grain and the one under way."""
        reader = self.reader if stat is None else replace(self.reader, stats=(stat,))
        readings = reader.series(grain, count).readings
        who = self.asking.who
        if who is not None:
            seen = seen_figures(who, self.asking.workspace, readings, self.where, self.clock)
            if not all(map(seen.shows, readings)):
                raise NotAllowedError(
                    say("this figure is of too few people to be shown"),
                    do=say("ask for more time or fewer filters"),
                )
        return tuple(readings)

    def limits_anew(self) -> LimitsAnew | None:
        """Since when the figure's limits are drawn anew."""
        return anew_of(self.reader.anew, self.metric.name, self.where, self.as_of)

    def notes(self, start_at: int, end_at: int) -> tuple[Note, ...]:
        """What was noted on a stretch of time, on the metric or on all; of the team if there is but one."""
        team = self.where.get("team", ())
        found = noted_between(
            self.asking.state,
            self.asking.holder,
            start_at,
            end_at,
            self.metric.name,
            team[0] if len(team) == 1 else None,
        )
        return tuple(Note(each.at, each.words, each.end_at) for each in found)

    def seen(self, name: str, stat: Stat, by: Sequence[str]) -> frozenset[tuple[str | None, ...]] | None:
        """The groups whose figures whoever asks may see; null, without a look, where they may see all."""
        who = self.asking.who
        if who is None or sees_all(who, self.where, by):
            return None
        found = self.figures(name, stat, by)
        return frozenset(key for key, each in found.readings.items() if each.n) - found.hidden

    def _one(self, readings: Sequence[Reading]) -> Reading:
        (found,) = only(readings, self.metric.name, self.stat)
        return found


def _by_value(readings: Sequence[Reading], dimension: str) -> Mapping[str | None, Reading]:
    return {dict(each.by)[dimension]: each for each in readings}
