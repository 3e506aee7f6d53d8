"""Customers with contact against those without who were alike before it: who bought in the same days."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from deskwise.metrics.customer_courses import Alike, Silent
from deskwise.metrics.intervals import NORMAL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A kind of customers has so many of them at least, that what they do by themselves can be told.
FEWEST_WITHOUT = 5
# Whose own spread is too little known takes that of all.
FEWEST_FOR_SPREAD = 10
Kind: TypeAlias = tuple[str | int | None, ...]


@dataclass(frozen=True)
class Contacted:
    """A customer with contact: what they were before it, when it was, and whether they bought after it."""

    alike: Alike
    met_at: int
    bought: bool


@dataclass(frozen=True)
class Matched:
    """The share who bought after contact, that of the same customers without, and the difference.

    `n` are the customers with contact that there are others alike for, `others` those others, `alone` the
    customers that are like nobody. `with_organisation` says that they are alike in their organisation too.
    """

    n: int
    others: int
    alone: int
    bought: float
    expected: float
    low: float
    high: float
    with_organisation: bool

    @property
    def difference(self) -> float:
        """How many more bought after contact."""
        return self.bought - self.expected

    @property
    def beyond(self) -> bool:
        """Whether chance alone would not do it."""
        return self.low > 0 or self.high < 0


def matched(contacted: Sequence[Contacted], silent: Mapping[Alike, Silent], within: int) -> Matched | None:
    """Contacted customers against those without contact who were alike; null where too few are.

    Alike in organisation, stage and purchases before; where that leaves out more than half of them, in stage
    and purchases. Each is held against the share of the others who bought in the very days after the contact.
    """
    exact = _matched(contacted, silent, within, _with_organisation)
    if exact is not None and exact.n * 2 >= len(contacted):
        return exact
    return _matched(contacted, silent, within, _without)


def _with_organisation(alike: Alike) -> Kind:
    return (alike.organisation, alike.stage, alike.purchases)


def _without(alike: Alike) -> Kind:
    return (alike.stage, alike.purchases)


@dataclass(frozen=True)
class _Stratum:
    n: int
    bought: int
    others: int
    shares: Sequence[float]

    @property
    def expected(self) -> float:
        return math.fsum(self.shares) / self.others


def _matched(
    contacted: Sequence[Contacted],
    silent: Mapping[Alike, Silent],
    within: int,
    kind_of: Callable[[Alike], Kind],
) -> Matched | None:
    own: dict[Kind, list[Contacted]] = {}
    for each in contacted:
        own.setdefault(kind_of(each.alike), []).append(each)
    others: dict[Kind, list[Silent]] = {}
    for alike, kept in silent.items():
        others.setdefault(kind_of(alike), []).append(kept)
    strata = []
    for kind, customers in own.items():
        n = sum(each.n for each in others.get(kind, ()))
        if n >= FEWEST_WITHOUT:
            sales = [sales for each in others[kind] for sales in each.sales]
            shares = shares_bought([each.met_at for each in customers], sales, within)
            strata.append(_Stratum(len(customers), sum(each.bought for each in customers), n, shares))
    n = sum(each.n for each in strata)
    if n < FEWEST_FOR_SPREAD:
        return None
    bought = sum(each.bought for each in strata) / n
    expected = math.fsum(each.n * each.expected for each in strata) / n
    half = NORMAL * math.sqrt(_variance(strata, n))
    return Matched(
        n=n,
        others=sum(each.others for each in strata),
        alone=len(contacted) - n,
        bought=bought,
        expected=expected,
        low=bought - expected - half,
        high=bought - expected + half,
        with_organisation=kind_of is _with_organisation,
    )


def shares_bought(met_at: Sequence[int], sales: Sequence[Sequence[int]], within: int) -> list[float]:
    """Of each customer who bought: after which share of the instants they bought within so long.

    >>> shares_bought([0, 10, 20], [[5, 25]], 10)
    [0.6666666666666666]
    """
    import numpy as np

    met = np.sort(np.array(met_at, dtype=np.int64))
    if not sales:
        return []
    whose = np.repeat(np.arange(len(sales)), [len(each) for each in sales])
    sold = np.array([at for each in sales for at in each], dtype=np.int64)
    # A sale counts for the instants from `within` before it up to itself, but for those of the sale before.
    first = np.searchsorted(met, sold - within, side="left")
    last = np.searchsorted(met, sold, side="left")
    again = np.zeros(len(sold), dtype=np.int64)
    same = whose[1:] == whose[:-1]
    again[1:] = np.where(same, last[:-1], 0)
    counted = np.maximum(last - np.maximum(first, again), 0)
    found: NDArray[np.float64] = np.bincount(whose, weights=counted, minlength=len(sales)) / len(met)
    return [float(each) for each in found]


def _variance(strata: Sequence[_Stratum], n: int) -> float:
    """The variance of the difference: of who bought after contact, and of what the others tell of it."""
    of_contacted = [(each.n, each.bought * (1 - each.bought / each.n)) for each in strata]
    of_others = [
        (each.others, math.fsum(x * x for x in each.shares) - each.others * each.expected**2)
        for each in strata
    ]
    usual_contacted, usual_others = _pooled(of_contacted), _pooled(of_others)
    found = 0.0
    for stratum, (own, squares), (others, spread) in zip(strata, of_contacted, of_others, strict=True):
        weight = stratum.n / n
        found += weight**2 * _spread(own, squares, usual_contacted) / own
        found += weight**2 * _spread(others, spread, usual_others) / others
    return found


def _pooled(groups: Sequence[tuple[int, float]]) -> float:
    freedom = sum(n - 1 for n, _ in groups)
    return math.fsum(squares for _, squares in groups) / freedom if freedom else 0.25


def _spread(n: int, squares: float, usual: float) -> float:
    return squares / (n - 1) if n >= FEWEST_FOR_SPREAD else usual
