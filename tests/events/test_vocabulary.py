"""The vocabulary holds together and says all that its documentation needs."""

from __future__ import annotations

from deskwise.events import vocabulary
from deskwise.events.vocabulary import (
    COLUMNS,
    KINDS,
    ORDER_IN_A_RECORD,
    RULINGS,
    SCALES,
    STATUSES,
    Kind,
    scales_of,
)


def names(
    entries: tuple[vocabulary.Kind | vocabulary.Word | vocabulary.Scale | vocabulary.Column, ...],
) -> list[str]:
    return [entry.name for entry in entries]


def test_names_are_told_once() -> None:
    for entries in (COLUMNS, KINDS, STATUSES, vocabulary.ROLES, SCALES, RULINGS):
        assert len(set(names(entries))) == len(entries)


def test_every_entry_says_what_it_means() -> None:
    for kind in KINDS:
        assert kind.records.endswith((".", "?"))
    for entry in (*COLUMNS, *STATUSES, *vocabulary.ROLES, *SCALES, *RULINGS):
        assert entry.meaning.endswith((".", "?"))


def test_every_kind_has_its_place_in_a_record() -> None:
    assert sorted(ORDER_IN_A_RECORD) == sorted(names(KINDS))
    book = ["opened", "assigned", "changed", "message", "note", "escalated", "status", "rated"]
    assert [kind for kind in ORDER_IN_A_RECORD if kind in book] == book


def test_scores_have_scales_and_nothing_else_does() -> None:
    scored: list[Kind] = [kind for kind in KINDS if scales_of(kind.name)]
    assert names(tuple(scored)) == ["rated", "reviewed"]
    assert all(kind.has_value for kind in scored)
    assert all(scale.lowest < scale.highest for scale in SCALES)


def test_only_instant_and_kind_are_required() -> None:
    assert vocabulary.REQUIRED_COLUMNS == ("at", "kind")
