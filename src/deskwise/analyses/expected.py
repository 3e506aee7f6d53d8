"""What somebody's requests would have brought with the others' rates: indirect standardisation over cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from deskwise.analyses.cells import Cell, Group, kept_cells

# How often something happened in a cell, and of how many requests.
Counted: TypeAlias = tuple[int, int]
# A cell of fewer requests says too little of its rate: such cells are taken together.
FEWEST_IN_CELL = 50


@dataclass(frozen=True)
class Standing:
    """A group's count beside what its requests would have brought with the rates of all others.

    `noise` is the variance of `expected`, which rests on a count as well. `odds` is what the group has for
    each one that the others have, weighed by cells. `alone` is how many of its requests nobody else had any
    like of: they are expected at the others' rate over all cells.
    """

    group: Group
    observed: int
    requests: int
    expected: float
    noise: float
    odds: float
    alone: int

    @property
    def of_others(self) -> float:
        """How many of the others' the expectation rests on: fewer than they have where cells are few."""
        return self.expected**2 / self.noise if self.noise > 0 else 0.0

    @property
    def ratio(self) -> float | None:
        """Observed for each one expected; null where nothing is expected."""
        return self.observed / self.expected if self.expected > 0 else None


def standings(
    counts: Mapping[Group, Mapping[Cell, Counted]], outside: frozenset[Group] = frozenset()
) -> tuple[Standing, ...]:
    """Each group's count beside what would be expected of it.

    In each cell the rate of all other groups together is taken, never the group's own, and multiplied with
    the group's requests there. Those `outside` are none of the others that anybody is held against.

    >>> even = {"anna": {("email",): (1, 100)}, "ben": {("email",): (4, 200)}}
    >>> [(each.group, each.observed, each.expected) for each in standings(even)]
    [('anna', 1, 2.0), ('ben', 4, 2.0)]
    """
    pooled = _without_thin_cells(counts)
    usual = {group: cells for group, cells in pooled.items() if group not in outside}
    by_cell = _added_up(usual)
    whole = _whole(by_cell)
    return tuple(
        _standing(group, cells, cells if group in usual else {}, by_cell, whole)
        for group, cells in pooled.items()
    )


def _standing(
    group: Group,
    own: Mapping[Cell, Counted],
    among: Mapping[Cell, Counted],
    by_cell: Mapping[Cell, Counted],
    whole: Counted,
) -> Standing:
    """`among` is the part of the group in what it would be held against: all of it, or nothing."""
    observed, handled = _whole(own)
    expected = noise = 0.0
    alone = 0
    for cell, (_, below) in own.items():
        others, of_others = _less(by_cell.get(cell, (0, 0)), among.get(cell, (0, 0)))
        if of_others:
            expected += below * others / of_others
            noise += (below / of_others) ** 2 * others
        else:
            alone += below
    others, of_others = _less(whole, _whole(among))
    if of_others:
        expected += alone * others / of_others
        noise += (alone / of_others) ** 2 * others
    odds = noise / expected if expected > 0 else handled / of_others if of_others else 0.0
    return Standing(group, observed, handled, expected, noise, odds, alone)


def _added_up(counts: Mapping[Group, Mapping[Cell, Counted]]) -> dict[Cell, Counted]:
    found: dict[Cell, Counted] = {}
    for cells in counts.values():
        for cell, (count, below) in cells.items():
            before = found.get(cell, (0, 0))
            found[cell] = (before[0] + count, before[1] + below)
    return found


def _whole(cells: Mapping[Cell, Counted]) -> Counted:
    return sum(count for count, _ in cells.values()), sum(below for _, below in cells.values())


def _less(whole: Counted, part: Counted) -> Counted:
    return whole[0] - part[0], whole[1] - part[1]


def _without_thin_cells(
    counts: Mapping[Group, Mapping[Cell, Counted]],
) -> dict[Group, dict[Cell, Counted]]:
    sizes = {cell: below for cell, (_, below) in _added_up(counts).items()}
    kept = kept_cells(sizes, FEWEST_IN_CELL)
    found: dict[Group, dict[Cell, Counted]] = {}
    for group, cells in counts.items():
        own: dict[Cell, Counted] = {}
        for cell, (count, below) in cells.items():
            before = own.get(kept[cell], (0, 0))
            own[kept[cell]] = (before[0] + count, before[1] + below)
        found[group] = own
    return found
