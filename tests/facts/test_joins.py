"""Joins that leave no second copy of their keys behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import ibis
import pytest

from deskwise.facts.compiling import sql_of
from deskwise.facts.joins import beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS = ibis.table({"ticket_key": "int64", "at": "int64"}, name="rows")
FOUND = ibis.table({"ticket_key": "int64", "since": "int64", "team": "string"}, name="found")


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(
        'create table "rows" as select * from (values (1, 10), (2, 20), (null, 30)) t(ticket_key, "at")'
    )
    made.execute(
        "create table found as select * from (values (1, 5, 'first'), (3, 5, 'third'), (null, 5, 'none'))"
        " t(ticket_key, since, team)"
    )
    return made


def run(connection: duckdb.DuckDBPyConnection, expression: ir.Table) -> list[tuple[object, ...]]:
    return connection.execute(f"from ({sql_of(expression)}) order by all").fetchall()


def test_what_is_found_stands_beside_null_where_nothing_is(connection: duckdb.DuckDBPyConnection) -> None:
    joined = beside(ROWS, FOUND)
    assert joined.columns == ("ticket_key", "at", "since", "team")
    assert run(connection, joined) == [(1, 10, 5, "first"), (2, 20, None, None), (None, 30, None, None)]


def test_only_matching_leaves_the_unmatched_out(connection: duckdb.DuckDBPyConnection) -> None:
    assert run(connection, beside(ROWS, FOUND, only_matching=True)) == [(1, 10, 5, "first")]


def test_further_conditions_are_asked_too(connection: duckdb.DuckDBPyConnection) -> None:
    later = beside(ROWS, FOUND, also=lambda row, found: [found.since > row["at"]])
    assert run(connection, later) == [(1, 10, None, None), (2, 20, None, None), (None, 30, None, None)]


def test_whether_anything_was_found_is_never_null(connection: duckdb.DuckDBPyConnection) -> None:
    joined = beside(ROWS, FOUND.select("ticket_key"), found_as="known")
    assert run(connection, joined) == [(1, 10, True), (2, 20, False), (None, 30, False)]
