"""What moving a share of requests from one channel to another does, with the same mix of categories."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.cells import Group
from deskwise.analyses.difference import Whole, whole
from deskwise.metrics.readings import Reading

# A category's figure on a channel rests on so many cases at least where requests are moved there.
FEWEST_THERE, FEWEST_HERE = 10, 2


@dataclass(frozen=True)
class Part:
    """So much of `there` in place of `here`, both with their intervals; `weight` is never below 0."""

    weight: float
    here: float
    of_here: Whole
    there: float
    of_there: Whole


@dataclass(frozen=True)
class Difference:
    """A difference with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def beyond(self) -> bool:
        """Whether chance alone would not do it."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Category:
    """The requests of a category that begin on the channel: their figures there and on the other.

    `requests` are those received; the readings are null where there is no case.
    """

    category: Group
    requests: int
    here: Reading | None
    there: Reading | None
    handled_here: Reading | None = None
    handled_there: Reading | None = None

    @property
    def movable(self) -> bool:
        """Whether there are enough cases to say what becomes of those that are moved."""
        return _cases(self.there) >= FEWEST_THERE and _cases(self.here) >= FEWEST_HERE

    @property
    def handled(self) -> bool:
        """Whether it is known what handling takes on both channels."""
        return all(
            each is not None and each.n >= FEWEST_HERE and whole(each.interval) is not None
            for each in (self.handled_here, self.handled_there)
        )


def summed(parts: Sequence[Part]) -> Difference | None:
    """The sum of weighted differences; null without any.

    Its interval is made of those of all figures: each side lies as far off as the sides that pull it there,
    times their weights, added as squares (Newcombe's square-and-add, for sums Zou and Donner's).

    >>> summed([Part(1.0, 0.5, (0.4, 0.6), 0.7, (0.6, 0.8))]).low.__round__(4)
    0.0586
    """
    if not parts:
        return None
    value = sum(each.weight * (each.there - each.here) for each in parts)
    down = math.hypot(
        *(each.weight * (each.there - each.of_there[0]) for each in parts),
        *(each.weight * (each.of_here[1] - each.here) for each in parts),
    )
    up = math.hypot(
        *(each.weight * (each.of_there[1] - each.there) for each in parts),
        *(each.weight * (each.here - each.of_here[0]) for each in parts),
    )
    return Difference(value, value - down, value + up)


def moved_figure(categories: Sequence[Category], share: float, n: int) -> Mapping[Group, Part]:
    """What each movable category does to a share of all `n` cases, where so much of it is moved."""
    found: dict[Group, Part] = {}
    for each in categories:
        if each.movable:
            assert each.here is not None
            assert each.there is not None
            part = _part(share * _cases(each.here) / n, each.here, each.there)
            if part is not None:
                found[each.category] = part
    return found


def moved_handling(categories: Sequence[Category], share: float) -> list[Part]:
    """What moving does to the seconds of handling, of the categories of which both are known."""
    parts = [
        _part(share * each.requests, each.handled_here, each.handled_there)
        for each in categories
        if each.movable and each.handled and each.handled_here is not None and each.handled_there is not None
    ]
    return [each for each in parts if each is not None]


def _part(weight: float, here: Reading, there: Reading) -> Part | None:
    of_here, of_there = whole(here.interval), whole(there.interval)
    if here.value is None or there.value is None or of_here is None or of_there is None:
        return None
    return Part(weight, float(here.value), of_here, float(there.value), of_there)


def _cases(reading: Reading | None) -> int:
    return 0 if reading is None else int(reading.denominator or 0)
