"""The fold on its engine: what it leaves behind, and that no step compares every row with every other."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.facts.rules import Rules, SlaPolicy, SlaTarget
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany
from deskwise.stores import fact_tables
from deskwise.stores.fact_tables import FoldSql, compile_fold, make_facts, make_inputs
from deskwise.stores.fact_views import kept_table
from deskwise.stores.lake_states import LakeStates
from deskwise.stores.workspace_folder import WorkspaceFolder

HOUR = SlaTarget(3_600_000_000, working=False)
RULES = (
    Rules(sla=(SlaPolicy("all", first_response=HOUR, next_reply=HOUR, resolution=HOUR),)),
    Rules(rating_attribution="everyone_who_replied"),
    Rules(rating_attribution="last_replier", window_microseconds=None),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a small sample's log."""
    folder = tmp_path_factory.mktemp("facts")
    (log,) = SampleCompany(tickets=60).write(folder / "log.parquet")
    workspace = WorkspaceFolder(folder)
    clock = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    import_files(workspace.lake, ImportRequest((log,)), clock, workspace.fold)
    return folder


def lake(home: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"attach '{LakeStates(home).current()}' as lake (read_only)")
    connection.execute("create schema facts")
    return connection


def slow_joins(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Joins of a plan that have no key to look rows up by."""
    ((_, plan),) = connection.execute(f"explain {sql}").fetchall()
    return re.findall(r"BLOCKWISE_NL_JOIN|NESTED_LOOP_JOIN|CROSS_PRODUCT", plan)


@pytest.mark.parametrize("rules", RULES, ids=("sla", "everyone", "last"))
def test_no_step_compares_every_row_with_every_other(home: Path, rules: Rules) -> None:
    connection = lake(home)
    compiled = compile_fold(rules, make_inputs(connection, rules, "lake.main"))
    found = {}
    for name, sql, _ in compiled.steps:
        found[name] = slow_joins(connection, sql)
        connection.execute(f"create temp table {name} as {sql}")
    assert {name: joins for name, joins in found.items() if joins} == {}


def test_the_search_can_find_such_a_join() -> None:
    connection = duckdb.connect()
    connection.execute("create table t as select range as a, range as b from range(9)")
    sql = "select * from t x left join t y on x.a = y.a and (x.b > y.b or x.a = 2 and x.b >= y.b)"
    assert slow_joins(connection, sql) == ["BLOCKWISE_NL_JOIN"]


def test_only_facts_stay(home: Path) -> None:
    connection = lake(home)
    rules = Rules()
    told: list[float] = []
    compiled = compile_fold(rules, make_inputs(connection, rules, "lake.main"))
    make_facts(connection, compiled, "facts", lambda _, share: told.append(share))
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'memory'"
    ).fetchall()
    kept = {kept_table(name) for name in FACT_TABLES}
    assert {name for schema, name in tables if schema == "facts"} == kept | {"sources", "calendar_days"}
    passing = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    assert sorted(passing) == [("calendar_days",), ("tickets",)]
    assert told == sorted(told)
    assert connection.execute("select current_setting('disabled_optimizers')").fetchone() == ("",)


def test_a_table_is_dropped_after_its_last_reader_and_never_before_it_is_made() -> None:
    steps = (
        ("a", 'select 1 as "c"', False),
        ("b", 'select "c" from "a" as "t0"', False),
        ("c", 'select 2 as "x"', True),
    )
    assert FoldSql(steps).last_readers() == {"b": (("a", False), ("b", False)), "c": (("c", True),)}


def facts_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = lake(home)
    compiled = compile_fold(Rules(), make_inputs(connection, Rules(), "lake.main"))
    make_facts(connection, compiled, "facts")
    return {
        name: connection.execute(
            f"select columns(c -> c <> 'fold_key') from facts.{name} order by all"
        ).fetchall()
        for name in FACT_TABLES
    }


def test_tickets_of_one_hash_are_told_apart(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = facts_of(home)
    few = "(select rowid, * replace (fold_key % 7 as fold_key) from lake.main.log)"
    monkeypatch.setattr(fact_tables, "_keyed_log", lambda connection, log: few)
    assert len(expected["requests"]) > 7
    assert facts_of(home) == expected


def test_columns_of_many_values_are_folded_as_they_are(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = facts_of(home)
    monkeypatch.setattr(fact_tables, "MOST_NUMBERED_VALUES", 1)
    assert facts_of(home) == expected


ENGINE_TYPES = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "boolean": "BOOLEAN",
    "float64": "DOUBLE",
    "decimal(38, 9)": "DECIMAL(38,9)",
}


def test_the_engine_keeps_facts_in_the_types_they_declare(home: Path) -> None:
    connection = lake(home)
    compiled = compile_fold(Rules(), make_inputs(connection, Rules(), "lake.main"))
    make_facts(connection, compiled, "facts")
    found = {
        name: {row[0]: row[1] for row in connection.execute(f"describe facts.{name}").fetchall()}
        for name in FACT_TABLES
    }
    assert found == {
        name: {column: ENGINE_TYPES[kind] for column, kind in table.columns.items()}
        for name, table in FACT_TABLES.items()
    }
