"""A funnel plot as plain values: counts as multiples of what is expected, within the limits of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import marked, say
from deskwise.reports.number_words import value_words

PLACES = {
    0: marked("within the limits of chance"), 1: marked("above the limits of chance"),
    -1: marked("below the limits of chance"),
}  # fmt: skip


@dataclass(frozen=True)
class FunnelPoint:
    """Somebody: how many are expected of them, how many there are, and which way they stand out.

    `side` is 1 above what chance makes, -1 below it, 0 within. `link` is where they lead.
    """

    name: str
    expected: float
    observed: int
    side: int = 0
    link: str = ""

    @property
    def ratio(self) -> float:
        """Observed for each one expected."""
        return self.observed / self.expected


@dataclass(frozen=True)
class FunnelLimit:
    """The limits of chance at one expectation, as multiples of it: the inner ones and the outer ones."""

    expected: float
    low: float
    high: float
    outer_low: float
    outer_high: float


@dataclass(frozen=True)
class FunnelPlot:
    """Everybody by what is expected of them; `limits` go from the least expectation to the most."""

    title: str
    lines: tuple[str, ...]
    dimension: str
    points: tuple[FunnelPoint, ...]
    limits: tuple[FunnelLimit, ...]

    def words_of(self, point: FunnelPoint) -> str:
        """Somebody in words: all that is drawn of them."""
        return say(
            "%(name)s: %(observed)s, expected %(expected)s, %(where)s",
            name=point.name,
            observed=value_words(point.observed, "count"),
            expected=value_words(point.expected, "count"),
            where=say(PLACES[point.side]),
        )

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        return "; ".join(map(self.words_of, self.points))


def point_rows(chart: FunnelPlot) -> list[dict[str, Any]]:
    """What is drawn of everybody, one row each."""
    return [
        {
            "name": each.name,
            "expected": each.expected,
            "ratio": each.ratio,
            "side": each.side,
            "counts": value_words(each.observed, "count"),
            "figure": value_words(each.expected, "count"),
            "words": chart.words_of(each),
            "link": each.link,
        }
        for each in chart.points
    ]
