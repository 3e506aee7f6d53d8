"""What requests had come to at their first resolution, and what customers did then: worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.metrics.rated_requests import (
    COMPLAINTS,
    DRIVERS,
    RATINGS,
    RECONTACTS,
    RETURNS,
    Population,
    read_rated,
)
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, request, wait

KEPT = KeptSql()
AT = 10 * DAY
HOUR = 3600 * SECOND
# Raised a day before AT; A was opened again and resolved once more, B is bothered by nothing.
A, B = "A", "B"


def of(ticket: str, **given: Any) -> dict[str, Any]:
    return {"source": "desk", "ticket": ticket, "request": 1, **given}


def facts(**more: list[dict[str, Any]]) -> DuckdbFacts:
    requests = [
        request(
            A, AT - DAY, first_resolved_at=AT, resolved_at=AT + 3 * DAY, first_mature=True,
            first_recontact=True, customer="ann",
        ),
        request(B, AT - HOUR, resolved_at=AT, customer="bob"),
    ]  # fmt: skip
    waits = [
        wait(A, 1, AT - DAY, AT - DAY + HOUR, "answered"),
        wait(A, 2, AT - 6 * HOUR, AT - 5 * HOUR, "answered"),
        wait(A, 3, AT - 4 * HOUR, AT - HOUR, "answered"),
        wait(A, 4, AT + DAY, AT + 2 * DAY, "answered"),
        wait(B, 1, AT - HOUR, AT, "unanswered"),
    ]
    acts = [
        of(A, acted_at=AT - DAY + HOUR, act="message"), of(A, acted_at=AT - 5 * HOUR, act="message"),
        of(A, acted_at=AT - HOUR, act="answered"), of(A, acted_at=AT, act="resolution"),
        of(A, acted_at=AT + 2 * DAY, act="message"), of(B, acted_at=AT, act="resolution"),
    ]  # fmt: skip
    handovers = [
        of(A, handed_over_at=AT - HOUR, handover="handoff"),
        of(A, handed_over_at=AT + DAY, handover="handoff"),
    ]
    return DuckdbFacts(requests=requests, waits=waits, acts=acts, handovers=handovers, **more)


def rows(
    engine: DuckdbFacts, population: Population, *drivers: str, one_in: int = 1, rules: Rules | None = None
) -> list[tuple[Any, ...]]:
    found = read_rated(
        select((population,)), population, drivers, rules=rules or Rules(), horizon=Horizon(0, 200 * DAY),
        engine=engine, compiled=KEPT, one_in=one_in,
    )  # fmt: skip
    return sorted(found, key=lambda row: tuple(-1 if value is None else value for value in row))


@pytest.mark.parametrize(
    ("driver", "of_a", "of_b"),
    [
        ("first_response_time", 3600, None),
        # The mean of one hour and three; what came after the resolution is none of them.
        ("reply_time", 7200, None),
        ("average_resolution_time", 86400, 3600),
        ("contacts", 3, 1),
        ("replies", 2, 0),
        ("touches", 3, 0),
        ("handoffs", 1, 0),
    ],
)
def test_what_a_request_had_come_to_at_its_first_resolution(
    driver: str, of_a: int | None, of_b: int | None
) -> None:
    found = rows(facts(), RECONTACTS, driver)
    assert sorted(found, key=str) == sorted([(of_a, 1, 1), (of_b, 1, 0)], key=str)


def test_every_driver_can_be_read_beside_all_others() -> None:
    assert rows(facts(), RECONTACTS, *DRIVERS) == [
        (None, None, 3600, 1, 0, 0, 0, 1, 0),
        (3600, 7200, 86400, 3, 2, 3, 1, 1, 1),
    ]


def test_a_complaint_counts_up_to_the_end_of_the_window_unless_it_was_dismissed() -> None:
    window = Rules().window_microseconds
    assert window is not None

    def complained(at: int, *, dismissed: bool = False) -> list[tuple[Any, ...]]:
        made = [of(A, event_id="c", complained_at=at, dismissed=dismissed)]
        return rows(facts(complaints=made), COMPLAINTS, "contacts")

    assert complained(AT - 2 * HOUR) == complained(AT + window) == [(1, 1, 0), (3, 1, 1)]
    nobody = [(1, 1, 0), (3, 1, 0)]
    assert complained(AT + window + 1) == complained(AT, dismissed=True) == nobody


def test_a_return_is_of_the_first_resolution_of_each_customer() -> None:
    days = Rules().return_microseconds
    later = request("C", AT + DAY, resolved_at=AT + 2 * DAY, customer="bob")
    young = request("D", 199 * DAY, resolved_at=200 * DAY, as_of=200 * DAY, customer="cay")

    def returned(sold_at: int, customer: str) -> list[tuple[Any, ...]]:
        found = DuckdbFacts(
            requests=[
                request(A, AT - DAY, resolved_at=AT, as_of=200 * DAY, customer="ann"),
                request(B, AT - HOUR, resolved_at=AT, as_of=200 * DAY, customer="bob"), later, young,
            ],
            sales=[{"source": "desk", "event_id": "s", "sold_at": sold_at, "customer": customer, "value": 1}],
        )  # fmt: skip
        return rows(found, RETURNS, "average_resolution_time")

    assert returned(AT + days, "bob") == [(3600, 1, 1), (86400, 1, 0)]
    # Within the days after the later one, which is not looked at.
    assert returned(AT + days + 1, "bob") == returned(AT, "ann") == [(3600, 1, 0), (86400, 1, 0)]


def test_a_sample_is_of_whole_tickets_and_as_large_as_it_says() -> None:
    many = [request(f"T-{n}", AT - HOUR, resolved_at=AT) for n in range(2000)]
    engine = DuckdbFacts(requests=many)
    ((_, n, _),) = rows(engine, RECONTACTS, "contacts", one_in=4)
    assert 420 <= n <= 580
    ((_, all_of, _),) = rows(engine, RECONTACTS, "contacts")
    assert all_of == len(many)


def test_what_comes_after_the_rating_is_none_of_its_reasons() -> None:
    rating = of(A, event_id="r", rated_at=AT - 2 * HOUR, scale="good_bad", value=1, counts=True)
    engine = facts(ratings=[rating])
    found = rows(engine, RATINGS, "reply_time", "contacts", "replies", "average_resolution_time")
    assert found == [(3600, 3, 2, None, 1, 1)]
