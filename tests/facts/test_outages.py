"""Outages: which began belongs to which ended."""

from __future__ import annotations

from typing import Any

from facts.small_logs import DAY, HOUR, Event, event, folded

FACTS = "product planned began_at ended_at"


def began(at: int, product: str | None = "shop", **given: Any) -> Event:
    return event(at, "outage_began", None, product=product, **given)


def ended(at: int, product: str | None = "shop", **given: Any) -> Event:
    return event(at, "outage_ended", None, product=product, **given)


def test_a_span_runs_to_the_next_ended_of_the_same_product_and_a_second_began_changes_nothing() -> None:
    log = folded(
        began(1 * HOUR),
        began(2 * HOUR),
        began(2 * HOUR, "mail"),
        ended(3 * HOUR),
        ended(4 * HOUR),
        began(5 * HOUR),
        ended(6 * HOUR),
        ended(7 * HOUR, "mail"),
    )
    assert log.rows("outages", FACTS) == [
        ("mail", False, 2 * HOUR, 7 * HOUR),
        ("shop", False, 1 * HOUR, 3 * HOUR),
        ("shop", False, 5 * HOUR, 6 * HOUR),
    ]


def test_planned_and_unplanned_are_apart_and_absent_is_false() -> None:
    log = folded(
        began(1 * HOUR, extra={"planned": "True"}),
        began(2 * HOUR, extra={"planned": "false"}),
        ended(3 * HOUR),
        ended(4 * HOUR, extra={"planned": "true"}),
    )
    assert log.rows("outages", FACTS) == [
        ("shop", False, 2 * HOUR, 3 * HOUR),
        ("shop", True, 1 * HOUR, 4 * HOUR),
    ]


def test_an_open_one_has_no_end_and_lasts_to_as_of_the_latest_of_all_sources() -> None:
    """Section 1: an outage has no ticket whose own source it could go by."""
    log = folded(
        ended(1 * HOUR), began(2 * HOUR), began(3 * HOUR, None, source="probe"),
        as_of={"desk": 5 * DAY, "probe": 6 * DAY},
    )  # fmt: skip
    assert log.rows("outages", f"source {FACTS} as_of") == [
        ("desk", "shop", False, 2 * HOUR, None, 6 * DAY),
        ("probe", None, False, 3 * HOUR, None, 6 * DAY),
    ]


def test_at_one_instant_the_order_is_by_source_and_seq() -> None:
    log = folded(
        began(1 * HOUR, seq=1),
        began(2 * HOUR, seq=3),
        ended(2 * HOUR, seq=2),
        ended(3 * HOUR, source="probe"),
    )
    assert log.rows("outages", FACTS) == [
        ("shop", False, 1 * HOUR, 2 * HOUR),
        ("shop", False, 2 * HOUR, 3 * HOUR),
    ]
