"""Which groups are told by name, and which together; nobody's figure can be told from what is left."""

from __future__ import annotations

from analyses.ground import BEFORE, NOW, shares
from deskwise.analyses.ground_values import Compared
from deskwise.analyses.group_pairs import MOST_NAMED, GroupPair, group_pairs

Counts = dict[str | None, tuple[int, int]]


def pairs(before: Counts, now: Counts, *hidden: str | None) -> tuple[GroupPair, ...]:
    return group_pairs(Compared(shares(now, NOW), shares(before, BEFORE), frozenset(hidden)))


def told(found: tuple[GroupPair, ...]) -> list[tuple[str | None, bool, int, int, int]]:
    return [(each.value, each.others, each.members, each.n_before, each.n) for each in found]


def test_the_largest_first_and_those_without_a_value_among_them() -> None:
    found = pairs({"a": (1, 9), None: (2, 20)}, {"a": (1, 9), "b": (2, 30), None: (1, 8)})
    assert told(found) == [
        ("b", False, 1, 0, 30), (None, False, 1, 20, 8), ("a", False, 1, 9, 9),
    ]  # fmt: skip


def test_small_groups_are_told_as_one_but_one_alone_by_its_name() -> None:
    big: Counts = {"a": (5, 20), "b": (5, 20)}
    small: Counts = {"x": (1, 2), "y": (1, 3), "z": (1, 1)}
    found = pairs(big | small, big | small)
    assert told(found)[2:] == [(None, True, 3, 6, 6)]
    assert told(pairs(big | {"x": (1, 2)}, big))[2:] == [("x", False, 1, 2, 0)]
    # A single case has no noise that is known, whatever the other period has.
    assert told(pairs(big | {"x": (1, 1), "y": (1, 2)}, big | {"x": (9, 20)}))[2:] == [(None, True, 2, 3, 20)]


def test_no_more_are_named_than_can_be_read() -> None:
    many: Counts = {f"g{number:02}": (5, 10 + number) for number in range(40)}
    found = pairs(many, many)
    assert len(found) == MOST_NAMED + 1
    assert found[-1].members == 40 - MOST_NAMED
    assert sum(each.n for each in found) == sum(n for _, n in many.values())


def test_hidden_groups_are_told_with_one_that_may_be_seen_or_with_three_of_them() -> None:
    groups: Counts = {"a": (5, 30), "b": (5, 20), "c": (5, 15), "d": (5, 10)}
    assert told(pairs(groups, groups, "a")) == [
        ("b", False, 1, 20, 20), ("c", False, 1, 15, 15), (None, True, 2, 40, 40),
    ]  # fmt: skip
    assert told(pairs(groups, groups, "a", "b", "c")) == [("d", False, 1, 10, 10), (None, True, 3, 65, 65)]
    assert told(pairs(groups, groups, *groups)) == [(None, True, 4, 75, 75)]
    two: Counts = {"a": (5, 30), "b": (5, 20)}
    assert pairs(two, two, "a", "b") == ()
    assert told(pairs(two, two, "a")) == [(None, True, 2, 50, 50)]


def test_a_group_without_a_case_in_either_period_is_none() -> None:
    assert pairs({}, {"a": (1, 9)})[0].before is None
    assert pairs({}, {}) == ()
