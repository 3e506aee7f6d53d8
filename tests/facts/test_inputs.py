"""What the fold reads."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from deskwise.events.vocabulary import KINDS
from deskwise.facts.compiling import sql_of
from deskwise.facts.inputs import (
    EVENTS,
    OPTIONAL_TICKET_KINDS,
    SOURCES,
    TICKET_KINDS,
    TICKETS,
    calendar_days,
    is_true,
)
from facts.chosen_rules import WITH_HOURS
from facts.small_logs import DAY, HOUR, SmallFold, folded, opened


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("map {'solved': 'true'}", True),
        ("map {'solved': 'TRUE'}", True),
        ("map {'solved': 'false'}", False),
        ("map {'solved': '1'}", False),
        ("map {'solved': null::varchar}", False),
        ("map {'Solved': 'true'}", False),
        ("null::map(varchar, varchar)", False),
    ],
)
def test_a_further_field_is_true_however_it_is_capitalised_and_never_null(extra: str, expected: bool) -> None:
    given = ibis.table({"extra": "map<string, string>"}, name="given")
    sql = sql_of(given.select(found=is_true(given.extra, "solved")))
    connection = duckdb.connect()
    connection.execute(f"create table given as select {extra} as extra")
    assert connection.execute(sql).fetchall() == [(expected,)]


def described(log: SmallFold, table: str) -> list[str]:
    return [row[0] for row in log.connection.execute(f"describe {table}").fetchall()]


def test_the_engine_gives_the_inputs_in_the_columns_they_declare() -> None:
    log = folded(opened(0), rules=WITH_HOURS)
    assert described(log, "events") == described(log, "ticket_events") == list(EVENTS)
    assert described(log, "tickets") == list(TICKETS)
    assert described(log, "source_as_of") == list(SOURCES)
    assert tuple(described(log, "calendar_days")) == calendar_days(log.width).columns


def test_the_days_hold_each_span_and_what_was_worked_before_the_day() -> None:
    log = folded(opened(0), as_of=1 * DAY, rules=WITH_HOURS)
    assert log.run(calendar_days(1)) == [
        ("default", 0, 0, 8 * HOUR, 16 * HOUR),
        ("default", 1, 8 * HOUR, DAY + 8 * HOUR, DAY + 16 * HOUR),
        ("night", 0, 0, 20 * HOUR, 24 * HOUR),
        ("night", 1, 4 * HOUR, DAY + 20 * HOUR, DAY + 24 * HOUR),
    ]


def test_a_kind_makes_a_ticket_known_names_one_or_has_none() -> None:
    without = {each.name for each in KINDS if each.ticket == "none"}
    assert set(OPTIONAL_TICKET_KINDS) == {"survey_sent", "rated", "complaint", "sale", "worked", "ruled"}
    assert set(TICKET_KINDS) | set(OPTIONAL_TICKET_KINDS) | without == {each.name for each in KINDS}
    assert not set(TICKET_KINDS) & set(OPTIONAL_TICKET_KINDS)
