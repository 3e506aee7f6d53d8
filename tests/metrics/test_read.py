"""Readings of hand-made facts: values, what is beside them, slices and periods."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from deskwise.facts.rules import Rules, Team
from deskwise.metrics.readings import Reading
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, flow, reading, readings, request, wait

HOUR = 3600 * SECOND
CONTACTS = [
    request("T1", 0, resolved_at=100 * SECOND, agent="ann", team="one", channel="email", customer="C1"),
    request("T2", 0, resolved_at=300 * SECOND, agent="bob", team="one", channel="email", customer="C2"),
    request("T3", 40 * DAY, resolved_at=40 * DAY + 200 * SECOND, agent="ann", team="two", channel="chat"),
    request("T4", 40 * DAY, agent="bob", team="two", channel="chat", customer="C2"),
    request("P1", 0, problem=True, resolved_at=5 * SECOND),
]


def desk(**more: Any) -> DuckdbFacts:
    requests = more.pop("requests", CONTACTS)
    return DuckdbFacts(
        requests=requests, request_flow=flow(*(row for row in requests if not row.get("problem"))), **more
    )


def values(found: list[Reading]) -> dict[tuple[str | None, ...], float | None]:
    return {tuple(value for _, value in each.by): each.value for each in found}


def test_a_mean_and_all_beside_it() -> None:
    found = reading(desk(), "average_resolution_time", stats=["mean"])
    assert (found.value, found.n, found.open) == (200, 3, 1)
    assert found.interval == pytest.approx((200 - 248.4137711750331, 200 + 248.4137711750331))
    assert (found.unit, found.clock, found.definition) == ("seconds", "elapsed", "average_resolution_time@1")
    assert found.period is None
    assert (found.numerator, found.denominator) == (None, None)


def test_quantiles_are_exact_and_interpolated() -> None:
    found = {each.stat: each for each in readings(desk(), "average_resolution_time")}
    assert (found["p50"].value, found["p90"].value) == (200, 280)
    assert found["p50"].interval == (None, None)


def test_within_counts_its_edge() -> None:
    found = reading(desk(), "average_resolution_time", stats=["within"], within_seconds=200)
    assert (found.numerator, found.denominator, found.unit) == (2, 3, "share")


def test_the_survival_median_takes_what_was_raised_and_censors_the_open() -> None:
    found = reading(desk(), "average_resolution_time", stats=["km50"])
    assert (found.value, found.n, found.interval) == (200, 4, None)


def test_working_time_without_a_schedule_is_null() -> None:
    found = reading(desk(), "average_resolution_time", stats=["mean"], clock="working")
    assert (found.value, found.n) == (None, 0)


def test_groups_with_nothing_but_open_requests_are_told() -> None:
    found = readings(desk(), "average_resolution_time", stats=["mean"], by=["channel", "agent"])
    assert values(found) == {
        ("email", "ann"): 100,
        ("email", "bob"): 300,
        ("chat", "ann"): 200,
        ("chat", "bob"): None,
    }
    assert [each.open for each in found if each.by == (("channel", "chat"), ("agent", "bob"))] == [1]


def test_filters_narrow_cases_and_what_is_open() -> None:
    found = reading(desk(), "resolution_rate", where={"channel": ["chat"]})
    assert (found.value, found.n, found.open) == (0.5, 2, 1)


def test_null_is_a_value_to_filter_by() -> None:
    facts = desk()
    assert reading(facts, "requests_received", where={"customer": [None]}).value == 1
    assert reading(facts, "requests_received", where={"customer": [None, "C2"]}).value == 3
    assert reading(facts, "requests_received", where={"customer": ["nobody"]}).value == 0


def test_every_group_stands_in_every_period() -> None:
    found = readings(desk(), "requests_resolved", by=["agent"], every="month", as_of=45 * DAY)
    periods = [(each.by[0][1], each.period, each.value) for each in found]
    told = [(agent, each.start_at, each.partial, value) for agent, each, value in periods if each is not None]
    assert told == [
        ("ann", 0, False, 1),
        ("ann", 31 * DAY, True, 1),
        ("bob", 0, False, 1),
        ("bob", 31 * DAY, True, 0),
    ]


def test_an_empty_period_is_null_for_a_share_and_0_for_a_count() -> None:
    facts = desk()
    limits = {"since_at": 50 * DAY, "until_at": 60 * DAY}
    assert reading(facts, "resolution_rate", **limits).value is None
    assert reading(facts, "requests_received", **limits).value == 0


def test_open_is_what_is_undecided_at_the_periods_end() -> None:
    rows = [request("T1", 10 * DAY, resolved_at=31 * DAY), request("T2", 12 * DAY, resolved_at=31 * DAY - 1)]
    found = readings(desk(requests=rows), "backlog", every="month", as_of=35 * DAY, first_at=10 * DAY)
    assert [each.value for each in found] == [1, 0]


def test_the_age_of_what_is_open() -> None:
    rows = [
        request("T1", 21 * DAY, reopenings=1),
        request("T2", 30 * DAY, resolved_at=32 * DAY),
        request("T3", 20 * DAY, merged_at=25 * DAY),
    ]
    moves = [
        *flow(*rows),
        *({**flow(rows[0])[0], "at": at, "delta": delta} for at, delta in ((28 * DAY, -1), (29 * DAY, 1))),
    ]
    facts = DuckdbFacts(requests=rows, request_flow=moves)
    found = readings(
        facts, "backlog_age", stats=["mean", "p50"], every="month", as_of=41 * DAY, first_at=20 * DAY
    )
    assert [(each.value, each.n) for each in found] == [
        (5.5 * 86_400, 2),
        (5.5 * 86_400, 2),
        (20 * 86_400, 1),
        (20 * 86_400, 1),
    ]


WAITS = [
    wait("T1", 1, 0, 20 * SECOND, "answered", agent="ann"),
    wait("T2", 1, 0, 21 * SECOND, "answered", agent="bob"),
    wait("T3", 1, 0, 5 * SECOND, "abandoned"),
    wait("T4", 1, 0, 5 * SECOND, "merged"),
    wait("T5", 1, 100 * DAY - 20 * SECOND, None, "open"),
    wait("T6", 1, 100 * DAY - 20 * SECOND - 1, None, "open"),
    wait("T1", 2, 100 * SECOND, 160 * SECOND, "answered", agent="ann", off_hours=True),
]


def test_service_level_and_its_edges() -> None:
    found = reading(DuckdbFacts(waits=WAITS), "service_level", within_seconds=20)
    assert (found.numerator, found.n, found.open) == (1, 4, 1)


def test_unanswered_contacts_have_no_agent() -> None:
    facts = DuckdbFacts(waits=WAITS)
    assert [each.value for each in readings(facts, "service_level", by=["agent"])] == [None]
    assert reading(facts, "service_level", where={"agent": ["ann"]}).value is None
    found = readings(facts, "first_response_time", stats=["km50"], by=["agent"])
    assert {each.value for each in found} == {None}


def test_waits_outside_opening_time_can_be_left_out() -> None:
    facts = DuckdbFacts(waits=WAITS)
    assert reading(facts, "reply_time", stats=["mean"]).value == 60
    found = reading(facts, "reply_time", stats=["mean"], rules=Rules(off_hours="exclude"))
    assert (found.value, found.n, found.excluded) == (None, 0, (("off_hours", 1),))


def test_reply_time_per_request_as_a_whole_and_of_an_agent() -> None:
    requests = [request(f"T{number}", 0, resolved_at=DAY, agent="ann") for number in (1, 2, 3)]
    acts = [
        {
            "source": "desk",
            "ticket": ticket,
            "request": 1,
            "acted_at": 20 * SECOND,
            "act": "message",
            "agent": agent,
        }
        for ticket, agent in (("T1", "ann"), ("T2", "bob"), ("T3", "ann"))
    ]
    facts = desk(requests=requests, waits=WAITS, acts=acts)
    found = reading(facts, "reply_time_per_request", stats=["mean"])
    assert (found.value, found.numerator, found.denominator) == (101 / 3, 101, 3)
    assert values(readings(facts, "reply_time_per_request", stats=["mean"], by=["agent"])) == {
        ("ann",): 40,
        ("bob",): 21,
    }


def test_a_handled_request_counts_once_a_slice() -> None:
    acts = [
        {"source": "desk", "ticket": "T1", "request": 1, "acted_at": at, "act": "message", "agent": agent}
        for at, agent in ((0, "ann"), (1, "ann"), (40 * DAY, "bob"))
    ]
    facts = DuckdbFacts(acts=acts)
    assert reading(facts, "requests_handled").value == 1
    assert values(readings(facts, "requests_handled", by=["agent"])) == {("ann",): 1, ("bob",): 1}
    assert [each.value for each in readings(facts, "requests_handled", every="month", as_of=45 * DAY)] == [
        1,
        1,
    ]


def test_escalations_by_reason_stand_over_all_handled_requests() -> None:
    requests = [
        request(f"T{number}", 0, resolved_at=DAY, handled=True, escalated=number < 3, agent="ann")
        for number in range(1, 5)
    ]
    key = [{"source": "desk", "ticket": row["ticket"], "request": 1} for row in requests]
    acts = [{**row, "acted_at": 0, "act": "message", "agent": "ann"} for row in key]
    escalations = [
        {**key[0], "escalated_at": 1, "agent": "ann", "reason": "skill", "signals": 1},
        {**key[1], "escalated_at": 1, "agent": "bob", "reason": "fault", "signals": 1},
    ]
    facts = desk(requests=requests, acts=acts, escalations=escalations)
    assert reading(facts, "escalation_rate").value == 0.5
    by_reason = readings(facts, "escalation_rate", by=["reason"])
    assert {each.by[0][1]: (each.numerator, each.n) for each in by_reason} == {
        "skill": (1, 4),
        "fault": (1, 4),
    }
    by_agent = readings(facts, "escalation_rate", by=["agent"])
    assert {each.by[0][1]: (each.numerator, each.n) for each in by_agent} == {"ann": (1, 4)}
    assert reading(facts, "requests_escalated", where={"reason": ["skill"]}).value == 1


def test_money_is_read_by_currency_and_never_added() -> None:
    sales = [
        {
            "source": "desk",
            "event_id": str(number),
            "sold_at": 0,
            "value": Decimal(value),
            "currency": currency,
            "credited": True,
        }
        for number, (value, currency) in enumerate(
            (("100", "EUR"), ("25.5", "EUR"), ("-30", "EUR"), ("40", "USD"))
        )
    ]
    found = readings(DuckdbFacts(sales=sales), "sales_revenue")
    told = {(each.stat, each.by[0][1], each.unit): each.value for each in found}
    assert told == {
        ("gross", "EUR", "EUR"): 125.5,
        ("refunds", "EUR", "EUR"): -30,
        ("gross", "USD", "USD"): 40,
        ("refunds", "USD", "USD"): None,
    }
    counted = reading(DuckdbFacts(sales=sales), "sales_after_contact")
    assert (counted.value, counted.excluded) == (3, (("refund", 1),))


def test_costs_by_the_team_that_worked() -> None:
    requests = [request("T1", 0, resolved_at=1), request("T2", 0, resolved_at=1)]
    work = [
        {
            "source": "desk",
            "ticket": "T1",
            "request": 1,
            "worked_at": 0,
            "seconds": Decimal(seconds),
            "team": team,
        }
        for seconds, team in ((1800, "support"), (900, "experts"))
    ]
    rules = Rules(
        teams=(Team("support", 1, (("EUR", Decimal(36)),)), Team("experts", 2, (("EUR", Decimal(72)),)))
    )
    found = reading(desk(requests=requests, work=work), "cost_per_request", rules=rules)
    assert (found.value, found.numerator, found.n, found.unit) == (18, 36, 2, "EUR")
    (nothing,) = readings(desk(requests=requests, work=work), "cost_per_request")
    assert (nothing.value, nothing.by) == (None, (("currency", None),))


def test_uptime_of_the_union_and_of_a_product() -> None:
    outages = [
        {
            "source": "desk",
            "product": product,
            "began_at": begins * HOUR,
            "ended_at": ends * HOUR,
            "planned": planned,
        }
        for product, begins, ends, planned in (("A", 1, 3, False), ("B", 2, 5, False), ("A", 6, 12, True))
    ]
    facts = DuckdbFacts(outages=[{**row, "as_of": 100 * DAY} for row in outages])
    found = reading(facts, "uptime", since_at=0, until_at=DAY)
    assert (found.value, found.n, found.denominator) == (5 / 6, 2, 86_400)
    by_product = readings(facts, "uptime", since_at=0, until_at=DAY, by=["product"])
    assert values(by_product) == {("A",): 11 / 12, ("B",): 7 / 8}


def test_contacts_per_100_customers_stand_over_all_known() -> None:
    customers = [{"customer": f"C{number}", "known_at": number * DAY} for number in range(1, 5)]
    facts = desk(customers=customers)
    found = reading(facts, "contacts_per_100_customers", where={"channel": ["email"]})
    assert (found.numerator, found.denominator, found.value) == (2, 4, 50)
    found = reading(facts, "contacts_per_100_customers", where={"customer": ["C2"]})
    assert (found.numerator, found.denominator) == (2, 1)


def test_a_text_once_kept_is_not_compiled_again() -> None:
    facts, kept = desk(), KeptSql()
    first = readings(facts, "average_resolution_time", compiled=kept, every="month", as_of=45 * DAY)
    texts = dict(kept)
    again = readings(
        facts, "average_resolution_time", compiled=kept, every="week", as_of=45 * DAY, since_at=DAY
    )
    assert kept == texts
    assert len(again) > len(first)


def test_a_fields_name_is_no_part_of_the_language() -> None:
    fields = [{"source": "desk", "ticket": "T1", "request": 1, "field": "pl'an", "value": "gold"}]
    found = readings(desk(request_fields=fields), "requests_received", by=["extra.pl'an"])
    assert values(found) == {("gold",): 1, (None,): 3}


def test_the_json_promise() -> None:
    found = reading(desk(), "csat").to_json()
    promised = (
        "metric stat clock unit period by value n numerator denominator excluded open provisional ruled"
    )
    assert list(found) == [*promised.split(), "unjudged", "interval", "definition"]
    assert (found["value"], found["n"], found["clock"], found["excluded"]) == (None, 0, None, {})


def test_shared_ratings_count_once_as_a_whole() -> None:
    rating = {"source": "desk", "ticket": "T1", "request": 1, "event_id": "r", "rated_at": 0, "scale": "1-5"}
    rows = [{**rating, "value": Decimal(4), "counts": True, "agent": agent} for agent in ("ann", "bob")]
    rules = replace(Rules(), rating_attribution="everyone_who_replied")
    facts = DuckdbFacts(ratings=rows)
    assert reading(facts, "csat", rules=rules).n == 1
    assert values(readings(facts, "csat", rules=rules, by=["agent"])) == {("ann",): 1, ("bob",): 1}
