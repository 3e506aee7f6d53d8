"""Escalations and handovers."""

from __future__ import annotations

from typing import Any

from facts.chosen_rules import AGREED
from facts.small_logs import DAY, HOUR, SECOND, Event, assigned, event, folded, opened, status

FACTS = "escalated_at agent team to_team reason signals"


def escalated(at: int, team: str | None = None, reason: str | None = None, **given: Any) -> Event:
    return event(at, "escalated", team=team, extra=None if reason is None else {"reason": reason}, **given)


def test_an_escalation_is_credited_to_the_holder_before_it_and_the_team_it_left() -> None:
    log = folded(
        opened(0), assigned(1 * HOUR, "ann", "first"), escalated(2 * HOUR, "second", "skill", agent="cem")
    )
    assert log.rows("escalations", FACTS) == [(2 * HOUR, "ann", "first", "second", "skill", 1)]


def test_a_signal_at_most_60_s_after_the_previous_one_belongs_to_the_same_escalation() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        escalated(2 * HOUR, "second"),
        escalated(2 * HOUR + 60 * SECOND, "third", "fault"),
        # 120 s after the first, 60 s after the previous
        escalated(2 * HOUR + 120 * SECOND, None, "policy"),
        escalated(2 * HOUR + 180 * SECOND + 1, "fourth", "other"),
    )
    assert log.rows("escalations", FACTS) == [
        (2 * HOUR, "ann", "first", "second", "fault", 3),
        (2 * HOUR + 180 * SECOND + 1, "ann", "third", "fourth", "other", 1),
    ]


def test_an_assignment_to_a_team_of_higher_tier_is_a_signal_but_the_first_is_not() -> None:
    log = folded(
        opened(0),
        escalated(1 * HOUR, "first"),
        assigned(2 * HOUR, "ann", "second"),  # the first assignment
        assigned(3 * HOUR, "bob", "third"),
        assigned(4 * HOUR, "cem", "first"),  # of lower tier
        assigned(5 * HOUR, "dan", "untold"),  # of no declared tier
        assigned(6 * HOUR, "eve", "third"),  # from none
        assigned(7 * HOUR, "fay", "third"),  # no higher
        rules=AGREED,
    )
    assert log.rows("escalations", FACTS) == [
        (1 * HOUR, None, None, "first", None, 1),
        (3 * HOUR, "ann", "second", "third", None, 1),
    ]


def test_an_escalated_and_its_assignment_are_one_escalation_of_two_signals() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        assigned(2 * HOUR, "bob", "second"),
        escalated(2 * HOUR + 5 * SECOND, "third"),
        rules=AGREED,
    )
    assert log.rows("escalations", FACTS) == [(2 * HOUR, "ann", "first", "second", None, 2)]


def test_without_declared_tiers_no_assignment_is_a_signal_and_problems_have_none() -> None:
    log = folded(
        opened(0),
        assigned(1, "ann", "first"),
        assigned(2, "bob", "second"),
        opened(0, "P", type="problem"),
        event(1, "escalated", "P", team="second"),
    )
    assert log.rows("escalations", FACTS) == []


def test_signals_of_two_requests_are_two_escalations() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0),
        status(1 * HOUR, "solved"),
        escalated(late - 1 * SECOND),
        status(late, "open"),
        escalated(late + 1 * SECOND),
    )
    assert log.rows("escalations", "request escalated_at signals") == [
        (1, late - 1 * SECOND, 1),
        (2, late + 1 * SECOND, 1),
    ]


def test_a_handoff_is_from_one_agent_to_another_over_a_gap_too_and_the_first_is_none() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        assigned(2 * HOUR, "ann"),
        assigned(3 * HOUR, None),
        assigned(4 * HOUR, "bob"),
    )
    assert log.rows("handovers", "handed_over_at handover agent team") == [
        (4 * HOUR, "handoff", "ann", "first")
    ]


def test_a_transfer_is_a_change_of_team_and_the_first_is_none() -> None:
    log = folded(
        opened(0),
        assigned(1 * HOUR, "ann", "first"),
        escalated(2 * HOUR, "second"),
        escalated(3 * HOUR, "second"),
        assigned(4 * HOUR, "bob", "first"),
        opened(0, "P", type="problem"),
        assigned(1, "ann", "first", "P"),
        assigned(2, "bob", "second", "P"),
    )
    assert log.rows("handovers", "handed_over_at handover agent team") == [
        (2 * HOUR, "transfer", "ann", "first"),
        (4 * HOUR, "handoff", "ann", "second"),
        (4 * HOUR, "transfer", "ann", "second"),
    ]
