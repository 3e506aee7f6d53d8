"""Follow one metric: its figure and what stands beside it, its course, its groups, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import get_args

from deskwise.app.annotations import Annotation
from deskwise.app.compared_periods import ComparedPeriods, asked_periods
from deskwise.app.filter_values import OFFERED
from deskwise.app.followed_metric import Followed, by_group, follow, judged, only
from deskwise.app.headlines import usual_stat
from deskwise.app.metric_limits import metric_limits
from deskwise.app.period_reader import PeriodReader, Where
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Grain, Period
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import CLOCKS, Clock, Metric, Stat
from deskwise.metrics.drill import CaseList, list_cases
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import select

# How many periods of each grain a course has; others are asked of `deskwise metrics`.
COURSE: dict[str, int] = {"day": 42, "week": 26, "month": 24, "quarter": 12}
WITHIN_SECONDS = Decimal(7_200)
GROUPS_SHOWN = 15
OPEN_SHOWN = 8


@dataclass(frozen=True)
class MetricQuestion:
    """What is asked of a metric, in words; what is empty is chosen as fits the metric and the workspace.

    `period` names the last full one; `since` and `until` are a period of one's own. `by` splits the figure.
    """

    metric: str
    stat: str = ""
    clock: str = ""
    grain: str = ""
    by: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    within_seconds: Decimal | None = None
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """One value of a dimension, null for the cases without one, and what became of its figure."""

    value: str | None
    followed: Followed


@dataclass(frozen=True)
class MetricFollowed:
    """A metric as a page shows it.

    `where` is what was asked, and the value of each dimension the metric is always split by. `other_clock`
    and `within` are null where the metric has no such reading; `waiting` are the first cases that are open,
    null where the metric has none. `dimensions` are what it can be split by here.
    """

    as_of: int
    zone: str
    clock: Clock
    grain: Grain
    periods: ComparedPeriods
    followed: Followed
    where: Where
    other_clock: Reading | None
    within: Reading | None
    within_seconds: Decimal
    by: str | None
    groups: tuple[Group, ...]
    more_groups: int
    dimensions: tuple[str, ...]
    waiting: CaseList | None


def follow_metric(
    workspace: Workspace, question: MetricQuestion, anew: tuple[Annotation, ...] = ()
) -> MetricFollowed:
    """Follow a metric, whose limits may have been set anew.

    Raises `UsageError` for what cannot be asked of it, `WorkspaceError` without a log.
    """
    found = metric(question.metric)
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        return _Follower(facts, found, question, anew).followed()


class _Follower:
    def __init__(
        self, facts: Facts, found: Metric, question: MetricQuestion, anew: tuple[Annotation, ...]
    ) -> None:
        self._facts = facts
        self._anew = anew
        self._metric = found
        self._periods = asked_periods(
            facts.rules, facts.horizon.as_of, question.period, question.since, question.until
        )
        self._grain = _grain(question.grain, self._periods)
        self._stat = chosen_stat(found, question.stat)
        self._clock = chosen_clock(question.clock, working=bool(facts.rules.schedules))
        self._within = question.within_seconds or WITHIN_SECONDS
        self._where = self._narrowed(question.where)
        self._by = self._dimension(question.by)

    def followed(self) -> MetricFollowed:
        followed = self._followed(self._reader())
        groups, more = self._groups()
        return MetricFollowed(
            as_of=self._facts.horizon.as_of,
            zone=self._facts.rules.zone,
            clock=self._clock,
            grain=self._grain,
            periods=self._periods,
            followed=followed,
            where=self._where,
            other_clock=self._other_clock(),
            within=self._share_within(),
            within_seconds=self._within,
            by=self._by,
            groups=groups,
            more_groups=more,
            dimensions=self._dimensions(),
            waiting=self._waiting(),
        )

    def _reader(self, stats: tuple[Stat, ...] = (), clock: Clock | None = None) -> PeriodReader:
        return PeriodReader(
            self._facts,
            (self._metric.name,),
            stats or (self._stat,),
            clock or self._clock,
            self._where,
            within_seconds=self._within if "within" in (stats or (self._stat,)) else None,
            anew=self._anew,
        )

    def _followed(self, reader: PeriodReader) -> Followed:
        now, before = (self._one(reader, each) for each in (self._periods.now, self._periods.before))
        course = reader.series(self._grain, COURSE[self._grain]).readings
        by = course[-1].by if course else ()
        own = metric_limits(reader, self._grain).of(self._metric.name, self._stat, by)
        if self._periods.grain in {None, self._grain}:
            same = self._periods.grain == self._grain
            return follow(self._metric, self._stat, now, before, course, own, same_grain=same)
        judging = metric_limits(reader, self._periods.grain).of(self._metric.name, self._stat, by)
        change = judged(self._metric, now, before, judging)
        return Followed(self._metric, self._stat, now, before, change, tuple(course), own)

    def _one(self, reader: PeriodReader, period: Period) -> Reading:
        (found,) = only(reader.over(period).readings, self._metric.name, reader.stats[0])
        return found

    def _narrowed(self, where: Where) -> Where:
        """With the largest value of each dimension the metric is always split by, unless one is asked."""
        self._where = where
        return narrowed(self._reader(), self._metric)

    def _other_clock(self) -> Reading | None:
        if not self._metric.clocked or not self._facts.rules.schedules:
            return None
        other: Clock = "elapsed" if self._clock == "working" else "working"
        return self._one(self._reader(clock=other), self._periods.now)

    def _share_within(self) -> Reading | None:
        if "within" not in self._metric.stats or self._stat == "within":
            return None
        return self._one(self._reader(stats=("within",)), self._periods.now)

    def _dimensions(self) -> tuple[str, ...]:
        own = (*self._metric.own_dimensions, *self._metric.always_by)
        return tuple(
            name
            for name in dict.fromkeys((*own, "category", "team", "channel", *OFFERED))
            if self._metric.has_dimension(name) and len(self._where.get(name, ())) != 1
        )

    def _dimension(self, asked: str) -> str | None:
        known = self._dimensions()
        if not asked:
            return known[0] if known else None
        if not self._metric.has_dimension(asked):
            raise UsageError(
                say("%(metric)s cannot be split by %(asked)s", metric=self._metric.name, asked=asked),
                do=say("choose from %(names)s", names=", ".join(known)),
            )
        return asked

    def _groups(self) -> tuple[tuple[Group, ...], int]:
        if self._by is None:
            return (), 0
        split = replace(self._reader(), by=(self._by,))
        now = self._by_value(split.over(self._periods.now).readings)
        before = self._by_value(split.over(self._periods.before).readings)
        largest = sorted(now, key=lambda value: (-now[value][0].n, value is None, value or ""))
        shown = largest[:GROUPS_SHOWN]
        if not shown:
            return (), 0
        narrow = replace(split, where={**self._where, self._by: tuple(shown)})
        courses = self._by_value(narrow.series(self._grain, COURSE[self._grain]).readings)
        same = self._periods.grain == self._grain
        limits = metric_limits(narrow, self._grain)
        groups = []
        for value in shown:
            (later,) = now[value]
            earlier = before[value][0] if value in before else _nothing(later)
            course: Sequence[Reading] = courses.get(value, ())
            own = limits.of(self._metric.name, self._stat, later.by)
            followed = follow(self._metric, self._stat, later, earlier, course, own, same_grain=same)
            groups.append(Group(value, followed))
        return tuple(groups), len(largest) - len(shown)

    def _by_value(self, readings: Sequence[Reading]) -> dict[str | None, list[Reading]]:
        return {dict(found[0].by)[self._by or ""]: found for found in by_group(readings).values() if found}

    def _waiting(self) -> CaseList | None:
        if self._metric.open_of is None or self._metric.kind == "age":
            return None
        facts = self._facts
        asked = select((self._metric.name,), where=self._where, clock=self._clock)
        return remembered(
            facts,
            "open",
            asked,
            lambda: list_cases(
                asked,
                rules=facts.rules,
                horizon=facts.horizon,
                engine=facts.engine,
                compiled=facts.compiled,
                limit=OPEN_SHOWN,
                state="open",
            ),
        )


def _nothing(reading: Reading) -> Reading:
    return replace(reading, value=None, n=0, numerator=None, denominator=None, interval=None)


def narrowed(reader: PeriodReader, metric: Metric) -> Where:
    """What a reader narrows to, with the largest value of each dimension the metric is always split by."""
    missing = [name for name in metric.always_by if name not in reader.where]
    if not missing:
        return reader.where
    readings = reader.over(None).readings
    largest = max(readings, key=lambda each: each.n, default=None)
    if largest is None:
        return reader.where
    own = {name: (value,) for name, value in largest.by if name in missing}
    return {**reader.where, **own}


def _grain(asked: str, periods: ComparedPeriods) -> Grain:
    if asked and asked not in COURSE:
        raise UsageError(
            say("no course is drawn by %(asked)s", asked=asked),
            do=say("choose from %(names)s", names=", ".join(COURSE)),
        )
    wanted = asked or (periods.grain if periods.grain in {"month", "quarter"} else "week")
    return next(each for each in get_args(Grain) if each == wanted)


def chosen_stat(found: Metric, asked: str) -> Stat:
    """The statistic that is asked for; where none is, the one that stands for the metric."""
    if asked:
        known = next((each for each in found.stats if each == asked), None)
        if known is None:
            raise UsageError(
                say("%(name)s has no statistic %(asked)s", name=found.name, asked=repr(asked)),
                do=say("choose from %(names)s", names=", ".join(found.stats)),
            )
        return known
    return usual_stat(found)


def chosen_clock(asked: str, *, working: bool) -> Clock:
    """The clock that is asked for; where none is, that of working time if there are schedules."""
    if asked and asked not in CLOCKS:
        raise UsageError(
            say("no clock is called %(asked)s", asked=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(CLOCKS)),
        )
    usual: Clock = "working" if working else "elapsed"
    return next((each for each in CLOCKS if each == asked), usual)
