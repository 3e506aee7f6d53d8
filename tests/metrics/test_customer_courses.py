"""Customers who wrote in a span and what they did then, and those who were known and did not write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.metrics.customer_courses import Alike, Course, Courses, Silent, read_courses
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql, request, seconds, wait


def sale(customer: str, day: float, value: int = 10) -> dict[str, Any]:
    return {
        "event_id": f"{customer}-{day}",
        "sold_at": int(day * DAY),
        "customer": customer,
        "value": seconds(value),
    }


def stage(customer: str, name: str, day: int) -> dict[str, Any]:
    return {"source": "crm", "customer": customer, "stage": name, "entered_at": day * DAY}


def raised(ticket: str, day: int, customer: str, **given: Any) -> dict[str, Any]:
    return request(ticket, day * DAY, customer=customer, **given)


ENGINE = DuckdbFacts(
    requests=[
        raised(
            "A", 11, "ada", resolved_at=12 * DAY, first_human_act_at=11 * DAY + 1, channel="chat",
            human_act_by_first_resolution=True, contacts_before_first_resolution=1, escalated=True,
            organisation="acme", team="support",
        ),
        raised("B", 15, "ada", team="billing"),
        raised("C", 12, "bob", merged_at=13 * DAY),
        raised("D", 14, "bob", bad_rating=True),
        raised("E", 14, "cat", raised_by="agent"),
        raised("F", 14, "dan", problem=True),
        raised("G", 30, "eve"),
    ],
    waits=[
        wait("A", 1, 11 * DAY, 11 * DAY + 1, "answered"),
        wait("D", 1, 14 * DAY, 15 * DAY, "abandoned"),
    ],
    sales=[
        sale("ada", 9), sale("ada", 11.5), sale("ada", 20), sale("eve", 5), sale("eve", 25), sale("eve", 12),
        sale("fay", 18, -5),
    ],
    stages=[
        stage("ada", "lead", 1), stage("ada", "customer", 8), stage("ada", "upsell", 12),
        stage("eve", "lead", 2),
    ],
    customers=[
        {"customer": name, "organisation": organisation, "known_at": day * DAY}
        for name, organisation, day in (
            ("ada", "acme", 1), ("bob", None, 12), ("cat", None, 1), ("dan", None, 1), ("eve", "acme", 2),
            ("fay", None, 3), ("new", None, 11),
        )
    ],
)  # fmt: skip
KEPT = KeptSql()
NOTHING: Mapping[str, tuple[str | None, ...]] = {}


def courses(where: Mapping[str, tuple[str | None, ...]] = NOTHING) -> Courses:
    return read_courses(
        where, (10 * DAY, 20 * DAY), "elapsed",
        rules=Rules(), horizon=Horizon(0, 100 * DAY), engine=ENGINE, compiled=KEPT,
    )  # fmt: skip


def test_each_who_wrote_is_there_once_with_the_first_request_that_was_theirs() -> None:
    found = courses()
    assert found.any_sale
    ada, bob = found.wrote
    assert ada == Course(
        Alike("acme", "customer", 1), known_before=True, channel="chat", since_at=12 * DAY,
        met_at=11 * DAY + 1, waited_microseconds=1, gave_up=False, resolved=True, first_contact=True,
        reopened=False, badly_rated=False, escalated=True, bought_at=20 * DAY,
        bought_after_met_at=int(11.5 * DAY), wrote_again_at=15 * DAY,
    )  # fmt: skip
    assert (bob.alike, bob.known_before, bob.resolved, bob.since_at) == (
        Alike(None, None, 0), False, False, 14 * DAY,
    )  # fmt: skip
    assert (bob.gave_up, bob.waited_microseconds, bob.badly_rated) == (True, None, True)
    assert (bob.first_contact, bob.met_at, bob.bought_at, bob.wrote_again_at) == (None, None, None, None)


def test_those_who_did_not_write_are_counted_by_what_they_were() -> None:
    assert courses().silent == {
        Alike("acme", "lead", 1): Silent(1, ((12 * DAY, 25 * DAY),)),
        # Of these two one is of a problem alone and one has given something back alone.
        Alike(None, None, 0): Silent(2, ()),
    }


@pytest.mark.parametrize(
    ("where", "wrote", "silent"),
    [
        ({"team": ("billing",)}, [15 * DAY], 3),
        ({"organisation": ("acme",)}, [12 * DAY], 1),
    ],
)
def test_filters_are_of_requests_and_organisation_is_of_both(
    where: Mapping[str, tuple[str | None, ...]], wrote: list[int], silent: int
) -> None:
    found = courses(where)
    assert [each.since_at for each in found.wrote] == wrote
    assert sum(each.n for each in found.silent.values()) == silent


def test_where_no_sale_is_known_it_is_told() -> None:
    alone = DuckdbFacts(requests=[raised("A", 11, "ada")])
    found = read_courses(
        {},
        (10 * DAY, 20 * DAY),
        "elapsed",
        rules=Rules(),
        horizon=Horizon(0, 100 * DAY),
        engine=alone,
        compiled=KEPT,
    )
    assert not found.any_sale
    (ada,) = found.wrote
    assert not ada.known_before
