from __future__ import annotations

from deskwise.app.ticket_facts import TOLD, TicketEngine, told
from deskwise.facts.schema import FACT_TABLES
from metrics.duckdb_facts import DAY, DuckdbFacts, request, wait


def test_only_one_tickets_facts_are_seen() -> None:
    other = {**request("1", DAY), "source": "phone"}
    engine = DuckdbFacts(requests=[request("1", 2 * DAY), request("2", DAY), other])
    alone = TicketEngine(engine, "desk", "1")
    assert alone.rows("select source, ticket, raised_at from requests", {}) == [("desk", "1", 2 * DAY)]
    assert [row["raised_at"] for row in alone.facts()["requests"]] == [2 * DAY]
    assert alone.name == engine.name


def test_a_fact_keeps_every_column_and_null() -> None:
    engine = DuckdbFacts(waits=[wait("1", 2, 2 * DAY, None, "open"), wait("1", 1, DAY, DAY + 1, "answered")])
    first, second = TicketEngine(engine, "desk", "1").facts()["waits"]
    assert list(first) == list(FACT_TABLES["waits"].columns)
    assert (second["ended_at"], second["agent"]) == (None, None)


def test_a_ticket_nobody_knows_has_none() -> None:
    found = TicketEngine(DuckdbFacts(), "desk", "1").facts()
    assert found == dict.fromkeys(TOLD, ())


def test_what_is_told_is_of_a_ticket_and_has_its_time() -> None:
    for name, instant in TOLD.items():
        assert {"source", "ticket", "request", instant} <= set(FACT_TABLES[name].columns)


def test_units_are_in_the_names_of_what_is_told() -> None:
    fact = {"started_at": 1, "working_microseconds": None, "as_of": 0, "mature": True}
    assert told(fact) == {
        "started_at": "1970-01-01T00:00:00.000001Z",
        "working_seconds": None,
        "as_of": "1970-01-01T00:00:00Z",
        "mature": True,
    }
