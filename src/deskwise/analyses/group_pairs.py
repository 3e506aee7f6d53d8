"""The groups of a figure in two periods, in order: those told by name, and all others taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.adding_up import pooled
from deskwise.analyses.entry import Compared
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
    found = [
        GroupPair(value, compared.now.get(value), compared.before.get(value))
        for value in {*compared.now, *compared.before}
    ]
    found = [each for each in found if each.n or each.n_before]
    found.sort(key=lambda each: (-each.n - each.n_before, each.value is None, each.value or ""))
    hidden = [each for each in found if each.value in compared.hidden]
    shown = [each for each in found if each.value not in compared.hidden]
    sure = [each for each in shown if _tells(each)]
    named = sure[:MOST_NAMED]
    rest = hidden + [each for each in shown if each not in named]
    if hidden and len(hidden) < FEWEST_HIDDEN and len(rest) == len(hidden):
        if not named:
            return ()
        rest.append(named.pop())
    if len(rest) == 1 and not hidden:
        # One alone is told by its name, however small.
        return (*named, *rest)
    return (*named, _together(rest)) if rest else tuple(named)


def _tells(pair: GroupPair) -> bool:
    return max(pair.n, pair.n_before) >= FEWEST_CASES and 1 not in {pair.n, pair.n_before}


def _together(pairs: Sequence[GroupPair]) -> GroupPair:
    now = [each.now for each in pairs if each.now is not None]
    before = [each.before for each in pairs if each.before is not None]
    return GroupPair(
        None,
        pooled(now) if now else None,
        pooled(before) if before else None,
        others=True,
        members=len(pairs),
    )
