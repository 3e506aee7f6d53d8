"""True figures, and the sums they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.span import MONTHS, Flags, Ints, months_of

Key = tuple[str, str, str]
WHOLE = ""


@dataclass(frozen=True)
class Figure:
    """A true figure. Of a share or mean `value` is numerator / denominator; durations are in exact seconds.

    Of a count or sum the denominator is None. `value` is None where the denominator is 0.

    >>> Figure(Fraction(3), 4).value
    Fraction(3, 4)
    """

    numerator: Fraction
    denominator: int | None = None

    @property
    def value(self) -> Fraction | None:
        """The figure itself."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


class Tally:
    """Adds numerators and denominators up, over blocks: whole numbers only, so nothing is ever rounded."""

    def __init__(self, agents: list[str]) -> None:
        self.agents = agents
        self.sums: dict[Key, list[int]] = {}
        self.units: dict[str, int] = {}
        self.counts: set[str] = set()

    def mean(
        self,
        metric: str,
        amounts: Ints | Flags,
        among: Flags,
        *,
        at: Ints | None = None,
        agent: Ints | None = None,
        unit: int = 1,
    ) -> None:
        """A mean (or a share, of amounts 0 and 1) over the rows `among`; `unit` divides what is added up."""
        rows = np.flatnonzero(among)
        self.units[metric] = unit
        self._add(metric, amounts[rows].astype(np.int64), len(rows), at, agent, rows)

    def count(
        self,
        metric: str,
        among: Flags,
        *,
        at: Ints | None = None,
        agent: Ints | None = None,
        amounts: Ints | None = None,
        unit: int = 1,
    ) -> None:
        """How many rows, or the sum of their amounts: of none, no figure."""
        rows = np.flatnonzero(among)
        self.counts.add(metric)
        self.units[metric] = unit
        if amounts is not None and not len(rows):
            return
        values = np.ones(len(rows), dtype=np.int64) if amounts is None else amounts[rows]
        self._add(metric, values, len(rows), at, agent, rows)

    def total(self, metric: str) -> int:
        """A metric's numerator over everything so far."""
        return self.sums.get((metric, WHOLE, WHOLE), [0, 0])[0]

    def put(self, key: Key, numerator: int, denominator: int = 0) -> None:
        """Add to one figure."""
        sums = self.sums.setdefault(key, [0, 0])
        sums[0] += numerator
        sums[1] += denominator

    def _add(
        self, metric: str, values: Ints, size: int, at: Ints | None, agent: Ints | None, rows: Ints
    ) -> None:
        self.put((metric, WHOLE, WHOLE), int(values.sum()), size)
        slices = []
        if at is not None:
            slices.append(("month", months_of(at[rows]), list(MONTHS)))
        if agent is not None:
            slices.append(("agent", agent[rows], self.agents))
        for dimension, members, names in slices:
            for member, numerator, denominator in _sums(members, values, len(names)):
                self.put((metric, dimension, names[member]), numerator, denominator)

    def figures(self) -> dict[Key, Figure]:
        """What was added up."""
        return {
            key: Figure(
                Fraction(numerator, self.units.get(key[0], 1)), None if key[0] in self.counts else denominator
            )
            for key, (numerator, denominator) in sorted(self.sums.items())
        }


def _sums(members: Ints, values: Ints, size: int) -> Iterator[tuple[int, int, int]]:
    known = members >= 0
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, members[known], values[known])
    sizes = np.bincount(members[known], minlength=size)
    for member in np.flatnonzero(sizes):
        yield int(member), int(sums[member]), int(sizes[member])
