"""Shares that change with a length of time, as plain values: what a chart of such curves is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.reports.number_words import value_words


@dataclass(frozen=True)
class CurvePoint:
    """A share after so many seconds, with its 95 % interval where it has one."""

    after: float
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ShareCurve:
    """A curve with its name. `steps` says that a share holds until the next point.

    `side` is 1 of one that stands out to the worse, -1 to the better, 0 of others. `banded` says that its
    interval is drawn.
    """

    name: str
    points: tuple[CurvePoint, ...]
    side: int = 0
    steps: bool = False
    banded: bool = False


@dataclass(frozen=True)
class Stretch:
    """A stretch of lengths that is marked, or one length where both ends are the same."""

    start: float
    end: float
    words: str


@dataclass(frozen=True)
class Level:
    """A share that does not change, beside the curves."""

    share: float
    words: str


@dataclass(frozen=True)
class Curves:
    """Curves over a length of time up to `longest` seconds; `across` and `up` are what the axes are of."""

    title: str
    lines: tuple[str, ...]
    across: str
    up: str
    longest: float
    curves: tuple[ShareCurve, ...]
    stretches: tuple[Stretch, ...] = ()
    levels: tuple[Level, ...] = ()

    def words_of(self, curve: ShareCurve, point: CurvePoint) -> str:
        """A point in words."""
        return say(
            "%(name)s: %(share)s after %(length)s",
            name=curve.name,
            share=value_words(point.share, "share"),
            length=value_words(point.after, "seconds"),
        )

    def told(self) -> str:
        """The whole chart in words, for who cannot see it: where each curve ends, and what is marked."""
        ends = [self.words_of(each, each.points[-1]) for each in self.curves if each.points]
        levels = [f"{each.words}: {value_words(each.share, 'share')}" for each in self.levels]
        return "; ".join([*ends, *levels, *(each.words for each in self.stretches)])


def curve_rows(chart: Curves) -> list[dict[str, Any]]:
    """What is drawn of the curves, one row a point, each curve as far as the longest length."""
    rows = []
    for number, curve in enumerate(chart.curves):
        points = [each for each in curve.points if each.after <= chart.longest]
        if curve.steps and points and points[-1].after < chart.longest:
            last = points[-1]
            points.append(CurvePoint(chart.longest, last.share, last.low, last.high))
        rows += [
            {
                "curve": number,
                "name": curve.name,
                "after": each.after,
                "share": each.share,
                "low": each.low,
                "high": each.high,
                "length": value_words(each.after, "seconds"),
                "figure": value_words(each.share, "share"),
                "words": chart.words_of(curve, each),
            }
            for each in points
        ]
    return rows
