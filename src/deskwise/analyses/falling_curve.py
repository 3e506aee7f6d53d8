"""A share that falls, or stays, as something grows: the curve, its band, and where it falls below a level.

The curve is the isotonic one (pool adjacent violators); band and interval of the crossing are those of the
likelihood ratio of monotone curves, which needs no width to be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, log

# Of more values than this cells are made that hold about as many cases each.
MOST_CELLS = 100
# The 95 % points of the likelihood ratio: along a curve of many values that of Banerjee and Wellner, of a
# count's few values, each with many cases, that of the chi-square with one degree of freedom.
ALONG, OF_FEW = 2.269, 3.841
FEW_VALUES = 30
CHANCE = 0.05
STEPS = 40


@dataclass(frozen=True)
class CurveCell:
    """The cases whose values lie from `low` to `high`: how many, and how many of them are hits."""

    low: float
    high: float
    n: int
    hits: int

    @property
    def share(self) -> float:
        """Hits of the cases."""
        return self.hits / self.n


@dataclass(frozen=True)
class Crossing:
    """From which value on a curve is below a level, with its 95 % interval.

    `at` is null where the curve never is, or not beyond chance. `low` is null where it may be below from the
    least value on, `high` where it may never be. `chance` is that of a curve that never is; `throughout` says
    that it is below from the least value on.
    """

    at: float | None
    low: float | None
    high: float | None
    chance: float
    throughout: bool = False


def cells_of(values: Iterable[tuple[float, int, int]], most: int = MOST_CELLS) -> tuple[CurveCell, ...]:
    """Values with their cases and hits as cells in order; of many values some share a cell."""
    ordered = sorted(values)
    total = sum(n for _, n, _ in ordered)
    if len(ordered) <= most:
        return tuple(CurveCell(value, value, n, hits) for value, n, hits in ordered if n)
    found: list[CurveCell] = []
    low, n, hits, done = 0.0, 0, 0, 0
    for value, cases, good in ordered:
        low = low if n else value
        n, hits, done = n + cases, hits + good, done + cases
        if n and done * most >= total * (len(found) + 1):
            found.append(CurveCell(low, value, n, hits))
            n = hits = 0
    return tuple(found)


def falling(cells: Sequence[CurveCell]) -> tuple[float, ...]:
    """The share of each cell by the falling curve that fits best."""
    found: list[float] = []
    for n, hits, count in _pooled(cells):
        found += [hits / n] * count
    return tuple(found)


def chance_of_flat(cells: Sequence[CurveCell]) -> float:
    """The chance that cells fall so much where their shares are all one; 1 where nothing falls.

    Bartholomew's test, of about as many cases in each cell.
    """
    n, hits = sum(each.n for each in cells), sum(each.hits for each in cells)
    if not n:
        return 1.0
    fitted = falling(cells)
    ratio = 2 * (
        sum(_likelihood(each, p) for each, p in zip(cells, fitted, strict=True)) - _at(n, hits, hits / n)
    )
    return _beyond(ratio, _weights_of_order(len(cells)))


def crossing(cells: Sequence[CurveCell], level: float) -> Crossing:
    """Where the curve falls below a level.

    Whether it does at all is held against the curve that lies on the level all along, of which chance dips
    most; the interval is all places whose likelihood ratio does not speak against them.
    """
    fitted = falling(cells)
    whole = sum(_likelihood(each, p) for each, p in zip(cells, fitted, strict=True))
    above = _above(cells, level)
    turned = [CurveCell(each.low, each.high, each.n, each.n - each.hits) for each in reversed(cells)]
    below = _above(turned, 1 - level)[::-1]
    ratios = [2 * (whole - up - down) for up, down in zip(above, below, strict=True)]
    chance = _beyond(ratios[-1], _weights_of_sided(len(cells)))
    most = limit_of(cells)
    kept = [place for place, ratio in enumerate(ratios) if ratio <= most]
    first = next((place for place, p in enumerate(fitted) if p < level), len(cells))
    low, high = min([*kept, first]), max([*kept, first])
    falls = chance <= CHANCE
    # Along many values it may lie anywhere in the cells on both sides of a place; a count is what it is.
    wide = not is_of_few(cells)
    return Crossing(
        at=cells[first].low if falls and first < len(cells) else None,
        low=None if low == 0 else cells[low - 1].high if low == len(cells) else cells[low - wide].low,
        high=(cells[high].high if wide else cells[high].low) if falls and high < len(cells) else None,
        chance=chance,
        throughout=falls and first == 0,
    )


def is_of_few(cells: Sequence[CurveCell]) -> bool:
    """Whether cells are the few values of a count, and none holds several values."""
    return len(cells) <= FEW_VALUES and all(each.low == each.high for each in cells)


def limit_of(cells: Sequence[CurveCell]) -> float:
    """How much a likelihood ratio may be within a 95 % interval."""
    return OF_FEW if is_of_few(cells) else ALONG


def band(cells: Sequence[CurveCell], place: int) -> tuple[float, float]:
    """The 95 % interval of the curve's share in the cell at a place."""
    fitted = falling(cells)
    whole = sum(_likelihood(each, p) for each, p in zip(cells, fitted, strict=True))
    left, right = _pooled(cells[:place]), _pooled(cells[place + 1 :])
    own, most = cells[place], limit_of(cells)

    def ratio(share: float) -> float:
        up = sum(_at(n, hits, max(hits / n, share)) for n, hits, _ in left)
        down = sum(_at(n, hits, min(hits / n, share)) for n, hits, _ in right)
        return 2 * (whole - up - down - _likelihood(own, share))

    return _side(ratio, fitted[place], 0.0, most), _side(ratio, fitted[place], 1.0, most)


def _side(ratio: Callable[[float], float], inner: float, outer: float, most: float) -> float:
    """How far from the curve towards 0 or 1 the ratio stays within its limit."""
    if ratio(outer) <= most:
        return outer
    for _ in range(STEPS):
        middle = (inner + outer) / 2
        if ratio(middle) <= most:
            inner = middle
        else:
            outer = middle
    return inner


def _pooled(cells: Sequence[CurveCell]) -> list[tuple[int, int, int]]:
    """The blocks of the falling curve: cases, hits, and of how many cells."""
    blocks: list[tuple[int, int, int]] = []
    for each in cells:
        n, hits, count = each.n, each.hits, 1
        while blocks and hits * blocks[-1][0] > blocks[-1][1] * n:
            more, good, cells_of_it = blocks.pop()
            n, hits, count = n + more, hits + good, count + cells_of_it
        blocks.append((n, hits, count))
    return blocks


def _above(cells: Sequence[CurveCell], level: float) -> list[float]:
    """Of the first 0, 1, 2 ... cells the log-likelihood of the falling curve that is at a level or above."""
    found = [0.0]
    blocks: list[tuple[int, int, float]] = []
    for each in cells:
        n, hits = each.n, each.hits
        while blocks and hits * blocks[-1][0] > blocks[-1][1] * n:
            more, good, _ = blocks.pop()
            n, hits = n + more, hits + good
        so_far = blocks[-1][2] if blocks else 0.0
        blocks.append((n, hits, so_far + _at(n, hits, max(hits / n, level))))
        found.append(blocks[-1][2])
    return found


def _likelihood(cell: CurveCell, share: float) -> float:
    return _at(cell.n, cell.hits, share)


def _at(n: int, hits: int, share: float) -> float:
    """The log-likelihood of hits of cases where each is one with a chance of `share`."""
    if (hits and share <= 0) or (n > hits and share >= 1):
        return -inf
    return (hits * log(share) if hits else 0.0) + ((n - hits) * log(1 - share) if n > hits else 0.0)


def _beyond(ratio: float, weights: Sequence[float]) -> float:
    """The chance of a ratio beyond this, whose degrees of freedom 0, 1, 2 ... have these weights."""
    from scipy.special import gammaincc

    if ratio <= 1e-9:
        return 1.0
    return float(sum(w * gammaincc(df / 2, ratio / 2) for df, w in enumerate(weights) if df and w > 1e-12))


@cache
def _weights_of_order(count: int) -> tuple[float, ...]:
    """How often the curve of so many cells that are all alike has 1, 2, 3 ... steps."""
    return _product([((each - 1) / each, 1 / each) for each in range(2, count + 1)])


@cache
def _weights_of_sided(count: int) -> tuple[float, ...]:
    """How often the curve of so many cells that lie on a level has 0, 1, 2 ... steps below it."""
    return _product([((2 * each - 1) / (2 * each), 1 / (2 * each)) for each in range(1, count + 1)])


def _product(factors: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    found = [1.0]
    for stays, grows in factors:
        found = [
            stays * here + grows * before for here, before in zip([*found, 0.0], [0.0, *found], strict=True)
        ]
    return tuple(found)
