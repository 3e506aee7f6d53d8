"""A ticket as lanes on one axis of time: messages, status, holder, waits, and the intervals figures count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.app.ticket_course import Counted, MarkKind, Stretch, TicketCourse
from deskwise.kernel.language import say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import exact_words
from deskwise.web.charts.narrow_axis import NarrowAxis, day_labels, hour_labels, narrow_axis

WIDTH, LEFT, RIGHT, TOP, LANE = 1080.0, 124.0, 12.0, 48.0, 46.0
CHARACTER = 6.4
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Mark:
    """Something at one place."""

    x: float
    kind: MarkKind
    words: str


@dataclass(frozen=True)
class Bar:
    """Something from one place to another; `inside` is what fits into it, empty if nothing does."""

    x: float
    width: float
    kind: str
    inside: str
    words: str


@dataclass(frozen=True)
class Bracket:
    """An interval that is counted, with its lengths above it as far as they have room."""

    x: float
    end: float
    words: str
    full: str


@dataclass(frozen=True)
class TicketTimeline:
    """The picture's parts; every lane has its place from the top."""

    width: float
    height: float
    left: float
    right: float
    top: float
    lane: float
    days: tuple[tuple[float, str], ...]
    hours: tuple[tuple[float, str], ...]
    gaps: tuple[tuple[float, float], ...]
    narrow: bool
    marks: tuple[Mark, ...]
    statuses: tuple[Bar, ...]
    holders: tuple[Bar, ...]
    waits: tuple[tuple[float, str, tuple[Bar, ...]], ...]
    brackets: tuple[tuple[str, tuple[Bracket, ...]], ...]


def ticket_timeline(course: TicketCourse, zone: str) -> TicketTimeline:
    """The picture of a ticket's course."""
    axis = narrow_axis(course.start_at, course.end_at, course.opening, LEFT, WIDTH - RIGHT)
    lanes = (
        (say("First response"), "first response"),
        (say("Reply waits"), "reply"),
        (say("Resolution"), "resolution"),
    )
    return TicketTimeline(
        width=WIDTH,
        height=TOP + 7 * LANE,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        lane=LANE,
        days=day_labels(axis, zone),
        hours=hour_labels(axis, zone),
        gaps=axis.gaps,
        narrow=axis.narrow,
        marks=tuple(
            Mark(axis.x(each.at), each.kind, f"{each.who}, {exact_words(each.at, zone)}")
            for each in course.happenings
        ),
        statuses=_bars(course.statuses, axis, zone),
        holders=_bars(course.holders, axis, zone),
        waits=tuple(_wait(each, axis, course.opening, zone) for each in course.waits),
        brackets=tuple(
            (label, _brackets([each for each in course.counted if each.kind == kind], axis))
            for label, kind in lanes
        ),
    )


def _bars(stretches: Sequence[Stretch], axis: NarrowAxis, zone: str) -> tuple[Bar, ...]:
    bars = []
    for each in stretches:
        x, end = axis.x(each.start_at), axis.x(each.end_at)
        wide = round(max(end - x, 1.0), 1)
        fits = len(each.words) * CHARACTER + 6 <= wide
        start, stop = exact_words(each.start_at, zone), exact_words(each.end_at, zone)
        words = _from_to(each.words or say("nobody"), start, stop)
        kind = each.kind.replace("_", "-") or ("held" if each.words else "")
        bars.append(Bar(x, wide, kind, each.words if fits else "", words))
    return tuple(bars)


def _from_to(what: str, start: str, stop: str) -> str:
    return say("%(what)s, from %(start)s to %(stop)s", what=what, start=start, stop=stop)


def _wait(
    wait: Stretch, axis: NarrowAxis, opening: tuple[tuple[int, int], ...] | None, zone: str
) -> tuple[float, str, tuple[Bar, ...]]:
    """A wait: pale as a whole, solid where the clock of working time ran."""
    x, end = axis.x(wait.start_at), axis.x(wait.end_at)
    words = _from_to(wait.words, exact_words(wait.start_at, zone), exact_words(wait.end_at, zone))
    whole = Bar(x, round(max(end - x, 1.5), 1), "closed", "", words)
    if opening is None:
        return x, wait.words, (Bar(x, whole.width, "open", "", words),)
    solid = []
    for opens, closes in opening:
        start, stop = max(opens, wait.start_at), min(closes, wait.end_at)
        if start < stop:
            at = axis.x(start)
            solid.append(Bar(at, round(max(axis.x(stop) - at, 1.0), 1), "open", "", words))
    return x, wait.words, (whole, *solid)


def _brackets(counted: Sequence[Counted], axis: NarrowAxis) -> tuple[Bracket, ...]:
    found: list[Bracket] = []
    ordered = sorted(counted, key=lambda each: each.start_at)
    for number, each in enumerate(ordered):
        x, end = axis.x(each.start_at), axis.x(each.end_at)
        following = ordered[number + 1].start_at if number + 1 < len(ordered) else None
        room = (axis.places[-1] if following is None else axis.x(following)) - x
        forms = lengths(each)
        words = next((form for form in forms if len(form) * CHARACTER + 12 <= room), "")
        if not words and following is None:
            # The last one may be written to the left of its end.
            words = forms[-1]
        found.append(Bracket(x, round(max(end, x + 1.5), 1), words, forms[0]))
    return tuple(found)


def lengths(counted: Counted) -> tuple[str, ...]:
    """The lengths of an interval in words, the fullest form first."""
    elapsed = length_words(counted.elapsed)
    told_elapsed = say("%(length)s elapsed", length=elapsed)
    if counted.working is None:
        return (told_elapsed, elapsed)
    working = length_words(counted.working)
    if working == elapsed:
        return (say("%(length)s working = elapsed", length=working), working)
    told_working = say("%(length)s working", length=working)
    return (f"{told_working} · {told_elapsed}", told_working, working)


def length_words(microseconds: int) -> str:
    """A length of time in words."""
    return value_words(microseconds / MICROSECONDS, "seconds")
