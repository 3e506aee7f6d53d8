"""How many cases have to be met for a share or a quantile to reach a value: whole numbers, and exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from deskwise.metrics.definition import QUANTILES, Stat

# Of so many cases, how many have to be met.
Needed = Callable[[int], int]
# More cases than anybody waits for.
MOST = 2**40


def needed_of_share(target: Fraction) -> Needed:
    """Of how many cases so many have to be met for their share to be a target at least.

    >>> needed_of_share(Fraction(4, 5))(101)
    81
    """
    return lambda n: ceil(target * n)


def needed_of_quantile(stat: Stat) -> Needed:
    """Of how many cases so many have to lie within a threshold for a quantile to lie within it for certain.

    It is linear between order statistics, so that the next one above it has to lie within as well.

    >>> [needed_of_quantile("p90")(n) for n in (0, 1, 10, 11, 12)]
    [0, 1, 10, 10, 11]
    """
    above, below = QUANTILES[stat]
    return lambda n: 0 if n == 0 else ceil(Fraction((n - 1) * above, below)) + 1


@dataclass(frozen=True)
class Standing:
    """Where a figure stands: of `n` cases `met` are met, and of any number of them so many are `needed`."""

    met: int
    n: int
    needed: Needed

    @property
    def short(self) -> int:
        """How many of the cases have to go from missed to met; 0 where enough are."""
        return max(0, self.needed(self.n) - self.met)

    @property
    def spare(self) -> int:
        """How many of the met could be missed, and enough would still be met."""
        return max(0, self.met - self.needed(self.n))

    def of_next(self, more: int) -> int:
        """How many of so many more cases have to be met; more than there are where it is out of reach.

        >>> Standing(70, 100, needed_of_share(Fraction(4, 5))).of_next(100)
        90
        """
        return max(0, self.needed(self.n + more) - self.met)

    def worst_after(self, more: int) -> bool:
        """Whether it is reached after so many more cases though all of them are missed."""
        return self.of_next(more) == 0

    def best_after(self) -> int | None:
        """How many more cases it takes at least, all of them met; null where no number is enough.

        >>> Standing(70, 100, needed_of_share(Fraction(4, 5))).best_after()
        50
        >>> Standing(99, 100, needed_of_share(Fraction(1))).best_after() is None
        True
        """
        if self.of_next(MOST) > MOST:
            return None
        low, high = -1, MOST
        while high - low > 1:
            middle = (low + high) // 2
            if self.of_next(middle) <= middle:
                high = middle
            else:
                low = middle
        return high
