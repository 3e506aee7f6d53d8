"""Work on tickets and beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facts.small_logs import Event, assigned, event, folded, opened

FACTS = "ticket request worked_at task seconds agent team"


def worked(at: int, seconds: str, ticket: str | None = "T", **given: Any) -> Event:
    return event(at, "worked", ticket, role="agent", actor="ann", value=Decimal(seconds), **given)


def test_work_is_its_actors_and_of_the_team_that_held_the_ticket_just_before_it() -> None:
    log = folded(
        opened(0),
        assigned(1, "bob", "first"),
        worked(2, "90.5", scale="writing", team="of the worker", agent="cem"),
        assigned(3, "bob", "second"),
    )
    assert log.rows("work", FACTS) == [("T", 1, 2, "writing", Decimal("90.5"), "ann", "first")]


def test_without_a_ticket_it_has_its_own_team_and_a_ticket_nobody_knows_is_none() -> None:
    """Ruling 10, and section 2: a fact without a ticket."""
    log = folded(
        worked(1, "60", None, scale="training", team="first"),
        worked(2, "70", "nobody knows it", scale="call", team="second"),
    )
    assert log.rows("work", f"source {FACTS}") == [
        ("desk", None, None, 1, "training", Decimal(60), "ann", "first"),
        ("desk", None, None, 2, "call", Decimal(70), "ann", "second"),
    ]


def test_problems_removed_tickets_and_what_comes_after_a_merge_are_in_no_figure() -> None:
    log = folded(
        opened(0, "P", type="problem"),
        worked(1, "1", "P"),
        opened(0, "R"),
        worked(1, "2", "R"),
        event(2, "removed", "R"),
        opened(0, "M"),
        worked(1, "4", "M"),
        event(2, "merged", "M"),
        worked(3, "8", "M"),
    )
    assert log.rows("work", "ticket seconds") == [("M", Decimal(4))]
