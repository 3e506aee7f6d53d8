"""What support did to customers, and what they did then: bought, wrote again, or fell silent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from deskwise.analyses.difference import Whole, difference_interval, whole
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.told_apart import two_sided
from deskwise.kernel.language import marked
from deskwise.metrics.customer_courses import Course
from deskwise.metrics.intervals import wilson

FEWEST = 20
# A quarter of a channel's customers waited longer than this one.
SLOW_QUARTER, FEWEST_FOR_QUARTERS = 4, 20
AT_FIRST, REOPENED, BADLY_RATED = "first_contact", "reopened", "bad_rating"
ESCALATED, SLOW, UNRESOLVED = "escalated", "slow", "unresolved"
WORDS: Mapping[str, str] = {
    AT_FIRST: marked("solved at first contact"),
    REOPENED: marked("opened again"),
    BADLY_RATED: marked("rated badly"),
    ESCALATED: marked("escalated"),
    SLOW: marked("answered late"),
    UNRESOLVED: marked("not resolved"),
}
# Whoever was not helped at first contact came back by that very definition, and so did who opened it again.
BY_DEFINITION = frozenset({AT_FIRST, REOPENED})


@dataclass(frozen=True)
class Deeds:
    """What so many customers did within the days: bought, wrote again; silent are those who did neither."""

    n: int
    bought: int
    again: int
    silent: int


@dataclass(frozen=True)
class Against:
    """A share of some customers against that of the others, with the 95 % interval of the difference."""

    share: float
    others: float
    low: float
    high: float
    chance: float
    named: bool = False

    @property
    def difference(self) -> float:
        """How much more."""
        return self.share - self.others


@dataclass(frozen=True)
class Experience:
    """Customers to whom something was done: what they did, and how that is against the others.

    `bought` and `again` are null where nothing can be told of them.
    """

    name: str
    deeds: Deeds
    bought: Against | None
    again: Against | None


@dataclass(frozen=True)
class Silence:
    """Those who fell silent: after they were helped, and after they were not."""

    good: int
    bad: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.good + self.bad


@dataclass(frozen=True)
class Done:
    """What was done to a customer, and what they did; null is what cannot be said of them."""

    first_contact: bool | None
    reopened: bool | None
    badly_rated: bool
    escalated: bool
    late: bool | None
    resolved: bool
    gave_up: bool
    bought: bool
    again: bool


Counted = Mapping[Done, int]


def counted(courses: Sequence[Course], within: int) -> Counted:
    """How many customers there are of each kind, with what they did within so long."""
    late = _late(courses)
    kinds = Counter(
        (
            each.first_contact,
            each.reopened if each.resolved else None,
            each.badly_rated,
            each.escalated,
            each.waited_microseconds > late[each.channel]
            if each.waited_microseconds is not None and each.channel in late
            else None,
            each.resolved,
            each.gave_up,
            each.bought_at is not None and each.bought_at - each.since_at <= within,
            each.reopened
            or (each.wrote_again_at is not None and each.wrote_again_at - each.since_at <= within),
        )
        for each in courses
    )
    return {Done(*kind): n for kind, n in kinds.items()}


def deeds(customers: Counted) -> Deeds:
    """What customers did."""
    return Deeds(
        sum(customers.values()),
        sum(n for each, n in customers.items() if each.bought),
        sum(n for each, n in customers.items() if each.again),
        sum(n for each, n in customers.items() if not each.bought and not each.again),
    )


def silence(customers: Counted) -> Silence:
    """Those who neither bought nor wrote: bad after a bad rating or without a resolution, given up too."""
    silent = [(each, n) for each, n in customers.items() if not each.bought and not each.again]
    bad = sum(n for each, n in silent if each.badly_rated or not each.resolved or each.gave_up)
    return Silence(sum(n for _, n in silent) - bad, bad)


def experiences(customers: Counted, *, sales: bool) -> tuple[Experience, ...]:
    """What customers did by what was done to them; of each kind those that it can be said of.

    Those are named whom Benjamini and Hochberg's procedure leaves over all comparisons.
    """
    tests: Mapping[str, Callable[[Done], bool | None]] = {
        AT_FIRST: lambda each: each.first_contact,
        REOPENED: lambda each: each.reopened,
        BADLY_RATED: lambda each: each.badly_rated,
        ESCALATED: lambda each: each.escalated,
        SLOW: lambda each: each.late,
        UNRESOLVED: lambda each: not each.resolved,
    }
    found = []
    for name, test in tests.items():
        own = deeds({each: n for each, n in customers.items() if test(each)})
        others = deeds({each: n for each, n in customers.items() if test(each) is False})
        found.append(
            Experience(
                name,
                own,
                _against(own.n, own.bought, others.n, others.bought) if sales else None,
                None if name in BY_DEFINITION else _against(own.n, own.again, others.n, others.again),
            )
        )
    return _named(found)


def _named(found: Sequence[Experience]) -> tuple[Experience, ...]:
    compared = [each for one in found for each in (one.bought, one.again) if each is not None]
    told = iter(discoveries([each.chance for each in compared]) if compared else ())
    named = []
    for one in found:
        bought, again = (
            None if each is None else Against(**{**vars(each), "named": next(told)})
            for each in (one.bought, one.again)
        )
        named.append(Experience(one.name, one.deeds, bought, again))
    return tuple(named)


def _against(n: int, hits: int, others_n: int, others_hits: int) -> Against | None:
    if min(n, others_n) < FEWEST:
        return None
    share, others = hits / n, others_hits / others_n
    low, high = difference_interval(share, _sides(hits, n), others, _sides(others_hits, others_n))
    together = (hits + others_hits) / (n + others_n)
    error = math.sqrt(together * (1 - together) * (1 / n + 1 / others_n))
    return Against(share, others, low, high, two_sided((share - others) / error) if error else 1.0)


def _sides(hits: int, n: int) -> Whole:
    found = whole(wilson(hits, n))
    assert found is not None
    return found


def _late(courses: Sequence[Course]) -> dict[str | None, float]:
    """The wait that one in four of a channel's customers had to wait longer than."""
    waits: dict[str | None, list[float]] = {}
    for each in courses:
        if each.waited_microseconds is not None:
            waits.setdefault(each.channel, []).append(each.waited_microseconds)
    return {
        channel: quantiles(own, n=SLOW_QUARTER, method="inclusive")[-1]
        for channel, own in waits.items()
        if len(own) >= FEWEST_FOR_QUARTERS
    }
