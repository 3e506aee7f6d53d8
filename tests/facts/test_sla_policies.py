"""Which SLA policy counts for a clock."""

from __future__ import annotations

from datetime import date

import pytest

from deskwise.facts.rules import SlaPolicy
from deskwise.facts.sla_policies import in_force_from
from facts.chosen_rules import AGREED
from facts.small_logs import DAY, HOUR, Event, assigned, event, folded, opened, status

# 1970-01-03 00:00 in Berlin.
THE_THIRD = 2 * DAY - 1 * HOUR


@pytest.mark.parametrize(
    ("valid_from", "zone", "first"),
    [
        (None, "UTC", None),
        (date(1970, 1, 1), "UTC", 0),
        (date(1970, 1, 3), "Europe/Berlin", THE_THIRD),
        (date(1969, 12, 31), "Asia/Tokyo", -DAY - 9 * HOUR),
    ],
)
def test_a_policy_is_in_force_from_the_first_instant_of_its_date_in_the_workspaces_zone(
    valid_from: date | None, zone: str, first: int | None
) -> None:
    assert in_force_from(SlaPolicy("any", valid_from), zone) == first


def policies_of(*events: Event) -> list[tuple[object, ...]]:
    return folded(*events, rules=AGREED).rows("sla_clocks", "ticket clock policy target_microseconds")


def first_response(policy: str, minutes: int) -> tuple[object, ...]:
    return ("T", "first_response", policy, minutes * 60_000_000)


def test_the_most_specific_match_wins_then_the_later_in_the_list() -> None:
    assert policies_of(opened(0, channel="phone")) == [first_response("phone again", 2)]
    assert policies_of(opened(0, channel="phone", priority="urgent")) == [first_response("urgent phone", 3)]
    assert policies_of(opened(0, channel="phone", priority="low")) == [first_response("phone again", 2)]


def test_a_policy_wins_as_a_whole_without_a_target_of_a_kind_there_is_no_such_clock() -> None:
    """Ruling 8."""
    assert policies_of(opened(0, channel="chat")) == [
        ("T", "first_response", "all", 1 * HOUR),
        ("T", "resolution", "all", 10 * HOUR),
    ]
    assert policies_of(opened(0, organisation="acme")) == [first_response("acme", 5)]


def test_the_policy_in_force_at_the_clocks_start_counts() -> None:
    assert policies_of(opened(THE_THIRD - 1)) == [
        ("T", "first_response", "all", 1 * HOUR),
        ("T", "resolution", "all", 10 * HOUR),
    ]
    assert policies_of(opened(THE_THIRD)) == [first_response("from the third", 4)]


def test_the_fields_at_the_clocks_start_count_after_all_events_of_its_instant() -> None:
    urgent = {"priority": "urgent"}
    assert policies_of(opened(0, channel="phone"), event(0, "changed", **urgent)) == [
        first_response("urgent phone", 3)
    ]
    assert policies_of(opened(0, channel="phone"), event(1, "changed", **urgent)) == [
        first_response("phone again", 2)
    ]
    assert policies_of(
        opened(0, channel="phone", priority="urgent"), event(0, "changed", category="line")
    ) == [first_response("urgent phone", 3)]


def test_the_team_at_the_start_counts_an_inherited_one_too() -> None:
    solved_at = 30 * HOUR
    late = solved_at + 8 * DAY
    assert policies_of(opened(0), assigned(0, None, "night")) == [first_response("night", 6)]
    log = folded(
        opened(0, role="agent"),
        assigned(1, None, "night"),
        event(2, "message", role="customer"),
        status(solved_at, "solved"),
        event(late - 1, "message", role="customer"),
        status(late, "open"),
        rules=AGREED,
    )
    assert log.rows("decided_clocks", "request clock policy") == [
        (1, "first_response", "night"),
        (1, "resolution", "all"),
        (2, "first_response", "night"),
    ]
