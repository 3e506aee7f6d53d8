"""Chart a key result over its cycle: what it read, its pace, its target, and what somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from deskwise.app.objectives.course import SHORT_CYCLE_DAYS, CoursePoint
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding
from deskwise.app.seen_figures import WithheldReading
from deskwise.kernel.language import date_words, say
from deskwise.kernel.periods import day_start, local_time, zone_info
from deskwise.metrics.readings import Reading
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.check_in import TypedValue
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.pace import expected_of, pace_value
from deskwise.reports.key_result_course import CourseMark, KeyResultCourse, TypedMark
from deskwise.reports.key_result_words import binding_words, kind_words, window_words
from deskwise.reports.time_words import DAY, instant_words

ONE_DAY = timedelta(days=1)


def chart_key_result(
    found: CycleStanding, standing: KeyResultStanding, course: Sequence[CoursePoint]
) -> KeyResultCourse | None:
    """The chart of a key result; null where there is nothing to draw, or what there is may not be seen."""
    if standing.read.withheld or any(isinstance(each.reading, WithheldReading) for each in course):
        return None
    key_result, moment = standing.key_result, found.moment
    span = found.cycle.period(moment.zone)
    typed = found.record.typed.get(key_result.id, ())
    marks = _marks(found, standing, course)
    pace = _pace(found, standing)
    if not marks and not pace:
        return None
    binding = key_result.binding
    what = [kind_words(key_result)]
    if binding is not None:
        what = [binding_words(binding), window_words(binding.window)]
    as_of = say("as of %(at)s", at=instant_words(moment.read_at, moment.zone))
    is_steps = key_result.kind is KeyResultKind.MILESTONES
    bounds = key_result.bounds
    return KeyResultCourse(
        title=key_result.title,
        lines=(" · ".join(what), f"{found.cycle.name} · {as_of}"),
        unit="share" if is_steps else unit_of(key_result),
        zone=moment.zone,
        start_at=span.start_at,
        end_at=span.end_at,
        now_at=moment.now_at,
        marks=marks,
        pace=pace,
        baseline=None if key_result.kind is KeyResultKind.KEEP else standing.baseline,
        target=1.0 if is_steps else standing.target,
        bounds=(None, None) if bounds is None else (bounds.lower, bounds.upper),
        typed=tuple(_typed(found, each) for each in typed),
        steps=is_steps,
    )


def _marks(
    found: CycleStanding, standing: KeyResultStanding, course: Sequence[CoursePoint]
) -> tuple[CourseMark, ...]:
    key_result, span = standing.key_result, found.cycle.period(found.moment.zone)
    if key_result.kind is KeyResultKind.KEEP:
        # Each week is judged by itself: its figure stands at its end.
        return tuple(
            CourseMark(week.end_at, _value(each), each.n, each.interval, week.partial)
            for each, week in zip(standing.read.course, standing.measured.periods, strict=True)
        )
    if key_result.kind is KeyResultKind.MILESTONES:
        return _steps(key_result, span.start_at, min(found.moment.now_at, span.end_at))
    if key_result.kind is KeyResultKind.NUMBER:
        typed = found.record.typed.get(key_result.id, ())
        return tuple(CourseMark(_at(found, each), each.value) for each in typed)
    return tuple(CourseMark(each.at, each.value, each.reading.n, _interval(each)) for each in course)


def _interval(point: CoursePoint) -> tuple[float | None, float | None] | None:
    """The interval of a figure that is drawn as it was read; one brought to another length has none."""
    return point.reading.interval if point.value == _value(point.reading) else None


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _steps(key_result: KeyResult, start_at: int, until: int) -> tuple[CourseMark, ...]:
    """The share of the steps' weight that is done: at the beginning, at each that was, and now."""
    whole = sum(each.weight for each in key_result.milestones)
    done = sorted(
        (micros(each.done_at), each.weight) for each in key_result.milestones if each.done_at is not None
    )
    marks, come = [CourseMark(start_at, 0.0)], 0.0
    for at, weight in done:
        come += weight
        marks.append(CourseMark(min(max(at, start_at), until), come / whole))
    return (*marks, CourseMark(until, come / whole))


def _pace(found: CycleStanding, standing: KeyResultStanding) -> tuple[tuple[int, float], ...]:
    """Where it is expected to be at the beginning of days of the cycle, and at its end."""
    key_result, cycle = standing.key_result, found.cycle
    if key_result.kind is KeyResultKind.KEEP:
        return ()
    told = []
    for day in _days(found, key_result):
        expected = expected_of(key_result, cycle, day, found.open_days)
        is_steps = key_result.kind is KeyResultKind.MILESTONES
        value = expected if is_steps else pace_value(key_result, standing.baseline, expected)
        if value is not None:
            told.append((day_start(day, found.moment.zone), value))
    return tuple(told)


def _days(found: CycleStanding, key_result: KeyResult) -> list[date]:
    """The days the pace is drawn through: Mondays, those after checkpoints and due days, and today."""
    cycle = found.cycle
    last = cycle.last_day + ONE_DAY
    every = [cycle.first_day + ONE_DAY * n for n in range(cycle.days())]
    days = {day for day in every if day.weekday() == 0 or cycle.days() <= SHORT_CYCLE_DAYS}
    days |= {each.day + ONE_DAY for each in key_result.checkpoints}
    days |= {each.due + ONE_DAY for each in key_result.milestones if each.due is not None}
    days |= {cycle.first_day, found.moment.today, last}
    return sorted(day for day in days if cycle.first_day <= day <= last)


def _typed(found: CycleStanding, value: TypedValue) -> TypedMark:
    zone = zone_info(found.moment.zone)
    day = date_words(local_time(micros(value.at), zone), DAY)
    ended = value.resumed_at is not None
    words = say("typed %(day)s, withdrawn", day=day) if ended else say("typed %(day)s", day=day)
    return TypedMark(_at(found, value), value.value, words, ended)


def _at(found: CycleStanding, value: TypedValue) -> int:
    """When a value was typed; of a cycle that follows the data no later than they end."""
    return min(micros(value.at), found.moment.now_at)
