"""A curve of customers that goes one way as plain values: bins in order, each with its share and its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.reports.number_words import interval_words, value_words


@dataclass(frozen=True)
class CurveBin:
    """Cases of neighbouring values: their share, and the curve there with its 95 % band."""

    low: float
    high: float
    n: int
    share: float
    curve: float
    curve_low: float
    curve_high: float


@dataclass(frozen=True)
class FallingCurve:
    """The curve over its bins, of values in a unit, against a level; `at` is where it falls below it.

    `at` is null where it never does, `axis` says what the values are, `share` what the shares are of, and
    `share_axis` the same beside their axis. One that `rises` passes the level upwards.
    """

    title: str
    lines: tuple[str, ...]
    axis: str
    unit: str
    level: float
    bins: tuple[CurveBin, ...]
    at: float | None = None
    share: str = ""
    share_axis: str = ""
    rises: bool = False

    def range_of(self, each: CurveBin) -> str:
        """The values of a bin in words."""
        if each.low == each.high:
            return value_words(each.low, self.unit)
        return interval_words(each.low, each.high, self.unit)

    def words_of(self, each: CurveBin) -> str:
        """A bin in words: all that is drawn of it."""
        return say(
            "%(range)s: %(share)s of %(n)s, by the curve %(curve)s (%(interval)s)",
            range=self.range_of(each),
            share=value_words(each.share, "share"),
            n=value_words(each.n, "count"),
            curve=value_words(each.curve, "share"),
            interval=interval_words(each.curve_low, each.curve_high, "share"),
        )

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        return "; ".join(map(self.words_of, self.bins))


def bin_rows(chart: FallingCurve) -> list[dict[str, Any]]:
    """What is drawn of every bin, one row each."""
    return [
        {
            "place": place,
            "share": each.share,
            "curve": each.curve,
            "low": each.curve_low,
            "high": each.curve_high,
            "range": chart.range_of(each),
            "figure": value_words(each.share, "share"),
            "fitted": value_words(each.curve, "share"),
            "n": each.n,
            "words": chart.words_of(each),
        }
        for place, each in enumerate(chart.bins)
    ]
