"""Show how it is going: the ten figures, whether each changed, and how far the data goes."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.annotations import Annotation
from deskwise.app.compared_periods import USUAL, ComparedPeriods, last_full
from deskwise.app.followed_metric import Followed, follow, judged, only
from deskwise.app.headlines import HEADLINES
from deskwise.app.metric_limits import MetricLimits, metric_limits
from deskwise.app.period_reader import PeriodReader, Where
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.workspace import Workspace
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.readings import Reading, Readings

WEEKS_SHOWN = 26
ALL_STATS: tuple[Stat, ...] = tuple(dict.fromkeys(each.stat for each in HEADLINES if each.stat is not None))


@dataclass(frozen=True)
class Overview:
    """The ten figures over a period, against the one before, each with its last 26 weeks.

    `first_at` is the log's first event, null if there is none. `open` and `waiting` are how many requests are
    open, and how many first answers are waited for, at as-of.
    """

    as_of: int
    first_at: int | None
    zone: str
    clock: Clock
    periods: ComparedPeriods
    figures: tuple[Followed, ...]
    open: int
    waiting: int
    sources: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class _Read:
    """What was read for all figures at once; `judging` are limits of periods like the one that is shown."""

    now: Readings
    before: Readings
    weeks: Readings
    limits: MetricLimits
    judging: MetricLimits | None

    def figure(self, name: str, chosen: Stat | None, *, of_weeks: bool) -> Followed:
        found = metric(name)
        stat = chosen or found.default_stats[0]
        later, earlier = _one(self.now, name, stat), _one(self.before, name, stat)
        course = only(self.weeks.readings, name, stat)
        own = self.limits.of(name, stat)
        if self.judging is None:
            return follow(found, stat, later, earlier, course, own, same_grain=of_weeks)
        change = judged(found, later, earlier, self.judging.of(name, stat))
        return Followed(found, stat, later, earlier, change, tuple(course), own)


def show_overview(
    workspace: Workspace,
    period: str = USUAL,
    where: Where | None = None,
    anew: tuple[Annotation, ...] = (),
) -> Overview:
    """The overview over the last full period of a name, of all cases or some; `anew` are limits set anew.

    Raises `UsageError` for a period or a filter that cannot be, `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        clock: Clock = "working" if facts.rules.schedules else "elapsed"
        periods = last_full(period, facts.rules, facts.horizon.as_of)
        names = tuple(each.metric for each in HEADLINES)
        reader = PeriodReader(facts, names, ALL_STATS, clock, where or {}, anew=anew)
        other_grain = None if periods.grain in {None, "week"} else periods.grain
        read = _Read(
            reader.over(periods.now),
            reader.over(periods.before),
            reader.series("week", WEEKS_SHOWN),
            metric_limits(reader, "week"),
            None if other_grain is None else metric_limits(reader, other_grain),
        )
        figures = tuple(
            read.figure(each.metric, each.stat, of_weeks=periods.grain == "week") for each in HEADLINES
        )
        standing = PeriodReader(facts, ("backlog", "first_response_time"), ("mean",), clock, where or {})
        backlog, waits = standing.over(None).readings
    return Overview(
        facts.horizon.as_of,
        facts.horizon.first_at,
        facts.rules.zone,
        clock,
        periods,
        figures,
        int(backlog.value or 0),
        waits.open,
        facts.sources,
    )


def _one(readings: Readings, name: str, stat: Stat) -> Reading:
    (found,) = only(readings.readings, name, stat)
    return found
