"""Show how the durations behind a metric's figure are spread, against the period before."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.follow_metric import MetricFollowed
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.language import say
from deskwise.kernel.periods import Period
from deskwise.metrics.definition import Metric
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.read import read
from deskwise.metrics.readings import Number
from deskwise.metrics.selection import Selection, select
from deskwise.metrics.spread import Spread, is_spread, read_spread
from deskwise.reports.distribution import Distribution, Marks, Part
from deskwise.reports.stat_words import CLOCK_WORDS
from deskwise.reports.time_words import instant_words, span_words

MARKED = ("p50", "p90")


@dataclass(frozen=True)
class SpreadOfPeriod:
    """The cases of a period by their durations, and the two figures that are marked, null without a case."""

    spread: Spread
    median: Number | None
    p90: Number | None


def spread_metric(workspace: Workspace, found: MetricFollowed, *, before: bool = True) -> Distribution | None:
    """The spread of a metric that is followed, in its period and (if `before`) the one before.

    Null of a metric that is no duration, and where the period has no case.
    """
    metric = found.followed.metric
    if not is_spread(metric):
        return None
    with workspace.facts() as facts:
        now = _of(facts, found, metric, found.periods.now)
        earlier = _of(facts, found, metric, found.periods.before) if before else None
    if not now.spread.n:
        return None
    clock = () if found.followed.now.clock is None else (say(CLOCK_WORDS[found.followed.now.clock]),)
    filters = tuple(
        f"{say(dimension(name).label)}: {', '.join(value or say('none') for value in values)}"
        for name, values in found.where.items()
    )
    return Distribution(
        title=say("%(metric)s: how it is spread", metric=say(metric.label)),
        lines=(
            " · ".join((*clock, span_words(found.periods.now, found.zone), *filters)),
            say("as of %(at)s", at=instant_words(found.as_of, found.zone)),
        ),
        now=_part(now, span_words(found.periods.now, found.zone)),
        before=None
        if earlier is None or not earlier.spread.n
        else _part(earlier, span_words(found.periods.before, found.zone)),
    )


def _of(facts: Facts, found: MetricFollowed, metric: Metric, period: Period) -> SpreadOfPeriod:
    asked = select(
        (metric.name,),
        stats=MARKED,
        where=found.where,
        since_at=period.start_at,
        until_at=period.end_at,
        clock=found.clock,
    )
    return remembered(facts, "spread", asked, lambda: _read(facts, asked))


def _read(facts: Facts, asked: Selection) -> SpreadOfPeriod:
    spread = read_spread(
        asked, rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled
    )
    readings = read(
        asked, rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled
    ).readings
    told = {each.stat: each.value for each in readings}
    return SpreadOfPeriod(spread, told.get("p50"), told.get("p90"))


def _part(found: SpreadOfPeriod, words: str) -> Part:
    return Part(words, found.spread.counts, Marks(found.median, found.p90))
