"""The groups of a figure in two periods, in order: those told by name, and all others taken as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from deskwise.analyses.adding_up import pooled
from deskwise.analyses.ground_values import Compared
from deskwise.metrics.readings import Reading

MOST_NAMED = 15
# With fewer in both periods, or with a single one in a period, a group says nothing for itself.
FEWEST_CASES = 5
# Groups that may not be seen are told together with one that may, or with so many of them.
FEWEST_HIDDEN = 3


@dataclass(frozen=True)
class GroupPair:
    """A group in two periods, null where it has no case. `members` is how many groups it is made of.

    `value` is that of the dimension, null for the cases without one and for the `others` taken as one.
    """

    value: str | None
    now: Reading | None
    before: Reading | None
    others: bool = False
    members: int = 1

    @property
    def n(self) -> int:
        """The cases of the later period."""
        return 0 if self.now is None else self.now.n

    @property
    def n_before(self) -> int:
        """The cases of the earlier period."""
        return 0 if self.before is None else self.before.n


def group_pairs(compared: Compared) -> tuple[GroupPair, ...]:
    """The groups, those with most cases first and the others last; none where none of them may be told."""
    # There may be as many as customers: only those that are told become pairs.
    counts = [
        (_n(compared.now, value), _n(compared.before, value), value)
        for value in {*compared.now, *compared.before}
    ]
    counts = [each for each in counts if each[0] or each[1]]
    counts.sort(key=lambda each: (-each[0] - each[1], each[2] is None, each[2] or ""))
    hidden = [value for _, _, value in counts if value in compared.hidden]
    telling = (value for n, before, value in counts if value not in compared.hidden and _tells(n, before))
    named = list(islice(telling, MOST_NAMED))
    told = {*named, *hidden}
    rest = hidden + [value for _, _, value in counts if value not in told]
    if hidden and len(hidden) < FEWEST_HIDDEN and len(rest) == len(hidden):
        if not named:
            return ()
        rest.append(named.pop())
    if len(rest) == 1 and not hidden:
        # One alone is told by its name, however small.
        named, rest = [*named, *rest], []
    pairs = tuple(GroupPair(value, compared.now.get(value), compared.before.get(value)) for value in named)
    return (*pairs, _together(compared, rest)) if rest else pairs


def _n(readings: Mapping[str | None, Reading], value: str | None) -> int:
    found = readings.get(value)
    return 0 if found is None else found.n


def _tells(n: int, n_before: int) -> bool:
    return max(n, n_before) >= FEWEST_CASES and 1 not in {n, n_before}


def _together(compared: Compared, values: Sequence[str | None]) -> GroupPair:
    now, before = (
        [readings[value] for value in values if value in readings]
        for readings in (compared.now, compared.before)
    )
    return GroupPair(
        None,
        pooled(now) if now else None,
        pooled(before) if before else None,
        others=True,
        members=len(values),
    )
