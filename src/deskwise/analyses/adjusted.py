"""Figures as they would be with everybody's mix of requests: what a group has against what others have."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from deskwise.analyses.cells import Cell, Group, kept_cells
from deskwise.analyses.difference import whole
from deskwise.metrics.intervals import student
from deskwise.metrics.readings import Reading

Scale = Literal["logit", "rate", "log", "plain"]
# A cell of fewer cases says too little of what is usual there: such cells are taken together.
FEWEST_IN_CELL = 30
# Half a case beside those there are, so that none and all are no infinity.
HALF = 0.5


@dataclass(frozen=True)
class Sums:
    """Cases of a cell: how many, their sum, and the sum of squares about their mean."""

    n: int
    total: float
    squares: float

    def plus(self, other: Sums) -> Sums:
        """Both together, the squares about the mean of both.

        >>> Sums(1, 2.0, 0.0).plus(Sums(1, 4.0, 0.0))
        Sums(n=2, total=6.0, squares=2.0)
        """
        if not self.n or not other.n:
            return self if self.n else other
        apart = self.total / self.n - other.total / other.n
        between = apart * apart * self.n * other.n / (self.n + other.n)
        return Sums(self.n + other.n, self.total + other.total, self.squares + other.squares + between)


NOTHING = Sums(0, 0.0, 0.0)


@dataclass(frozen=True)
class Effect:
    """What a group has against what all have in cells like its own.

    `effect` is the difference on a scale on which noise is even: of shares that of log odds, of durations and
    rates that of logarithms, of scores the plain one; `variance` is that of its noise. `observed` and
    `expected` are sums over the group's `n` cases. `most_in` is the cell in which they lie furthest apart
    upwards, null where they do nowhere.
    """

    group: Group
    n: int
    observed: float
    expected: float
    effect: float
    variance: float
    most_in: Cell | None = None


@dataclass(frozen=True)
class Adjusted:
    """All groups' effects, and the scale they are on; `level` is the figure of all cases together."""

    scale: Scale
    level: float
    effects: tuple[Effect, ...]

    def figure(self, effect: float) -> float:
        """The figure of a group of this effect with everybody's mix."""
        if self.scale == "logit":
            return 1 / (1 + math.exp(-(_logit(self.level) + effect)))
        return self.level + effect if self.scale == "plain" else self.level * math.exp(effect)


def sums_of(reading: Reading) -> Sums:
    """The sums behind a share, a rate (for each one below its line) or a mean with its interval."""
    if reading.stat == "share":
        n, hits = int(reading.denominator or 0), float(reading.numerator or 0)
        return Sums(n, hits, hits - hits * hits / n if n else 0.0)
    if reading.stat == "rate":
        count = float(reading.numerator or 0)
        # Poisson's counts vary by as much as there are.
        return Sums(int(reading.denominator or 0), count, count)
    n = reading.n
    if not n or reading.value is None:
        return NOTHING
    sides = whole(reading.interval)
    error = (sides[1] - sides[0]) / 2 / student(n - 1) if sides is not None and n > 1 else 0.0
    return Sums(n, n * float(reading.value), error * error * n * (n - 1))


def scale_of(reading: Reading) -> Scale:
    """The scale on which a figure's noise is even."""
    if reading.stat == "share":
        return "logit"
    if reading.stat == "rate":
        return "rate"
    return "plain" if reading.unit == "score" else "log"


def adjust(cells: Mapping[Group, Mapping[Cell, Sums]], scale: Scale, fewest: int) -> Adjusted | None:
    """The effects of all groups with so many cases at least; null where there are no two of them.

    What is expected of a group is the mean of all in each of its cells, its own cases among them, times its
    cases there: with everybody's mix its figure then is its own. Where nobody else has any like its own, a
    group tells nothing.
    """
    pooled = _without_thin_cells(cells)
    by_cell: dict[Cell, Sums] = {}
    for own in pooled.values():
        for cell, each in own.items():
            by_cell[cell] = by_cell.get(cell, NOTHING).plus(each)
    all_cases = _together(by_cell)
    spread = {cell: _variance(each, pooled, cell, scale) for cell, each in by_cell.items()}
    large = {group: own for group, own in pooled.items() if sum(each.n for each in own.values()) >= fewest}
    if len(large) < 2:
        return None
    level = all_cases.total / all_cases.n
    if scale == "log" and any(sum(each.total for each in own.values()) <= 0 for own in large.values()):
        # There is no logarithm of nothing.
        scale = "plain"
    effects = []
    for group, own in large.items():
        effect = _effect(group, own, by_cell, spread, scale)
        if effect is not None:
            effects.append(effect)
    return Adjusted(scale, level, tuple(effects)) if len(effects) > 1 else None


def _effect(
    group: Group,
    own: Mapping[Cell, Sums],
    by_cell: Mapping[Cell, Sums],
    spread: Mapping[Cell, float],
    scale: Scale,
) -> Effect | None:
    mine = _together(own)
    expected = noise = of_own = 0.0
    apart: dict[Cell, float] = {}
    for cell, each in own.items():
        whole_cell = by_cell[cell]
        usual = each.n * whole_cell.total / whole_cell.n
        apart[cell] = each.total - usual
        expected += usual
        # What is expected holds the group's own cases: the noise of both is less by their share of the cell.
        noise += each.n * spread[cell] * (1 - each.n / whole_cell.n)
        of_own += each.n * spread[cell]
    if noise <= 0:
        return None
    made = _SCALED[scale](mine, expected, noise, noise / of_own)
    if made is None:
        return None
    most = max(apart, key=lambda cell: (apart[cell], str(cell)))
    return Effect(group, mine.n, mine.total, expected, *made, most if apart[most] > 0 else None)


def _logits(mine: Sums, expected: float, _noise: float, part: float) -> tuple[float, float] | None:
    n = mine.n + 2 * HALF
    had, usual = (mine.total + HALF) / n, (expected + HALF) / n
    return _logit(had) - _logit(usual), part / (n * had * (1 - had))


def _rates(mine: Sums, expected: float, _noise: float, part: float) -> tuple[float, float] | None:
    had = mine.total + HALF
    return math.log(had / (expected + HALF)), part / had


def _logs(mine: Sums, expected: float, noise: float, _part: float) -> tuple[float, float] | None:
    if expected <= 0 or mine.total <= 0:
        return None
    # Who takes twice as long varies by twice as much: noise is as large a part of what is expected.
    return math.log(mine.total / expected), noise / expected**2


def _plainly(mine: Sums, expected: float, noise: float, _part: float) -> tuple[float, float] | None:
    return (mine.total - expected) / mine.n, noise / mine.n**2


_SCALED: dict[Scale, Callable[[Sums, float, float, float], tuple[float, float] | None]] = {
    "logit": _logits,
    "rate": _rates,
    "log": _logs,
    "plain": _plainly,
}


def _together(cells: Mapping[Cell, Sums]) -> Sums:
    found = NOTHING
    for each in cells.values():
        found = found.plus(each)
    return found


def _variance(
    whole_cell: Sums, cells: Mapping[Group, Mapping[Cell, Sums]], cell: Cell, scale: Scale
) -> float:
    """The variance of a case of a cell about its group's mean."""
    if scale in {"logit", "rate"}:
        share = whole_cell.total / whole_cell.n
        return share * (1 - share) if scale == "logit" else share
    own = [each[cell] for each in cells.values() if cell in each]
    freedom = sum(each.n - 1 for each in own)
    return sum(each.squares for each in own) / freedom if freedom else whole_cell.squares


def _logit(share: float) -> float:
    return math.log(share / (1 - share)) if 0 < share < 1 else math.copysign(20.0, share - 0.5)


def _without_thin_cells(cells: Mapping[Group, Mapping[Cell, Sums]]) -> dict[Group, dict[Cell, Sums]]:
    sizes: dict[Cell, int] = {}
    for own in cells.values():
        for cell, each in own.items():
            sizes[cell] = sizes.get(cell, 0) + each.n
    names = kept_cells(sizes, FEWEST_IN_CELL)
    found: dict[Group, dict[Cell, Sums]] = {}
    for group, own in cells.items():
        kept: dict[Cell, Sums] = {}
        for cell, each in own.items():
            if each.n:
                kept[names[cell]] = kept.get(names[cell], NOTHING).plus(each)
        found[group] = kept
    return found
