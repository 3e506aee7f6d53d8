"""A figure opens to exactly its cases."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.metrics.drill import list_cases, opening
from deskwise.metrics.read import read
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, flow, request

ROWS = [
    request(
        "T1", 0, resolved_at=100 * SECOND, agent="ann", first_mature=True, human_act_by_first_resolution=True
    ),
    request("T2", 1, resolved_at=300 * SECOND, agent="bob", first_mature=True),
    request("T3", 40 * DAY, resolved_at=41 * DAY, agent="ann", first_mature=False),
    request("T4", 40 * DAY, agent="ann"),
]
KEPT = KeptSql()
GIVEN: dict[str, Any] = {"rules": Rules(), "horizon": Horizon(0, 60 * DAY), "compiled": KEPT}


def desk() -> DuckdbFacts:
    return DuckdbFacts(requests=ROWS, request_flow=flow(*ROWS))


def test_cases_with_their_state_reason_and_what_they_gave() -> None:
    found = list_cases(select(["first_contact_resolution"]), engine=desk(), **GIVEN)
    told = [(row.ticket, row.state, row.reason, row.gave) for row in found.rows]
    assert told == [
        ("T1", "excluded", "no_contact", False),
        ("T2", "excluded", "no_human_act", False),
        ("T4", "open", None, None),
        ("T3", "provisional", None, False),
    ]
    assert found.total == 4


def test_no_more_than_asked_and_how_many_there_are() -> None:
    found = list_cases(select(["requests_received"]), engine=desk(), limit=2, **GIVEN)
    assert ([row.ticket for row in found.rows], found.total) == (["T1", "T2"], 5)


@pytest.mark.parametrize("metric", ["average_resolution_time", "requests_resolved", "resolution_rate"])
def test_each_reading_opens_to_its_own_cases(metric: str) -> None:
    facts = desk()
    selection = select([metric], by=["agent"], every="month")
    for reading in read(selection, engine=facts, **GIVEN).readings:
        rows = list_cases(opening(reading, selection), engine=facts, **GIVEN).rows
        counted = [row for row in rows if row.state == "counted"]
        assert len(counted) == reading.n
        assert sum(1 for row in rows if row.state == "open") == reading.open
        if reading.stat == "mean" and reading.n:
            assert sum(row.gave or 0 for row in counted) / reading.n == reading.value


def test_a_survival_median_opens_to_those_it_censors_too() -> None:
    found = list_cases(select(["average_resolution_time"], stats=["km50"]), engine=desk(), **GIVEN)
    assert [row.state for row in found.rows] == ["counted", "counted", "counted", "censored"]


def test_the_backlog_opens_to_what_is_open_and_its_age_to_the_ages() -> None:
    assert [row.ticket for row in list_cases(select(["backlog"]), engine=desk(), **GIVEN).rows] == ["T4"]
    (row,) = list_cases(select(["backlog_age"]), engine=desk(), **GIVEN).rows
    assert (row.ticket, row.gave) == ("T4", 20 * 86_400)


def test_cases_are_those_of_one_metric() -> None:
    with pytest.raises(UsageError, match="one metric"):
        list_cases(select(["csat", "nps"]), engine=desk(), **GIVEN)


NULLS = [
    request("T1", 0),
    request("T2", 0, agent="ann"),
    request("T2", 0, agent="bob"),
    request("T2", 0),
    request("T3", 7, agent="ann"),
    request("T4", 9),
]


@pytest.mark.parametrize("metric", ["requests_received", "first_contact_resolution"])
def test_from_the_place_of_each_case_the_rest_follows(metric: str) -> None:
    for rows in (ROWS, NULLS):
        facts = DuckdbFacts(requests=rows, request_flow=flow(*rows))
        whole = list_cases(select([metric]), engine=facts, **GIVEN).rows
        for number, row in enumerate(whole):
            alike = sum(each.place == row.place for each in whole[: number + 1])
            rest = list_cases(select([metric]), engine=facts, after=row.place, skip=alike, **GIVEN)
            assert rest.rows == whole[number + 1 :]
            assert rest.total == (len(whole) if rest.rows else 0)


def test_a_place_stays_where_it_is_when_others_come_before_it() -> None:
    early = [request("T0", 0), request("T25", 1)]
    asked = {"limit": 2, **GIVEN}
    first = list_cases(select(["requests_received"]), engine=desk(), **asked).rows
    grown = DuckdbFacts(requests=[*early, *ROWS], request_flow=flow(*early, *ROWS))
    then = list_cases(select(["requests_received"]), engine=grown, after=first[-1].place, skip=1, **asked)
    assert [row.ticket for row in (*first, *then.rows)][:3] == ["T1", "T2", "T25"]
