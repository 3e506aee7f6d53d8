"""The course of a key result as plain values: from its baseline to its target, and where it is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import date_words, say
from deskwise.kernel.periods import day_start, local_time, zone_info
from deskwise.kernel.schedules import DAY_MICROSECONDS
from deskwise.metrics.intervals import Interval
from deskwise.reports.number_words import count_words, interval_told, interval_words, value_words
from deskwise.reports.time_words import DAY, day_words

# What a label of the axis takes, in pixels.
LABEL_WIDTH = 62.0
STEPS_OF_DAYS = (1, 7, 14, 28, 56, 91)


@dataclass(frozen=True)
class CourseMark:
    """What was read at an instant; `n` is null of what counts no cases, `partial` says that it may change."""

    at: int
    value: float | None
    n: int | None = None
    interval: Interval | None = None
    partial: bool = False


@dataclass(frozen=True)
class TypedMark:
    """A value somebody typed, with its words; `ended` says that it counts no more."""

    at: int
    value: float
    words: str
    ended: bool = False


@dataclass(frozen=True)
class KeyResultCourse:
    """A key result over its cycle; instants are microseconds since 1970 UTC.

    `pace` is where it is expected to be, as instants with their values. `bounds` are those of one that keeps
    within some, each null where there is none. `steps` says that its value stays until the next mark.
    """

    title: str
    lines: tuple[str, ...]
    unit: str
    zone: str
    start_at: int
    end_at: int
    now_at: int
    marks: tuple[CourseMark, ...]
    pace: tuple[tuple[int, float], ...] = ()
    baseline: float | None = None
    target: float | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    typed: tuple[TypedMark, ...] = ()
    steps: bool = False

    def expected_at(self, at: int) -> float | None:
        """Where the pace is at an instant; null without one."""
        for (before, low), (after, high) in zip(self.pace, self.pace[1:], strict=False):
            if before <= at <= after:
                return low if after == before else low + (high - low) * (at - before) / (after - before)
        return None

    def values(self) -> list[float]:
        """All that the axis of values has to hold."""
        found = [*(each.value for each in self.marks), *(value for _, value in self.pace), *self.bounds]
        found += [self.baseline, self.target, *(each.value for each in self.typed)]
        return [each for each in found if each is not None]

    def words_of(self, mark: CourseMark) -> str:
        """An instant in words: all that is drawn of it."""
        words = [f"{day_words(mark.at, self.zone)}: {value_words(mark.value, self.unit)}"]
        if mark.value is not None and mark.interval not in {None, (None, None)}:
            assert mark.interval is not None
            words.append(interval_told(*mark.interval, self.unit))
        if mark.n is not None:
            words.append(f"n {count_words(mark.n)}")
        expected = self.expected_at(mark.at)
        if expected is not None:
            words.append(say("expected %(value)s", value=value_words(expected, self.unit)))
        if mark.partial:
            words.append(say("not ended, not judged"))
        return ", ".join(words)

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        known = [each for each in self.marks if each.value is not None]
        parts = [say("no figure yet")]
        if known:
            parts = [say("the last with a figure %(words)s", words=self.words_of(known[-1]))]
        if self.baseline is not None:
            parts.append(f"{say('baseline')} {value_words(self.baseline, self.unit)}")
        if self.target is not None:
            parts.append(f"{say('target')} {value_words(self.target, self.unit)}")
        parts += [words for _, words in bound_words(self)]
        parts += [each.words for each in self.typed]
        return "; ".join(parts)


def bound_words(chart: KeyResultCourse) -> list[tuple[float, str]]:
    """The bounds with their words; none where there are none."""
    low, high = chart.bounds
    found = []
    if low is not None:
        found.append((low, say("at least %(value)s", value=value_words(low, chart.unit))))
    if high is not None:
        found.append((high, say("at most %(value)s", value=value_words(high, chart.unit))))
    return found


def place(chart: KeyResultCourse, at: int) -> float:
    """An instant on the axis: in days since the cycle began."""
    return round((at - chart.start_at) / DAY_MICROSECONDS, 4)


def mark_rows(chart: KeyResultCourse) -> list[dict[str, Any]]:
    """What is drawn of every instant, one row each; `run` numbers the stretches without a gap."""
    rows, run = [], 0
    for each in chart.marks:
        run += each.value is None
        expected = chart.expected_at(each.at)
        low, high = each.interval or (None, None)
        rows.append(
            {
                "day": place(chart, each.at),
                "value": each.value,
                "from": low,
                "to": high,
                "ranged": each.value is not None and (low, high) != (None, None),
                "partial": each.partial,
                "run": run,
                "when": day_words(each.at, chart.zone),
                "figure": value_words(each.value, chart.unit),
                "interval": "" if each.interval is None else interval_words(low, high, chart.unit),
                "expected": "" if expected is None else value_words(expected, chart.unit),
                "n": "" if each.n is None else count_words(each.n),
                "words": chart.words_of(each),
            }
        )
    return rows


def day_labels(chart: KeyResultCourse, width: float) -> dict[float, str]:
    """The days the axis names, as many as there is room for: Mondays, unless it is every day."""
    zone = zone_info(chart.zone)
    first = local_time(chart.start_at, zone).date()
    whole = place(chart, chart.end_at)
    room = max(width // LABEL_WIDTH, 1)
    step = next((each for each in STEPS_OF_DAYS if whole / each <= room), STEPS_OF_DAYS[-1])
    begin = (-first.weekday() % 7 if step > 1 else 0) + first.toordinal()
    found: dict[float, str] = {}
    for ordinal in range(begin, first.toordinal() + round(whole) + 1, step):
        day = first.fromordinal(ordinal)
        at = place(chart, day_start(day, chart.zone))
        # The name of a day stands in the middle below it, and has to stay in the picture.
        if at <= whole - LABEL_WIDTH / 2 * whole / width:
            found[at] = date_words(local_time(day_start(day, chart.zone), zone), DAY)
    return found
