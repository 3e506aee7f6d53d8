"""How few of many make most of an amount."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

MOST = Fraction(4, 5)


def fewest_that_make(amounts: Mapping[str, Fraction], whole: Fraction) -> tuple[str, ...] | None:
    """The fewest names whose amounts together make 80 % of the whole, the largest first.

    Null where all of them do not, or where there is no amount at all; of equal ones the first by name is
    taken.

    >>> amounts = {"a": Fraction(2), "b": Fraction(10), "c": Fraction(6), "d": Fraction(2)}
    >>> fewest_that_make(amounts, Fraction(20)), fewest_that_make(amounts, Fraction(26))
    (('b', 'c'), None)
    """
    reached, found = Fraction(0), list[str]()
    for name in largest_first(amounts):
        if found and reached >= whole * MOST:
            break
        reached += amounts[name]
        found.append(name)
    return tuple(found) if reached > 0 and reached >= whole * MOST else None


def largest_first(amounts: Mapping[str, Fraction]) -> list[str]:
    """The names by their amounts, the largest first; equal ones in the order of names."""
    return sorted(amounts, key=lambda name: (-amounts[name], name))
