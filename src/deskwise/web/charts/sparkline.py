"""A line of a few dozen periods in the space of a word: limits behind it, signals on it, no axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskwise.app.followed_metric import Followed
from deskwise.metrics.readings import Reading

WIDTH, HEIGHT, EDGE = 200.0, 40.0, 5.0
Mark = Literal["better", "worse", "neutral", "end", "partial"]


@dataclass(frozen=True)
class Point:
    """A mark on the line, in the picture's own units."""

    x: float
    y: float
    mark: Mark


@dataclass(frozen=True)
class Sparkline:
    """The parts of the picture: lines as points for `polyline`, null where there is none.

    `lines` are several where a period without a value parts them. `band` is the top and the height of the
    ordinary variation, `centre` its middle.
    """

    lines: tuple[str, ...]
    partial: str | None
    band: tuple[float, float] | None
    centre: float | None
    points: tuple[Point, ...]
    width: float = WIDTH
    height: float = HEIGHT


def sparkline(followed: Followed, bounds: tuple[float, float] | None = None) -> Sparkline | None:
    """The course of a metric; null where fewer than two periods have a value.

    `bounds` are the lowest and the highest value of the picture, its own where none are given.
    """
    course = followed.course
    values = [float(each.value) for each in course if each.value is not None]
    if len(values) < 2:
        return None
    limits = followed.limits
    if bounds is None:
        also = [] if limits is None else [limits.low, limits.high]
        bounds = min(values + also), max(values + also)
    low, high = bounds
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0
    step = (WIDTH - 2 * EDGE) / max(len(course) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - (value - low) * scale if scale else HEIGHT / 2, 1)

    def place(number: int, value: float) -> tuple[float, float]:
        return round(EDGE + number * step, 1), y(value)

    places = [None if each.value is None else place(at, float(each.value)) for at, each in enumerate(course)]
    partial = course[-1].period is not None and course[-1].period.partial
    whole = places[:-1] if partial else places
    dashed = None
    if partial and places[-1] is not None and whole and whole[-1] is not None:
        dashed = _line([whole[-1], places[-1]])
    return Sparkline(
        tuple(_line(run) for run in _runs(whole) if len(run) > 1),
        dashed,
        None if limits is None else (y(limits.high), round(y(limits.low) - y(limits.high), 1)),
        None if limits is None else y(limits.centre),
        _points(followed, places, partial=partial),
    )


def _points(
    followed: Followed, places: list[tuple[float, float] | None], *, partial: bool
) -> tuple[Point, ...]:
    signals = {id(each) for each in followed.signals}
    found = []
    for place, reading in zip(places, followed.course, strict=True):
        if place is not None and id(reading) in signals:
            found.append(Point(*place, signal_mark(followed, reading)))
    ended = [place for place in (places[:-1] if partial else places) if place is not None]
    if ended and not any((point.x, point.y) == ended[-1] for point in found):
        found.append(Point(*ended[-1], "end"))
    if partial and places[-1] is not None:
        found.append(Point(*places[-1], "partial"))
    return tuple(found)


def signal_mark(followed: Followed, reading: Reading) -> Mark:
    """What a reading outside the limits is: on the better side of them, on the worse, or neither."""
    return followed.side(reading)


def _runs(places: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return runs


def _line(run: list[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in run)
