"""Customers and their stages."""

from __future__ import annotations

from typing import Any

from facts.small_logs import DAY, HOUR, Event, event, folded, opened


def entered(at: int, stage: str, customer: str | None = "cleo", **given: Any) -> Event:
    return event(at, "stage_changed", None, customer=customer, extra={"stage": stage}, **given)


def test_a_customer_is_known_since_the_first_event_they_are_seen_on() -> None:
    log = folded(
        event(1 * HOUR, "customer_known", None, customer="ada"),
        opened(2 * HOUR, customer="ada", organisation="acme"),
        opened(3 * HOUR, "U", customer="ada"),
        event(4 * HOUR, "sale", None, customer="bo", value="5", scale="EUR"),
        opened(5 * HOUR, "V"),
    )
    assert log.rows("customers", "customer organisation known_at") == [
        ("ada", "acme", 1 * HOUR),
        ("bo", None, 4 * HOUR),
    ]


def test_the_organisation_is_the_last_one_seen() -> None:
    log = folded(
        opened(1, "A", customer="ada", organisation="acme"),
        opened(3, "B", customer="ada", organisation="zeta"),
        opened(2, "C", customer="ada", organisation="mid"),
    )
    assert log.rows("customers", "customer organisation known_at") == [("ada", "zeta", 1)]


def test_events_of_removed_tickets_make_no_customer_known_those_of_problems_and_after_a_merge_do() -> None:
    """Ruling 26."""
    log = folded(
        opened(0, "A", customer="gone"),
        event(9, "removed", "A"),
        opened(1, "B", customer="of a problem", type="problem"),
        opened(2, "C"),
        event(3, "merged", "C"),
        event(4, "message", "C", role="customer", customer="after a merge"),
    )
    assert log.rows("customers", "customer known_at") == [("after a merge", 4), ("of a problem", 1)]


def test_one_customer_in_two_sources_is_one_and_ids_are_exact_text() -> None:
    log = folded(
        opened(2, customer="ada"),
        opened(1, "U", source="shop", customer="ada"),
        opened(3, "V", customer="Ada"),
    )
    assert log.rows("customers", "customer known_at") == [("Ada", 3), ("ada", 1)]


def test_the_next_stage_is_reached_at_a_strictly_later_instant() -> None:
    """Ruling 13."""
    log = folded(
        entered(1 * DAY, "lead"),
        entered(1 * DAY, "prospect"),
        entered(3 * DAY, "prospect"),
        entered(4 * DAY, "customer"),
        entered(5 * DAY, "upsell"),
        entered(6 * DAY, "lost"),
        entered(1 * DAY, "lead", "bo"),
    )
    assert log.rows("stages", "customer stage entered_at next_stage next_reached_at") == [
        ("bo", "lead", 1 * DAY, "prospect", None),
        ("cleo", "customer", 4 * DAY, "retention", None),
        ("cleo", "lead", 1 * DAY, "prospect", 3 * DAY),
        ("cleo", "lost", 6 * DAY, None, None),
        ("cleo", "prospect", 1 * DAY, "customer", 4 * DAY),
        ("cleo", "prospect", 3 * DAY, "customer", 4 * DAY),
        ("cleo", "upsell", 5 * DAY, None, None),
    ]


def test_a_stage_without_a_customer_or_a_name_is_none_and_each_goes_by_its_own_sources_as_of() -> None:
    log = folded(
        entered(1, "lead", None),
        event(2, "stage_changed", None, customer="cleo", extra={"other": "x"}),
        event(3, "stage_changed", None, customer="cleo"),
        entered(4, "lead"),
        entered(4, "lead"),
        entered(5, "prospect", source="shop"),
        as_of={"desk": 50 * DAY, "shop": 60 * DAY},
    )
    assert log.rows("stages", "source stage entered_at next_reached_at as_of") == [
        ("desk", "lead", 4, 5, 50 * DAY),
        ("shop", "prospect", 5, None, 60 * DAY),
    ]
