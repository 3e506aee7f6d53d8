"""A metric over time as plain values: what a chart of it is drawn from, and the rows of that drawing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Literal

from deskwise.analyses.control_limits import ControlLimits
from deskwise.kernel.language import say
from deskwise.metrics.readings import Number, Reading, iso
from deskwise.reports.number_words import count_words, interval_told, interval_words, value_words
from deskwise.reports.time_words import axis_label, period_title

Signal = Literal["better", "worse", "neutral"]
LABEL_WIDTH = 54.0
YEAR = 365 * 86_400_000_000


@dataclass(frozen=True)
class Point:
    """A period of the course: its reading, its signal (null where it is none) and where it leads.

    `figure` is its value in words, those of the house if empty. `limits` are its own where they are not the
    same for all; `mark` says why it is a signal, where it is not for lying outside of them.
    """

    reading: Reading
    signal: Signal | None = None
    link: str = ""
    figure: str = ""
    limits: ControlLimits | None = None
    mark: str = ""


@dataclass(frozen=True)
class Happening:
    """A note on an instant, or on the time until `end_at`, which is null of an instant."""

    at: int
    words: str
    end_at: int | None = None


@dataclass(frozen=True)
class TimeSeries:
    """A metric over time.

    `lines` say which figure it is. `limits` are null with too few periods for them, of `stepped` ones those
    of the last period that has any. `target` is null where there is none; it is in the unit of the readings.
    Periods follow each other, and those of `happenings` that lie outside of them are not drawn.
    """

    title: str
    lines: tuple[str, ...]
    unit: str
    grain: str
    zone: str
    points: tuple[Point, ...]
    limits: ControlLimits | None = None
    target: Number | None = None
    happenings: tuple[Happening, ...] = ()

    @property
    def stepped(self) -> bool:
        """Whether limits follow how much there was to count in, period by period."""
        return any(each.limits is not None for each in self.points)

    @property
    def n_words(self) -> str:
        """What the lower panel counts."""
        return "n"

    def figure_of(self, point: Point) -> str:
        """A period's value in words."""
        return point.figure or value_words(point.reading.value, self.unit)

    def words_of(self, point: Point) -> str:
        """A period in words: all that is drawn of it."""
        reading = point.reading
        words = [f"{period_title(reading.period, self.grain, self.zone)}: {self.figure_of(point)}"]
        if reading.value is not None and reading.interval not in {None, (None, None)}:
            words.append(interval_told(*reading.interval, self.unit))
        words.append(f"n {count_words(reading.n)}")
        if point.limits is not None:
            low, high = (value_words(side, self.unit) for side in (point.limits.low, point.limits.high))
            words.append(say("limits %(low)s to %(high)s", low=low, high=high))
        return ", ".join(filter(None, [*words, beside(point)]))

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        known = [each for each in self.points if each.reading.value is not None]
        parts = [say("%(n)s periods", n=len(self.points))]
        if known:
            parts.append(say("the last with a figure %(words)s", words=self.words_of(known[-1])))
        if self.limits is not None:
            low, high = (value_words(side, self.unit) for side in (self.limits.low, self.limits.high))
            parts.append(say("ordinary variation %(low)s to %(high)s", low=low, high=high))
        if self.target is not None:
            parts.append(f"{say('target')} {value_words(self.target, self.unit)}")
        parts += [each.words for each in self.happenings]
        return "; ".join(parts)


def beside(point: Point) -> str:
    """What is to be known of a period beside its figure; nothing of an ordinary one."""
    if is_partial(point.reading):
        return say("not ended, not judged")
    if point.signal is None:
        return ""
    if point.mark:
        return point.mark
    outside = say("outside the limits")
    return outside if point.signal == "neutral" else f"{outside}, {say(point.signal)}"


def is_partial(reading: Reading) -> bool:
    """Whether a reading's period had not ended at as-of."""
    return reading.period is not None and reading.period.partial


def rows_of(series: TimeSeries) -> list[dict[str, Any]]:
    """What is drawn, one row a period: its reading as it is, and its place on the axis of periods.

    `run` numbers the stretches without a gap, so that no line is drawn across a period without a figure. Two
    rows `join`: the partial period and the one before it. Of an interval that is `ranged`, a side that does
    not exist has no end.
    """
    rows: list[dict[str, Any]] = []
    run = 0
    for number, point in enumerate(series.points):
        reading = point.reading
        partial = is_partial(reading)
        low, high = reading.interval or (None, None)
        if reading.value is None or partial:
            run += 1
        rows.append(
            {
                "slot": number + 0.5,
                "start": None if reading.period is None else iso(reading.period.start_at),
                "end": None if reading.period is None else iso(reading.period.end_at),
                "period": period_title(reading.period, series.grain, series.zone),
                "value": reading.value,
                "low": low,
                "high": high,
                "from": low,
                "to": high,
                "ranged": low is not None or high is not None,
                "n": reading.n,
                "partial": partial,
                "signal": point.signal or "within",
                "run": run,
                "join": False,
                "words": series.words_of(point),
                "figure": series.figure_of(point),
                "interval": say("none")
                if (low, high) == (None, None)
                else interval_words(low, high, series.unit),
                "beside": beside(point),
                "link": point.link,
                **_limits_row(point.limits),
            }
        )
    known = [row for row in rows if row["value"] is not None]
    if len(known) > 1 and known[-1]["partial"] and known[-1]["slot"] - known[-2]["slot"] == 1:
        known[-2]["join"] = known[-1]["join"] = True
    return rows


def _limits_row(limits: ControlLimits | None) -> dict[str, Any]:
    return (
        {}
        if limits is None
        else {"limit_low": limits.low, "limit_centre": limits.centre, "limit_high": limits.high}
    )


def place(series: TimeSeries, instant: int) -> float | None:
    """Where an instant lies on the axis of periods; null outside of them."""
    starts = [point.reading.period.start_at for point in series.points if point.reading.period is not None]
    edges = [start for start in starts if start is not None]
    if len(edges) != len(series.points) or not edges or instant < edges[0]:
        return None
    number = bisect_right(edges, instant) - 1
    period = series.points[number].reading.period
    assert period is not None
    end = edges[number + 1] if number + 1 < len(edges) else period.end_at
    if end is None or instant >= end:
        return None
    return round(number + (instant - edges[number]) / (end - edges[number]), 4)


def axis_labels(series: TimeSeries, width: float) -> dict[float, str]:
    """The periods that are named below the axis, by their place: the last, and before it what has room."""
    step = width / max(len(series.points), 1)
    found: dict[float, str] = {}
    free: float | None = None
    years = _years(series)
    for number in reversed(range(len(series.points))):
        at = (number + 0.5) * step
        if free is None or at + LABEL_WIDTH / 2 <= free:
            free = at - LABEL_WIDTH / 2
            period = series.points[number].reading.period
            # A day and a month say nothing where the same come again.
            grain = "month" if years > 1 and series.grain != "year" else series.grain
            found[number + 0.5] = axis_label(period, grain, series.zone)
    return found


def _years(series: TimeSeries) -> float:
    edges = [point.reading.period for point in series.points if point.reading.period is not None]
    if not edges or edges[0].start_at is None or edges[-1].start_at is None:
        return 0.0
    return (edges[-1].start_at - edges[0].start_at) / YEAR
