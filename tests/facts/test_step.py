"""Steps laid down: names, casts, and keys that become names."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from deskwise.facts.compiling import sql_of
from deskwise.facts.step import Step, Steps


def test_a_step_is_usable_by_its_name_free_of_how_it_was_made() -> None:
    steps = Steps()
    given = ibis.table({"a": "int64"}, name="given")
    doubled = steps.make("doubled", given.select(twice=given.a * 2))
    assert sql_of(doubled.filter(doubled.twice > 2)) == (
        'SELECT * FROM "doubled" AS "t0" WHERE "t0"."twice" > 2'
    )
    assert [(step.name, step.kept) for step in steps.done] == [("doubled", False)]


def test_steps_stay_in_the_order_they_were_laid_down() -> None:
    steps = Steps()
    given = ibis.table({"a": "int64"}, name="given")
    steps.make("second", steps.make("first", given, kept=True))
    assert [(step.name, step.kept) for step in steps.done] == [("first", True), ("second", False)]


def test_a_fact_is_cast_to_its_declared_columns_and_its_ticket_named() -> None:
    steps = Steps()
    given = ibis.table(
        {"ticket_key": "int64", "request": "int8", "delta": "int8", "at": "int64", "more": "string"},
        name="given",
    )
    fact = steps.fact("request_flow", given)
    (step,) = steps.done
    assert isinstance(step, Step)
    assert step.kept
    wanted = {"source": "string", "ticket": "string", "request": "int64", "at": "int64", "delta": "int64"}
    assert {name: str(kind) for name, kind in fact.schema().items()} == wanted
    connection = duckdb.connect()
    connection.execute(
        "create table given as select 7 as ticket_key, 1 as request, -1 as delta, 5 as \"at\", 'x' as more"
    )
    connection.execute(
        "create table tickets as select 7 as ticket_key, 'desk' as source, 'T' as ticket, 9 as as_of"
    )
    assert connection.execute(sql_of(step.expression)).fetchall() == [("desk", "T", 1, 5, -1)]


def test_a_fact_whose_column_is_missing_is_an_error() -> None:
    given = ibis.table({"ticket_key": "int64", "request": "int64", "at": "int64"}, name="given")
    with pytest.raises(ibis.IbisError):
        Steps().fact("request_flow", given)
