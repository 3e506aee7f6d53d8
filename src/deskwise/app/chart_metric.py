"""Figures as charts: which readings make one, and what stands beside them in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from deskwise.analyses.own_limits import OwnLimits
from deskwise.app.access.holders import Holder
from deskwise.app.annotate import list_annotations
from deskwise.app.annotations import Annotation
from deskwise.app.follow_metric import MetricFollowed
from deskwise.app.followed_metric import last_limits, side_of, signals_of
from deskwise.app.headlines import usual_stat
from deskwise.app.limits_anew import kept_anew
from deskwise.app.metric_limits import metric_limits
from deskwise.app.period_reader import PeriodReader
from deskwise.app.read_metrics import Answer, Question, read_metrics
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import mid_sentence, number, say
from deskwise.kernel.periods import Grain
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Number, Reading
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS, without_words
from deskwise.reports.time_series import Happening, Point, TimeSeries
from deskwise.reports.time_words import instant_words, span_words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MOST_GROUPS = 40
# With more, a period is narrower than its point.
MOST_PERIODS = 400
NOTHING = ""


@dataclass(frozen=True)
class Charted:
    """A chart, and the answer whose figures it shows."""

    chart: TimeSeries | ByDimension
    answer: Answer


def chart_question(
    workspace: Workspace, question: Question, state: State, by: Holder, target: Number | None = None
) -> Charted:
    """The chart of a question's answer; a statistic that nobody chose is the one that stands for the metric.

    Raises `UsageError` where the answer is not one chart, and says what to add; else as `read_metrics`.
    """
    found = _one_metric(question)
    stats = question.stats or (("within",) if question.within_seconds else (usual_stat(found),))
    question = replace(question, stats=stats)
    if len(question.by) > 1:
        raise UsageError(
            say("a chart splits by one dimension"), do=say("give --by once, and --where for the rest")
        )
    if not question.by and question.every is None:
        raise UsageError(say("one figure makes no chart"), do=say("add --every week, or --by team"))
    if target is not None and question.every is None:
        raise UsageError(say("a target is drawn over time"), do=say("add --every week"))
    answer = read_metrics(workspace, question)
    readings = answer.readings.readings
    _raise_if_not_one(question, readings)
    stat = readings[0].stat
    lines = _lines(stat, readings[0], question, answer.readings.as_of, answer.zone)
    if question.every is None:
        groups = _by_dimension(workspace, found, question, readings, lines)
        return Charted(groups, answer)
    happenings = happenings_of(state, by, readings, found.name, _only_team(question.where))
    own = _limits_of(workspace, question, readings[-1], kept_anew(state))
    series = _series(found, readings, own, answer.zone, question.every, lines, happenings)
    return Charted(replace(series, target=target), answer)


def chart_followed(
    found: MetricFollowed,
    happenings: Sequence[Happening] = (),
    link: Callable[[Reading], str] = lambda _: NOTHING,
    figure: Callable[[Reading], str] = lambda _: NOTHING,
) -> TimeSeries:
    """The chart of a metric that is followed.

    Each period leads to where `link` says, and its figure is said as `figure` does.
    """
    followed = found.followed
    question = Question(where=found.where, every=found.grain)
    lines = _lines(followed.stat, followed.now, question, found.as_of, found.zone)
    made = _series(
        followed.metric, followed.course, followed.own, found.zone, found.grain, lines, tuple(happenings)
    )
    return replace(
        made,
        points=tuple(
            replace(point, link=link(point.reading), figure=figure(point.reading)) for point in made.points
        ),
    )


def chart_groups(found: MetricFollowed) -> ByDimension | None:
    """The chart of a metric's groups in the period it is read over; null where there are none."""
    if found.by is None or not found.groups:
        return None
    now = found.followed.now
    question = Question(where={name: values for name, values in found.where.items() if name != found.by})
    lines = _lines(found.followed.stat, now, question, found.as_of, found.zone)
    return _groups(
        found.followed.metric,
        found.by,
        [(each.value, each.followed.now) for each in found.groups],
        now,
        (f"{lines[0]} · {span_words(found.periods.now, found.zone)}", *lines[1:]),
        found.more_groups,
    )


def happenings_of(
    state: State, by: Holder, readings: Sequence[Reading], metric: str, team: str | None = None
) -> tuple[Happening, ...]:
    """What was noted on the time of readings; raises `NotAllowedError`."""
    edges = [
        edge
        for each in readings
        if each.period is not None
        for edge in (each.period.start_at, each.period.end_at)
        if edge is not None
    ]
    return noted_between(state, by, min(edges), max(edges), metric, team) if edges else ()


def noted_between(
    state: State, by: Holder, start_at: int, end_at: int, metric: str, team: str | None = None
) -> tuple[Happening, ...]:
    """What was noted on a stretch of time, of a metric and of all; raises `NotAllowedError`."""
    found = list_annotations(state, by, _told(start_at), _told(end_at), team=team, metric=metric)
    return tuple(
        Happening(
            _instant(each.at),
            each.text if each.team in {None, team} else f"{each.text} ({each.team})",
            None if each.end_at is None else _instant(each.end_at),
        )
        for each in found
    )


def _limits_of(
    workspace: Workspace, question: Question, reading: Reading, anew: tuple[Annotation, ...]
) -> OwnLimits | None:
    """The limits of a figure from its beginning on, whatever part of its course is drawn."""
    if question.every is None:
        return None
    where = {**question.where, **{name: (value,) for name, value in reading.by}}
    with workspace.facts() as facts:
        reader = PeriodReader(
            facts, (reading.metric,), (reading.stat,), reading.clock or "elapsed", where,
            within_seconds=question.within_seconds, anew=anew,
        )  # fmt: skip
        grain = next(each for each in get_args(Grain) if each == question.every)
        found = metric_limits(reader, grain).found
    figure = (reading.metric, reading.stat)
    return next((own for (name, stat, _), own in found.items() if (name, stat) == figure), None)


def _one_metric(question: Question) -> Metric:
    if len(question.metrics) != 1:
        raise UsageError(
            say("a chart shows one metric"),
            do=say("name it: deskwise metrics first_response_time --every week"),
        )
    if len(question.stats) > 1:
        raise UsageError(
            say("a chart shows one statistic"),
            do=say("choose one: --stat %(stats)s", stats=question.stats[0]),
        )
    return metric(question.metrics[0])


def _raise_if_not_one(question: Question, readings: Sequence[Reading]) -> None:
    if not readings:
        raise UsageError(
            say("no figure has a case in this selection"), do=say("ask for more time or fewer --where")
        )
    if question.every is not None and len(readings) > MOST_PERIODS and not question.by:
        raise UsageError(
            say(
                "that makes %(n)s periods, and a chart has room for %(most)s",
                n=number(len(readings)),
                most=MOST_PERIODS,
            ),
            do=say("ask for a coarser --every, or begin later: --since"),
        )
    drawn = set(question.by) if question.every is None else set[str]()
    for name in dict.fromkeys(name for each in readings for name, _ in each.by if name not in drawn):
        values = sorted({dict(each.by)[name] or "" for each in readings})
        if len(values) > 1:
            there = next(filter(None, values))
            raise UsageError(
                say(
                    "a chart shows one line, and this has one for each %(what)s",
                    what=mid_sentence(say(dimension(name).label)),
                ),
                do=say("add --where %(name)s=%(value)s, or leave out --every", name=name, value=there)
                if name in question.by
                else say("add --where %(name)s=%(value)s", name=name, value=there),
            )


def _series(
    found: Metric,
    readings: Sequence[Reading],
    own: OwnLimits | None,
    zone: str,
    grain: str,
    lines: tuple[str, ...],
    happenings: tuple[Happening, ...],
) -> TimeSeries:
    signals = {id(each) for each in signals_of(readings, own)}
    return TimeSeries(
        title=say(found.label),
        lines=lines,
        unit=readings[-1].unit if readings else found.unit,
        grain=grain,
        zone=zone,
        points=tuple(
            Point(
                each,
                side_of(found, own, each) if id(each) in signals else None,
                limits=None if own is None or own.flat else own.at(each),
            )
            for each in readings
        ),
        limits=last_limits(own, readings),
        happenings=happenings,
    )


def _by_dimension(
    workspace: Workspace,
    found: Metric,
    question: Question,
    readings: Sequence[Reading],
    lines: tuple[str, ...],
) -> ByDimension:
    (name,) = question.by
    groups = [(dict(each.by)[name], each) for each in readings]
    groups.sort(key=lambda group: (-group[1].n, group[0] is None, group[0] or ""))
    whole = read_metrics(workspace, replace(question, by=())).readings.readings
    more = max(len(groups) - MOST_GROUPS, 0)
    return _groups(found, name, groups[:MOST_GROUPS], whole[0] if len(whole) == 1 else None, lines, more)


def _groups(
    found: Metric,
    name: str,
    groups: Sequence[tuple[str | None, Reading]],
    whole: Reading | None,
    lines: tuple[str, ...],
    more: int,
) -> ByDimension:
    label = say(dimension(name).label)
    if more:
        told = say("the %(n)s with most cases; %(more)s more are not drawn", n=len(groups), more=number(more))
        lines = (*lines, told)
    return ByDimension(
        title=say("%(metric)s by %(dimension)s", metric=say(found.label), dimension=mid_sentence(label)),
        lines=lines,
        unit=groups[0][1].unit,
        dimension=label,
        groups=tuple(
            Group(value or without_words(dimension(name).label), reading) for value, reading in groups
        ),
        whole=whole,
        more=more,
    )


def _lines(stat: Stat, reading: Reading, question: Question, as_of: int, zone: str) -> tuple[str, ...]:
    """Which figure it is, and up to when it is known."""
    words = [say(STAT_WORDS[stat])]
    if stat == "within" and question.within_seconds is not None:
        words = [say("share within %(n)s s", n=number(question.within_seconds))]
    if reading.clock is not None:
        words.append(say(CLOCK_WORDS[reading.clock]))
    if question.every is not None:
        words.append(say("by %(grain)s", grain=say(question.every)))
    for name, values in question.where.items():
        label = dimension(name).label
        words.append(f"{say(label)}: {', '.join(value or without_words(label) for value in values)}")
    if question.since or question.until:
        words.append(" ".join(part for part in (_since(question), _until(question)) if part))
    return (" · ".join(words), say("as of %(at)s", at=instant_words(as_of, zone)))


def _since(question: Question) -> str:
    return say("from %(day)s", day=question.since) if question.since else ""


def _until(question: Question) -> str:
    return say("before %(day)s", day=question.until) if question.until else ""


def _only_team(where: Mapping[str, Sequence[str | None]]) -> str | None:
    values = where.get("team", ())
    return values[0] if len(values) == 1 else None


def _told(instant: int) -> datetime:
    return EPOCH + timedelta(microseconds=instant)


def _instant(told: datetime) -> int:
    return (told - EPOCH) // MICROSECOND
