"""All that has changed between two readings of the same time is named, and nothing that has not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deskwise.okr.check_in import Known
from deskwise.okr.restated import why_differs

THEN = Known(
    value=0.84,
    progress=0.5,
    n=100,
    provisional=0,
    rulings=0,
    definition="csat@1",
    start_at=0,
    end_at=10,
    as_of=10,
    settings="a",
)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"definition": "csat@2"},
            {"definition": "The metric is defined otherwise: by csat@1 then, by csat@2 now."},
        ),
        ({"settings": "b"}, {"settings": "The workspace's settings have changed since."}),
        ({"rulings": 3}, {"rulings": "Cases were ruled on: 0 of them then, 3 now."}),
        (
            {"as_of": 20, "n": 104},
            {
                "late_events": "Events came in later that belong to that time. There were 100 cases then, and"
                " 104 now."
            },
        ),
        ({"as_of": 20}, {"late_events": "Events came in later that belong to that time."}),
        ({"end_at": 20}, {"other_time": "It is read over another time now."}),
        ({}, {"late_events": "Events came in later that belong to that time."}),
    ],
)
def test_what_changed_is_the_reason(changed: dict[str, Any], told: dict[str, str]) -> None:
    reasons = why_differs(THEN, replace(THEN, value=0.8, **changed))
    assert {each.cause: each.sentence for each in reasons} == told


def test_what_was_provisional_and_is_decided_is_a_reason_by_itself() -> None:
    then = replace(THEN, provisional=5)
    decided = why_differs(then, replace(then, value=0.8, as_of=20, provisional=0))
    assert [each.cause for each in decided] == ["matured"]
    assert decided[0].sentence == "5 cases that were provisional then have been decided."
    both = why_differs(then, replace(then, value=0.8, as_of=20, provisional=4, n=101))
    assert [each.cause for each in both] == ["matured", "late_events"]


def test_several_are_all_named() -> None:
    now = replace(THEN, value=0.8, definition="csat@2", settings="b", rulings=1, as_of=20)
    assert [each.cause for each in why_differs(THEN, now)] == [
        "definition",
        "settings",
        "rulings",
        "late_events",
    ]


def test_a_figure_that_is_the_same_has_no_reasons_whatever_changed() -> None:
    assert why_differs(THEN, replace(THEN, definition="csat@2", as_of=20, n=300)) == ()
    assert why_differs(replace(THEN, value=0.3), replace(THEN, value=0.1 + 0.2, settings="b")) == ()
    assert why_differs(replace(THEN, value=None), replace(THEN, value=None, settings="b")) == ()


def test_a_figure_that_comes_or_goes_differs() -> None:
    none = replace(THEN, value=None, n=0)
    assert [each.cause for each in why_differs(none, replace(THEN, as_of=20))] == ["late_events"]
    assert [each.cause for each in why_differs(THEN, replace(none, settings="b"))] == ["settings"]


def test_data_that_end_earlier_than_then_are_not_later_events() -> None:
    assert why_differs(THEN, replace(THEN, value=0.8, as_of=5)) == ()


def test_a_typed_number_has_nothing_to_tell_it_by() -> None:
    assert why_differs(Known(40, 0.0), Known(45, 0.25)) == ()


def test_what_is_read_up_to_the_same_as_of_and_by_the_same_rules_differs_by_what_was_logged_late() -> None:
    late = replace(THEN, value=(THEN.value or 0) + 1, n=(THEN.n or 0) + 1)
    assert [each.cause for each in why_differs(THEN, late)] == ["late_events"]
    ruled = replace(late, rulings=(THEN.rulings or 0) + 1)
    assert [each.cause for each in why_differs(THEN, ruled)] == ["rulings"]
