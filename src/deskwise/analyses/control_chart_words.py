"""What `control_chart` says: whether a metric is in control, since when, by which limits and which rule."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from deskwise.analyses.charted_course import ChartedCourse, ChartedPeriod, LevelChange
from deskwise.analyses.finding import Outcome
from deskwise.analyses.ground_values import LimitsAnew, Note
from deskwise.analyses.own_limits import WEEKS_OF_DAYS, ChartKind, OwnLimits
from deskwise.analyses.rare_events import GapLimits
from deskwise.analyses.run_rules import RULES
from deskwise.analyses.sentence import Amount, Moment, Sentence, Word, sentence
from deskwise.kernel.language import marked
from deskwise.kernel.periods import Grain
from deskwise.metrics.definition import Metric, Stat

CHARTS: dict[ChartKind, str] = {
    "xmr": marked("an XmR chart (moving ranges)"),
    "p": marked("a p chart (shares of cases)"),
    "p'": marked("a p' chart (shares of cases, Laney)"),
    "u": marked("a u chart (counts per case)"),
    "u'": marked("a u' chart (counts per case, Laney)"),
    "c": marked("a c chart (counts per day)"),
    "c'": marked("a c' chart (counts per day, Laney)"),
}
PERIODS: dict[str, str] = {
    "day": marked("days"),
    "week": marked("weeks"),
    "month": marked("months"),
    "quarter": marked("quarters"),
}
GAPS_LABEL = marked("Gaps between events")
GAPS = marked("gaps between events")
MOST_NOTES = 5
# From so many standard errors on, periods are taken to hang together.
FAR = 2.5
FEWEST_TO_CORRELATE = 20


@dataclass(frozen=True)
class Told:
    """All that sentences are made of.

    `course` is null with too few periods, `gap_limits` where it is none of gaps between rare events. `known`
    are the ended periods with a figure; `notes` are what was noted near a change, by its instant.
    """

    metric: Metric
    stat: Stat
    unit: str
    grain: Grain
    limits: OwnLimits | None
    gap_limits: GapLimits | None
    course: ChartedCourse | None
    outcome: Outcome
    known: int
    fewest: int
    anew: LimitsAnew | None
    notes: tuple[tuple[int, tuple[Note, ...]], ...]
    shown: int

    @property
    def by_days(self) -> bool:
        """Whether gaps are told in days, as of a plain count."""
        return self.metric.kind == "count"

    @property
    def periods(self) -> Word:
        """What the chart shows, as a word."""
        return Word(PERIODS[self.grain] if self.gap_limits is None else GAPS)


def sentences(told: Told) -> tuple[Sentence, ...]:
    """The answer, then the dated changes, the rules that mark, and the limits."""
    course = told.course
    if course is None:
        return (_too_few(told),)
    return (
        _answer(told, course),
        *_dated(told, course),
        *_rules(told, course),
        *_limits(told, course),
        *_by_chance(course),
    )


def doubts(told: Told) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return () if told.course is None else tuple(_doubts(told, told.course))


def _too_few(told: Told) -> Sentence:
    return sentence(
        marked(
            "There are too few %(periods)s to draw limits of: %(known)s ended ones have a figure, and it"
            " takes %(fewest)s before the last."
        ),
        periods=told.periods,
        known=told.known,
        fewest=told.fewest,
    )


def _answer(told: Told, course: ChartedCourse) -> Sentence:
    name = Word(told.metric.label, first=True)
    marked_, judged = course.marked, len(course.judged)
    if course.changes:
        last = course.changes[-1]
        times = marked(
            "%(metric)s is not in control: its level changed %(n)s times, last on %(at)s, from %(before)s to"
            " %(after)s."
        )
        once = marked(
            "%(metric)s is not in control: its level changed on %(at)s, from %(before)s to %(after)s."
        )
        return sentence(
            once if len(course.changes) == 1 else times,
            metric=name,
            n=len(course.changes),
            at=Moment(last.at, day=True),
            before=_amount(told, last.before),
            after=_amount(told, last.after),
        )
    if told.outcome == "too few":
        return sentence(
            marked(
                "%(metric)s has limits, drawn of %(n)s %(periods)s, and none has ended since that could be"
                " held against them."
            ),
            metric=name,
            n=told.limits.periods if told.limits is not None else told.known,
            periods=told.periods,
        )
    if course.striking:
        return sentence(
            marked(
                "%(metric)s is not in control: of the %(judged)s %(periods)s held against its limits, marked"
                " are %(n)s, the first from %(first)s on, more strikingly than chance does."
            ),
            metric=name,
            n=len(marked_),
            judged=judged,
            periods=told.periods,
            first=Moment(marked_[0].start_at, day=True),
        )
    if not marked_:
        words = marked(
            "%(metric)s is in control: none of the %(judged)s %(periods)s held against its limits is marked,"
            " and no change of level can be dated."
        )
        return sentence(words, metric=name, judged=judged, periods=told.periods)
    return sentence(
        marked(
            "%(metric)s is in control as far as can be told: of the %(judged)s %(periods)s held against its"
            " limits, marked are %(n)s, and %(chance)s of charts in which nothing changes are as striking."
        ),
        metric=name,
        n=len(marked_),
        judged=judged,
        periods=told.periods,
        chance=Amount(1.0 if course.alarms is None else course.alarms.as_striking, "share"),
    )


def _dated(told: Told, course: ChartedCourse) -> Iterator[Sentence]:
    noted = dict(told.notes)
    for each in course.changes:
        yield sentence(
            marked(
                "From %(before)s to %(after)s on %(at)s (at the earliest %(low)s, before %(high)s, at 95 %%);"
                " shuffled, such a course has as clear a break in %(chance)s."
            ),
            before=_amount(told, each.before),
            after=_amount(told, each.after),
            at=Moment(each.at, day=True),
            low=Moment(each.low_at, day=True),
            high=Moment(each.high_at, day=True),
            chance=Amount(each.chance, "share"),
        )
        yield from _noted(each, noted.get(each.at, ()))


def _noted(change: LevelChange, notes: tuple[Note, ...]) -> Iterator[Sentence]:
    for each in notes[:MOST_NOTES]:
        words = marked("Noted near the change of %(change)s: %(words)s, at %(at)s.")
        yield sentence(words, change=Moment(change.at, day=True), words=each.words, at=Moment(each.at))


def _rules(told: Told, course: ChartedCourse) -> Iterator[Sentence]:
    if course.alarms is None:
        return
    for each in RULES:
        found = [period for period in course.periods if each.name in period.marks]
        if not found:
            continue
        yield sentence(
            marked(
                "%(rule)s: %(n)s, the last from %(last)s on; where nothing changes that marks %(per_period)s"
                " of the %(periods)s, and any in %(per_chart)s of such charts."
            ),
            rule=Word(each.label, first=True),
            n=len(found),
            last=Moment(found[-1].start_at, day=True),
            per_period=Amount(course.alarms.per_period[each.name], "share"),
            per_chart=Amount(course.alarms.per_chart[each.name], "share"),
            periods=told.periods,
        )


def _limits(told: Told, course: ChartedCourse) -> Iterator[Sentence]:
    base = [each for each in course.periods if each.place == "base"]
    known = [each for each in course.periods if each.limits is not None]
    last = known[-1].limits
    assert last is not None
    kind = marked("a g chart (what lies between rare events)")
    if told.gap_limits is None:
        assert told.limits is not None
        kind = CHARTS[told.limits.kind]
    yield sentence(
        marked(
            "The limits are those of %(chart)s, drawn of the %(n)s %(periods)s from %(start)s up to %(end)s:"
            " for the last %(low)s to %(high)s, around %(centre)s."
        ),
        chart=Word(kind),
        n=len(base),
        periods=told.periods,
        start=Moment(base[0].start_at, day=True),
        end=Moment(base[-1].end_at, day=True),
        low=_amount(told, last.low),
        high=_amount(told, last.high),
        centre=_amount(told, last.centre),
    )
    if told.anew is not None:
        words = marked("They were set anew, of what came from %(at)s on: %(reason)s.")
        yield sentence(words, at=Moment(told.anew.since_at, day=True), reason=told.anew.reason)
    if told.limits is None or told.gap_limits is not None:
        return
    if told.limits.kind in {"p'", "u'", "c'"}:
        yield sentence(
            marked(
                "Its counts lie %(times)s times as far apart as chance alone draws them, and the limits are"
                " so much wider."
            ),
            times=Amount(told.limits.spread, "score"),
        )
    if told.limits.by_weekday:
        yield sentence(marked("Each day is held against what is usual on its day of the week."))


def _by_chance(course: ChartedCourse) -> Iterator[Sentence]:
    if course.alarms is None or course.marked:
        return
    yield sentence(
        marked("Where nothing changes, %(share)s of such charts have a mark by one of the %(n)s rules."),
        share=Amount(course.alarms.any_mark, "share"),
        n=len(RULES),
    )


def _doubts(told: Told, course: ChartedCourse) -> Iterator[Sentence]:
    base = [each for each in course.periods if each.place == "base"]
    outside = [
        each
        for each in base
        if each.limits is not None and each.value is not None and not each.limits.holds(each.value)
    ]
    if outside:
        yield sentence(
            marked(
                "Of the %(periods)s that the limits are drawn of, beyond them lie %(n)s: they may not be"
                " ordinary."
            ),
            n=len(outside),
            periods=told.periods,
        )
    alike = _hanging_together(course)
    if alike is not None:
        yield sentence(
            marked(
                "The %(periods)s are like the ones before them (correlation %(r)s): chance alone marks more"
                " of them, and dates more changes, than is told."
            ),
            periods=told.periods,
            r=Amount(round(alike, 2), "score"),
        )
    if told.gap_limits is None and told.limits is not None:
        if told.grain == "day" and not told.limits.by_weekday:
            words = marked("Days of the week are not told apart, which takes %(weeks)s weeks of figures.")
            yield sentence(words, weeks=WEEKS_OF_DAYS)
        if told.limits.rare:
            words = marked("There is less than one event in a period, and too few to look at the gaps.")
            yield sentence(words)
    if len(course.periods) > told.shown:
        yield sentence(
            marked("Table and chart show the last %(shown)s of %(all)s %(periods)s."),
            shown=told.shown,
            all=len(course.periods),
            periods=told.periods,
        )


def _hanging_together(course: ChartedCourse) -> float | None:
    """How alike neighbours are around the levels between changes, where that is more than chance."""
    known: list[ChartedPeriod] = [each for each in course.periods if each.sigmas is not None]
    if len(known) < FEWEST_TO_CORRELATE:
        return None
    starts = [each.at for each in course.changes]
    parts: dict[int, list[float]] = {}
    for each in known:
        parts.setdefault(sum(at <= each.start_at for at in starts), []).append(each.sigmas or 0.0)
    rest = [[value - sum(part) / len(part) for value in part] for part in parts.values()]
    square = sum(value * value for part in rest for value in part)
    together = sum(a * b for part in rest for a, b in itertools.pairwise(part))
    alike = together / square if square else 0.0
    return alike if alike > FAR / math.sqrt(len(known)) else None


def _amount(told: Told, value: float) -> Amount:
    unit = told.unit if told.gap_limits is None else "count"
    return Amount(round(value, 1) if unit == "count" else value, unit)
