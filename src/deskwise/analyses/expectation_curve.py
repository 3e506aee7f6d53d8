"""The curve of `expectations`: how a share falls along what customers had to bear, with its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.falling_curve import (
    Crossing,
    CurveCell,
    band,
    cells_of,
    chance_of_flat,
    crossing,
    falling,
)

# Of fewer ratings a curve says nothing; and so many of each sort.
FEWEST, FEWEST_OF_SORT = 100, 5
MOST_BINS, FEWEST_IN_BIN = 10, 30
Known = Sequence[tuple[float, int, int]]


@dataclass(frozen=True)
class Bin:
    """Ratings of neighbouring values, and the curve with its 95 % band in the middle of them."""

    cell: CurveCell
    curve: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """How a share falls along a driver; `chance` is that of falling so where it does not at all.

    Of what rises it is the share of those who are no hits.
    """

    bins: tuple[Bin, ...]
    chance: float
    crossing: Crossing


def cells_in(curve: Curve) -> list[CurveCell]:
    """The bins of a curve without it."""
    return [each.cell for each in curve.bins]


def curve_of(known: Known, level: float) -> Curve | None:
    """The curve of cases by their values, against a level; null of too few."""
    if not is_enough(known):
        return None
    cells = cells_of(known)
    fitted = falling(cells)
    bins = []
    for each in _bins(known):
        place = _middle_place(cells, each)
        bins.append(Bin(each, fitted[place], *band(cells, place)))
    return Curve(tuple(bins), chance_of_flat(cells), crossing(cells, level))


def is_enough(known: Known) -> bool:
    """Whether a curve of these cases says anything."""
    n, hits = sum(n for _, n, _ in known), sum(hits for _, _, hits in known)
    return n >= FEWEST and min(hits, n - hits) >= FEWEST_OF_SORT


def _bins(known: Sequence[tuple[float, int, int]]) -> list[CurveCell]:
    """About ten bins of as many ratings, of a count its values; the last of few ratings are one."""
    found = list(cells_of(known, MOST_BINS))
    while len(found) > 1 and found[-1].n < FEWEST_IN_BIN:
        last, before = found.pop(), found.pop()
        found.append(CurveCell(before.low, last.high, before.n + last.n, before.hits + last.hits))
    return found


def _middle_place(cells: Sequence[CurveCell], inside: CurveCell) -> int:
    """The cell that holds the middle case of a bin."""
    places = [
        place for place, each in enumerate(cells) if inside.low <= each.high and each.low <= inside.high
    ]
    total, so_far = sum(cells[place].n for place in places), 0
    for place in places:
        so_far += cells[place].n
        if 2 * so_far >= total:
            return place
    return places[-1]
