"""Sales, and the reply each is credited to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facts.small_logs import DAY, HOUR, Event, assigned, event, folded, opened, replied, status

CREDIT = "sold_at ticket request replied_at agent team"


def sold(
    at: int, value: str = "10", customer: str | None = "ada", ticket: str | None = None, **given: Any
) -> Event:
    return event(at, "sale", ticket, value=Decimal(value), customer=customer, **{"scale": "EUR", **given})


def test_a_sale_is_credited_to_the_latest_public_human_reply_before_it() -> None:
    log = folded(
        opened(0, customer="ada"),
        assigned(1 * HOUR, "zoe", "first"),
        replied(2 * HOUR, "ann"),
        event(3 * HOUR, "answered", actor="bob"),
        event(4 * HOUR, "note", role="agent", actor="cem"),
        event(5 * HOUR, "message", role="bot", actor="robo"),
        assigned(6 * HOUR, "zoe", "second"),
        sold(7 * HOUR, extra={"kind": "upsell"}),
    )
    assert log.rows("sales", f"{CREDIT} value currency sale_kind customer credited") == [
        (7 * HOUR, "T", 1, 3 * HOUR, "bob", "first", Decimal(10), "EUR", "upsell", "ada", True)
    ]


def test_0_is_outside_and_14_days_are_the_edge() -> None:
    log = folded(
        opened(0, customer="ada"),
        replied(1 * HOUR),
        sold(1 * HOUR),
        sold(1 * HOUR + 1),
        sold(1 * HOUR + 14 * DAY),
        sold(1 * HOUR + 14 * DAY + 1),
    )
    assert log.rows("sales", "sold_at replied_at credited") == [
        (1 * HOUR, None, False),
        (1 * HOUR + 1, 1 * HOUR, True),
        (1 * HOUR + 14 * DAY, 1 * HOUR, True),
        (1 * HOUR + 14 * DAY + 1, None, False),
    ]


def test_it_goes_to_that_customers_reply_and_ties_by_source_ticket_request() -> None:
    log = folded(
        opened(0, "B", customer="ada"),
        replied(1 * HOUR, "bob", "B"),
        opened(0, "A", customer="ada"),
        replied(1 * HOUR, "ann", "A"),
        opened(0, "A", source="zz", customer="ada"),
        replied(1 * HOUR, "zoe", "A", source="zz"),
        opened(0, "C", customer="bo"),
        replied(2 * HOUR, "cem", "C"),
        sold(3 * HOUR),
        sold(3 * HOUR, customer=None),
    )
    assert log.rows("sales", f"customer {CREDIT}") == [
        ("ada", 3 * HOUR, "A", 1, 1 * HOUR, "ann", None),
        (None, 3 * HOUR, None, None, None, None, None),
    ]


def test_a_sale_at_the_instant_of_one_reply_goes_to_the_one_before() -> None:
    log = folded(
        opened(0, customer="ada"), replied(1 * HOUR, "ann"), replied(2 * HOUR, "bob"), sold(2 * HOUR)
    )
    assert log.rows("sales", CREDIT) == [(2 * HOUR, "T", 1, 1 * HOUR, "ann", None)]


def test_the_request_is_the_one_of_the_reply_whatever_ticket_the_sale_was_filed_on() -> None:
    late = 1 * HOUR + 7 * DAY + 1
    log = folded(
        opened(0, customer="ada"),
        status(1 * HOUR, "solved"),
        status(late, "open"),
        replied(late + 1, "ann"),
        opened(0, "U", customer="bo"),
        sold(late + 2, ticket="U"),
    )
    assert log.rows("sales", CREDIT) == [(late + 2, "T", 2, late + 1, "ann", None)]


def test_sales_filed_on_removed_tickets_problems_or_after_a_merge_are_in_no_figure() -> None:
    log = folded(
        opened(0, "R"), sold(1, "1", ticket="R"), event(2, "removed", "R"),
        opened(0, "P", type="problem", customer="ada"), replied(1, ticket="P"), sold(2, "2", ticket="P"),
        opened(0, "M"), event(1, "merged", "M"), sold(2, "4", ticket="M"),
        sold(3, "8", ticket="nobody knows it"),
        sold(4, "-16"),
    )  # fmt: skip
    assert log.rows("sales", "value source credited") == [
        (Decimal(-16), "desk", False),
        (Decimal(8), "desk", False),
    ]


def test_replies_of_a_merged_away_request_stay() -> None:
    log = folded(opened(0, customer="ada"), replied(1 * HOUR), event(2 * HOUR, "merged"), sold(3 * HOUR))
    assert log.rows("sales", CREDIT) == [(3 * HOUR, "T", 1, 1 * HOUR, "ann", None)]
