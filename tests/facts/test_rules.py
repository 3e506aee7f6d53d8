"""The rules: the book's own choices, and a fingerprint that tells any two apart."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deskwise.facts.rules import Rules, SlaPolicy, SlaTarget, Team
from facts.small_logs import DAY, HOUR, SECOND, open_hours

OTHERWISE: dict[str, Any] = {
    "window_microseconds": 5 * DAY,
    "zone": "Europe/Berlin",
    "fiscal_year_starts": 4,
    "teams": (Team("first", 1),),
    "schedules": (("default", open_hours(8, 16)),),
    "sla": (SlaPolicy("all", first_response=SlaTarget(HOUR, working=False)),),
    "rulings": "ignore",
    "off_hours": "exclude",
    "rating_attribution": "last_replier",
    "wait_ended_by": ("agent", "bot"),
    "escalation_join_microseconds": 61 * SECOND,
    "message_before_reopening_microseconds": 59 * SECOND,
    "sale_microseconds": 15 * DAY,
    "return_microseconds": 91 * DAY,
    "stage_microseconds": 89 * DAY,
    "service_level_seconds": Decimal("20.5"),
}


def test_the_defaults_are_the_books() -> None:
    rules = Rules()
    assert rules.window_microseconds == 7 * DAY
    assert rules.escalation_join_microseconds == rules.message_before_reopening_microseconds == 60 * SECOND
    assert rules.sale_microseconds == 14 * DAY
    assert rules.return_microseconds == rules.stage_microseconds == 90 * DAY
    assert rules.service_level_seconds == Decimal(20)
    assert (rules.rulings, rules.off_hours, rules.rating_attribution) == ("apply", "count", "resolver")
    assert rules.wait_ended_by == ("agent",)
    assert (rules.teams, rules.schedules, rules.sla) == ((), (), ())


def test_every_choice_changes_the_fingerprint() -> None:
    assert set(OTHERWISE) == {each.name for each in fields(Rules)}
    prints = {replace(Rules(), **{name: value}).fingerprint() for name, value in OTHERWISE.items()}
    assert len(prints | {Rules().fingerprint()}) == len(OTHERWISE) + 1
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in prints)


def test_what_lies_deep_in_a_choice_changes_it_too() -> None:
    policy = OTHERWISE["sla"][0]
    deep = [
        replace(Rules(), sla=(policy,)),
        replace(Rules(), sla=(replace(policy, valid_from=date(2026, 1, 1)),)),
        replace(Rules(), sla=(replace(policy, first_response=SlaTarget(HOUR, working=True)),)),
        replace(Rules(), sla=(replace(policy, first_response=SlaTarget(HOUR, False, ("pending",))),)),
        replace(Rules(), teams=(Team("first", 1, (("EUR", Decimal("38.50")),)),)),
        replace(Rules(), teams=(Team("first", 1, (("EUR", Decimal("38.51")),)),)),
    ]
    assert len({rules.fingerprint() for rules in deep}) == len(deep)


def test_the_fingerprint_of_equal_rules_is_equal_and_does_not_hang_on_the_process() -> None:
    assert Rules(zone="Asia/Tokyo").fingerprint() == replace(Rules(), zone="Asia/Tokyo").fingerprint()
    assert Rules(zone="Asia/Tokyo").fingerprint() != Rules().fingerprint()


def test_rules_are_a_frozen_value() -> None:
    with pytest.raises(FrozenInstanceError):
        Rules().zone = "Asia/Tokyo"  # type: ignore[misc]  # it must be refused
    assert hash(Rules()) == hash(Rules())


def test_what_the_text_leaves_to_tables_is_not_in_its_rules() -> None:
    costly = replace(Team("first", 1), hourly_cost=(("EUR", Decimal(38)),))
    teams = (costly, Team("x"))
    rules = replace(Rules(), zone="Europe/Berlin", schedules=OTHERWISE["schedules"], teams=teams)
    text = rules.in_text()
    assert (text.zone, text.schedules, text.teams) == ("", (("default", ()),), (Team("first", 1),))
    # A policy begins on a day of the zone.
    assert replace(rules, sla=OTHERWISE["sla"]).in_text().zone == "Europe/Berlin"
    assert text.in_text() == text
