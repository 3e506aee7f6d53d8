"""How durations are spread, as plain values: what a chart of it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.metrics.readings import Number
from deskwise.metrics.spread import EDGES
from deskwise.reports.number_words import count_words, round_words, value_words

MICROSECONDS = 1_000_000
SECONDS = tuple(edge / MICROSECONDS for edge in EDGES)
# What is shorter than the first edge, an instant answer among it, is drawn as one step before it.
SHORTEST = SECONDS[0] ** 2 / SECONDS[1]
LONGEST = SECONDS[-1] ** 2 / SECONDS[-2]


@dataclass(frozen=True)
class Marks:
    """The figures that are marked, in seconds; null where there is none."""

    median: Number | None
    p90: Number | None


@dataclass(frozen=True)
class Part:
    """The cases of one period. `counts` are those between two edges each, as in `metrics.spread`."""

    words: str
    counts: tuple[int, ...]
    marks: Marks

    @property
    def n(self) -> int:
        """All cases together."""
        return sum(self.counts)

    def share(self, place: int) -> float:
        """The share of the cases between two edges, 0 to 1."""
        return self.counts[place] / self.n if self.n else 0.0


@dataclass(frozen=True)
class Distribution:
    """The durations of a period, against those of the one before, which is null where it has no case."""

    title: str
    lines: tuple[str, ...]
    now: Part
    before: Part | None

    @property
    def places(self) -> range:
        """The steps that are drawn: from the first to the last in which a case lies."""
        parts = [self.now] if self.before is None else [self.now, self.before]
        used = [place for part in parts for place, count in enumerate(part.counts) if count]
        return range(min(used), max(used) + 1)

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        parts = [_told(self.now)]
        if self.before is not None:
            parts.append(say("before, %(told)s", told=_told(self.before)))
        return "; ".join(parts)


def edges_of(place: int) -> tuple[float, float]:
    """Between which seconds a step lies.

    >>> edges_of(1)[0], edges_of(7)[0]
    (1.0, 10.0)
    """
    low = SHORTEST if place == 0 else SECONDS[place - 1]
    return low, LONGEST if place == len(SECONDS) else SECONDS[place]


def step_words(place: int) -> str:
    """A step in words.

    >>> step_words(0).split()[0], step_words(len(SECONDS)).split()[0]
    ('below', 'above')
    """
    if place == 0:
        return say("below %(length)s", length=round_words(SECONDS[0]))
    low, high = edges_of(place)
    if place == len(SECONDS):
        return say("above %(length)s", length=round_words(low))
    return say("%(low)s to %(high)s", low=value_words(low, "seconds"), high=value_words(high, "seconds"))


def spread_rows(chart: Distribution) -> list[dict[str, Any]]:
    """What is drawn, one row a step."""
    rows = []
    for place in chart.places:
        low, high = edges_of(place)
        before = None if chart.before is None else chart.before.share(place)
        count_before = None if chart.before is None else chart.before.counts[place]
        now, count = chart.now.share(place), chart.now.counts[place]
        words = f"{step_words(place)}: {_share(now)}, n {count_words(count)}"
        if before is not None and count_before is not None:
            told = say("before %(value)s", value=_share(before))
            words += f"; {told}, n {count_words(count_before)}"
        rows.append(
            {
                "low": low,
                "high": high,
                "from": 0.0 if place == 0 else low,
                "below": None if place == len(SECONDS) else high,
                "step": step_words(place),
                "now": now,
                "now_words": _share(now),
                "n": count,
                "before": before,
                "before_words": "" if before is None else _share(before),
                "n_before": count_before,
                "words": words,
            }
        )
    return rows


def _share(share: float) -> str:
    return value_words(share, "share")


def _told(part: Part) -> str:
    marks = part.marks
    return say(
        "%(period)s: %(n)s cases, half of them within %(median)s, nine of ten within %(p90)s",
        period=part.words,
        n=count_words(part.n),
        median=value_words(marks.median, "seconds"),
        p90=value_words(marks.p90, "seconds"),
    )
