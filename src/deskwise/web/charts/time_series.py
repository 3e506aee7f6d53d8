"""A metric's course as a chart: the line with its intervals and limits, the number of cases below it.

This draws it on the server, for two widths; whatever draws charts later takes the place of `time_series`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskwise.app.followed_metric import Followed
from deskwise.metrics.readings import Reading
from deskwise.web.charts.sparkline import Mark, signal_mark
from deskwise.web.charts.value_axis import value_axis
from deskwise.web.figure_words import interval_of, value_of
from deskwise.web.number_words import count_words, value_words
from deskwise.web.time_words import axis_label, period_title

LEFT, RIGHT, TOP, PLOT, GAP, BARS, FOOT = 46.0, 18.0, 30.0, 210.0, 38.0, 44.0, 24.0
WIDE, NARROW = 720.0, 330.0
# What a finger or a pointer finds.
SMALLEST_TARGET = 24.0
LABEL_WIDTH = 54.0


@dataclass(frozen=True)
class Line:
    """A label and where it stands."""

    at: float
    words: str


@dataclass(frozen=True)
class Drawn:
    """One period: its point (null where it has no value), its interval, its bar of cases.

    `link` leads to its requests; `words` say all of it.
    """

    x: float
    y: float | None
    mark: Mark | None
    interval: tuple[float, float] | None
    bar: tuple[float, float, float, float]
    partial: bool
    link: str
    words: str


@dataclass(frozen=True)
class TimeSeries:
    """The chart's parts, in the picture's own units."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    unit: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    band: tuple[float, float] | None
    centre: float | None
    limit_words: tuple[Line, ...]
    lines: tuple[str, ...]
    dashed: str | None
    drawn: tuple[Drawn, ...]
    bars_title: float
    bars: tuple[Line, Line]
    step: float
    reachable: bool


def time_series(
    followed: Followed, grain: str, zone: str, link: Callable[[Reading], str], width: float
) -> TimeSeries:
    """The chart of a metric's course in a width; `link` gives the address of a period's requests."""
    course, limits, unit = followed.course, followed.limits, followed.now.unit
    values = [float(each.value) for each in course if each.value is not None]
    spread = [] if limits is None else [limits.low, limits.high]
    axis = value_axis(
        values + spread, "" if unit in {"count", "score"} else unit, from_zero=unit in {"count", "share"}
    )
    right, bottom = width - RIGHT, TOP + PLOT
    step = (right - LEFT) / max(len(course), 1)

    def y(value: float) -> float:
        inside = min(max(value, axis.low), axis.high)
        return round(bottom - (inside - axis.low) / (axis.high - axis.low) * PLOT, 1)

    most = max((each.n for each in course), default=0) or 1
    floor = bottom + GAP + BARS
    signals = {id(each) for each in followed.signals}
    drawn = []
    for number, each in enumerate(course):
        x = round(LEFT + (number + 0.5) * step, 1)
        tall = round(each.n / most * BARS, 1)
        wide = round(min(step * 0.55, 16.0), 1)
        mark: Mark | None = None
        if each.value is not None:
            mark = signal_mark(followed, each) if id(each) in signals else "end"
        partial = each.period is not None and each.period.partial
        drawn.append(
            Drawn(
                x=x,
                y=None if each.value is None else y(float(each.value)),
                mark="partial" if partial and mark is not None else mark,
                interval=_interval(each, y),
                bar=(round(x - wide / 2, 1), round(floor - tall, 1), wide, tall),
                partial=partial,
                link=link(each),
                words=_words(each, grain, zone),
            )
        )
    whole = [each for each in drawn if not each.partial]
    return TimeSeries(
        width=width,
        height=floor + FOOT,
        left=LEFT,
        right=right,
        top=TOP,
        bottom=bottom,
        unit=axis.unit,
        rows=tuple(Line(y(at), words) for at, words in axis.ticks),
        columns=_columns(course, drawn, grain, zone),
        band=None if limits is None else (y(limits.high), round(y(limits.low) - y(limits.high), 1)),
        centre=None if limits is None else y(limits.centre),
        limit_words=()
        if limits is None
        else tuple(
            # A limit at the end of the axis is one that cannot be passed.
            Line(y(at), f"{side} limit {value_words(at, unit)}")
            for side, at in (("upper", limits.high), ("lower", limits.low))
            if axis.low < at < axis.high
        ),
        lines=_lines(whole),
        dashed=_dashed(drawn),
        drawn=tuple(drawn),
        bars_title=bottom + GAP - 12,
        bars=(Line(floor, "0"), Line(floor - BARS, count_words(most))),
        step=step,
        reachable=step >= SMALLEST_TARGET,
    )


def _interval(reading: Reading, y: Callable[[float], float]) -> tuple[float, float] | None:
    if reading.interval is None or reading.value is None:
        return None
    low, high = reading.interval
    return (
        y(float(reading.value) if high is None else high),
        y(float(reading.value) if low is None else low),
    )


def _words(reading: Reading, grain: str, zone: str) -> str:
    words = [
        f"{period_title(reading.period, grain, zone)}: {value_of(reading)}",
        f"n {count_words(reading.n)}",
    ]
    interval = interval_of(reading)
    if interval is not None and reading.value is not None:
        words.insert(1, f"95 % interval {interval}")
    if reading.period is not None and reading.period.partial:
        words.append("not ended, not judged")
    return ", ".join(words)


def _columns(course: tuple[Reading, ...], drawn: list[Drawn], grain: str, zone: str) -> tuple[Line, ...]:
    # The last period has its label, so that the line is seen to end where the data does.
    found: list[Line] = []
    free = drawn[-1].x + LABEL_WIDTH if drawn else 0.0
    for reading, each in zip(reversed(course), reversed(drawn), strict=True):
        if each.x + LABEL_WIDTH / 2 <= free or not found:
            free = each.x - LABEL_WIDTH / 2
            found.append(Line(each.x, axis_label(reading.period, grain, zone)))
    return tuple(found)


def _lines(drawn: list[Drawn]) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for each in drawn:
        if each.y is None:
            runs.append([])
        else:
            runs[-1].append(f"{each.x},{each.y}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _dashed(drawn: list[Drawn]) -> str | None:
    if len(drawn) < 2 or not drawn[-1].partial or drawn[-1].y is None or drawn[-2].y is None:
        return None
    return " ".join(f"{each.x},{each.y}" for each in drawn[-2:])
