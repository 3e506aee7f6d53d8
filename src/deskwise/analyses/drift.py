"""Whether customers become more demanding: satisfaction with the same wait, from quarter to quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.falling_curve import CurveCell
from deskwise.metrics.intervals import NORMAL

FEWEST_QUARTERS = 3
# Of one quarter: the values, cases and hits.
Known = Sequence[tuple[float, int, int]]


@dataclass(frozen=True)
class Drift:
    """By how much the share moves a quarter where the value is alike, with its 95 % interval."""

    a_quarter: float
    low: float
    high: float

    @property
    def is_found(self) -> bool:
        """Whether it moves beyond chance."""
        return self.low > 0 or self.high < 0


def drift(quarters: Sequence[Known], bins: Sequence[CurveCell]) -> Drift | None:
    """The drift over quarters in order, each case held against those in its bin; null where nothing can tell.

    It is the slope over the quarters within bins: Mantel's extension of the test of a trend in several
    tables.
    """
    if sum(bool(each) for each in quarters) < FEWEST_QUARTERS:
        return None
    moved = spread = noise = 0.0
    for inside in _tables(quarters, bins):
        n, hits = sum(each for each, _ in inside), sum(good for _, good in inside)
        if not n:
            continue
        middle, share = sum(at * each for at, (each, _) in enumerate(inside)) / n, hits / n
        own = sum(each * (at - middle) ** 2 for at, (each, _) in enumerate(inside))
        moved += sum((at - middle) * (good - each * share) for at, (each, good) in enumerate(inside))
        spread += own
        noise += share * (1 - share) * own
    if not spread or not noise:
        return None
    side = NORMAL * noise**0.5 / spread
    return Drift(moved / spread, moved / spread - side, moved / spread + side)


def _tables(quarters: Sequence[Known], bins: Sequence[CurveCell]) -> list[list[tuple[int, int]]]:
    """Of each bin the cases and hits of every quarter."""
    found = [[(0, 0)] * len(quarters) for _ in bins]
    for at, known in enumerate(quarters):
        for value, n, hits in known:
            place = next((place for place, each in enumerate(bins) if value <= each.high), len(bins) - 1)
            before = found[place][at]
            found[place][at] = before[0] + n, before[1] + hits
    return found
