"""What reasons make of something: of requests, work, re-contacts or ratings that are not good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

from deskwise.analyses.fewest_that_make import fewest_that_make, largest_first
from deskwise.analyses.ground_values import Groups
from deskwise.metrics.readings import Reading


@dataclass(frozen=True)
class Made:
    """The amount of each reason, and of the requests without one; whether there is enough to be told.

    What nothing is recorded of is missing, or null.
    """

    amounts: Mapping[str, Fraction]
    nameless: Fraction | None = None
    enough: bool = True

    @property
    def whole(self) -> Fraction:
        """What all make, those without a reason among them."""
        return sum(self.amounts.values(), self.without)

    @property
    def without(self) -> Fraction:
        """What the requests without a reason make."""
        return self.nameless or Fraction(0)

    @property
    def few(self) -> tuple[str, ...] | None:
        """The fewest reasons that make 80 % of it; null where all of them do not."""
        return fewest_that_make(self.amounts, self.whole)

    @property
    def first(self) -> str:
        """The one that makes most of it."""
        return largest_first(self.amounts)[0]

    @property
    def named_share(self) -> float:
        """Which share all reasons make together."""
        return float((self.whole - self.without) / self.whole) if self.whole else 0.0

    def of(self, reason: str | None) -> Fraction | None:
        """What a reason makes; null where it is not known. Without a name: what those without one make."""
        return self.nameless if reason is None else self.amounts.get(reason)

    def share_of(self, reason: str | None) -> float | None:
        """Which share of the whole a reason makes; null where it is not known."""
        amount = self.of(reason)
        return None if amount is None or not self.whole else float(amount / self.whole)


def shown(groups: Groups, unseen: Set[str | None]) -> dict[tuple[str | None, ...], Reading]:
    """The readings that may be seen of reasons that may be."""
    return {
        key: each
        for key, each in groups.readings.items()
        if key not in groups.hidden and key[0] not in unseen
    }


def made_of(groups: Groups, unseen: Set[str | None], amount: Callable[[Reading], Fraction]) -> Made:
    """What each reason makes, as far as it may be seen."""
    found = {key[0]: amount(each) for key, each in shown(groups, unseen).items() if each.n}
    nameless = found.pop(None, None)
    return Made({name: each for name, each in found.items() if name is not None}, nameless)


def total(each: Reading) -> Fraction:
    """What the cases of a mean make together."""
    return Fraction(each.value or 0) * each.n


def hits(each: Reading) -> Fraction:
    """The hits of a share."""
    return Fraction(int(each.numerator or 0))


def misses(each: Reading) -> Fraction:
    """The cases of a share that are none."""
    return each.n - hits(each)


def cases(each: Reading) -> Fraction:
    """How many there are."""
    return Fraction(each.n)
