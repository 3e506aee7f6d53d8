"""What somebody's requests would have brought with the others' rates: indirect standardisation over cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from deskwise.analyses.cells import Cell, Group

# How often something happened in a cell, and of how many requests.
Counted: TypeAlias = tuple[int, int]
NONE: Counted = (0, 0)
# Of fewer requests of others nothing is taken to be usual.
FEWEST_IN_CELL = 50


@dataclass(frozen=True)
class Standing:
    """A group's count beside what its requests would have brought with the rates of all others.

    `noise` is the variance of `expected`, which rests on a count as well. `odds` is what the group has for
    each one that the others have, weighed by cells. `alone` is how many of its requests are held against the
    others' of all kinds, for these have too few of their own kind.
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
    the group's requests there. Where the others have fewer requests than the group, or too few, the rate is
    that of all cells that agree in all dimensions but the last, then but the last two, and so on: a rate of
    few would be nought most often. Those `outside` are none of the others that anybody is held against.

    >>> even = {"anna": {("email",): (1, 100)}, "ben": {("email",): (4, 200)}, "cy": {("email",): (3, 100)}}
    >>> [(each.group, each.observed, each.expected) for each in standings(even)]
    [('anna', 1, 2.3333333333333335), ('ben', 4, 4.0), ('cy', 3, 1.6666666666666667)]
    """
    usual = _within(*(cells for group, cells in counts.items() if group not in outside))
    return tuple(
        _standing(group, cells, usual, inside=group not in outside) for group, cells in counts.items()
    )


def _standing(
    group: Group, cells: Mapping[Cell, Counted], usual: Mapping[Cell, Counted], *, inside: bool
) -> Standing:
    own = _within(cells)
    held: dict[Cell, int] = {}
    for cell, (_, below) in cells.items():
        for depth in range(len(cell), -1, -1):
            count, enough = usual.get(cell[:depth], NONE), own[cell[:depth]][1]
            others = count[1] - (enough if inside else 0)
            if not depth or others >= max(FEWEST_IN_CELL, enough):
                held[cell[:depth]] = held.get(cell[:depth], 0) + below
                break
    expected = noise = 0.0
    for within, below in held.items():
        whole, mine = usual.get(within, NONE), own[within] if inside else NONE
        others, of_others = whole[0] - mine[0], whole[1] - mine[1]
        if of_others:
            expected += below * others / of_others
            noise += (below / of_others) ** 2 * others
    observed, handled = own.get((), NONE)
    elsewhere = usual.get((), NONE)[1] - (handled if inside else 0)
    odds = noise / expected if expected > 0 else handled / elsewhere if elsewhere else 0.0
    return Standing(group, observed, handled, expected, noise, odds, held.get((), 0))


def _within(*counts: Mapping[Cell, Counted]) -> dict[Cell, Counted]:
    """The sums of cells, and of all that agree in their first dimensions, down to none of them."""
    found: dict[Cell, Counted] = {}
    for cells in counts:
        for cell, (count, below) in cells.items():
            for depth in range(len(cell) + 1):
                before = found.get(cell[:depth], NONE)
                found[cell[:depth]] = (before[0] + count, before[1] + below)
    return found
