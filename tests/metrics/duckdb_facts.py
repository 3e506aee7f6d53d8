"""Hand-made facts in an in-memory DuckDB, and the smallest engine that reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb

from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from deskwise.metrics.input_tables import InputTable
from deskwise.metrics.read import read
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon

SECOND = 1_000_000
DAY = 86_400 * SECOND
TYPES = {
    "string": "varchar",
    "int64": "bigint",
    "boolean": "boolean",
    "float64": "double",
    "decimal(38, 9)": "decimal(38, 9)",
}


class DuckdbFacts:
    """An engine over facts given as rows of names and values; what is not given is null (a flag: false)."""

    name = "duckdb"

    def __init__(self, **facts: list[dict[str, Any]]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 1")
        self.asked: list[str] = []
        for name, table in FACT_TABLES.items():
            columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.columns.items())
            self.connection.execute(f"create table {name} ({columns})")
            for row in facts.pop(name, []):
                self._insert(name, table.columns, row)
        assert not facts, f"no such facts: {facts}"

    def _insert(self, name: str, columns: Mapping[str, str], row: dict[str, Any]) -> None:
        assert set(row) <= set(columns), set(row) - set(columns)
        values = [row.get(column, False if kind == "boolean" else None) for column, kind in columns.items()]
        marks = ", ".join("?" for _ in columns)
        self.connection.execute(f"insert into {name} values ({marks})", values)

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        self.asked.append(sql)
        for name, table in inputs.items():
            columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.columns)
            self.connection.execute(f"create or replace temp table {name} ({columns})")
            if table.rows:
                self._fill(name, table)
        return self.connection.execute(sql).fetchall()

    def _fill(self, name: str, table: InputTable) -> None:
        # As one JSON text: parameters bound as lists take a millisecond each.
        columns = [list(map(_plain, column)) for column in zip(*table.rows, strict=True)]
        shape = {str(number): [TYPES[kind]] for number, (_, kind) in enumerate(table.columns)}
        values = {str(number): column for number, column in enumerate(columns)}
        unnested = ", ".join(f'unnest(given."{number}")' for number in shape)
        given = f"select from_json(?::json, '{json.dumps(shape)}') as given"
        self.connection.execute(f"insert into {name} select {unnested} from ({given})", [json.dumps(values)])


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


class KeptSql(dict[str, str]):
    """Texts of queries kept in memory."""

    def put(self, key: str, sql: str) -> None:
        self[key] = sql


def readings(
    engine: DuckdbFacts,
    metric: str,
    *,
    rules: Rules | None = None,
    as_of: int = 100 * DAY,
    first_at: int | None = 0,
    compiled: KeptSql | None = None,
    **selection: Any,
) -> list[Reading]:
    """The readings of one metric."""
    kept = KeptSql() if compiled is None else compiled
    found = read(
        select([metric], **selection),
        rules=rules or Rules(),
        horizon=Horizon(first_at, as_of),
        engine=engine,
        compiled=kept,
    )
    return list(found.readings)


def reading(engine: DuckdbFacts, metric: str, **selection: Any) -> Reading:
    """The only reading of a metric."""
    (found,) = readings(engine, metric, **selection)
    return found


def request(ticket: str, raised_at: int, **given: Any) -> dict[str, Any]:
    """A request with the fields that would be filled for every one."""
    found: dict[str, Any] = {
        "source": "desk",
        "ticket": ticket,
        "request": 1,
        "raised_at": raised_at,
        "raised_by": "customer",
        "as_of": 100 * DAY,
        "reopenings": 0,
        "contacts": 0,
        "contacts_before_first_resolution": 0,
        "touches": 0,
        "handoffs": 0,
        "transfers": 0,
        "customer_channels": 1,
    }
    resolved_at = given.get("resolved_at")
    if resolved_at is not None:
        found |= {"first_resolved_at": resolved_at, "first_mature": True, "mature": True}
    end = resolved_at or given.get("merged_at") or found["as_of"]
    return found | {"elapsed_microseconds": end - raised_at} | given


def flow(*requests: dict[str, Any]) -> list[dict[str, Any]]:
    """The moves of the stock of requests that were resolved or merged at most once."""
    found = []
    for row in requests:
        key = {name: row[name] for name in ("source", "ticket", "request")}
        found.append({**key, "at": row["raised_at"], "delta": 1})
        end = row.get("resolved_at") or row.get("merged_at")
        if end is not None:
            found.append({**key, "at": end, "delta": -1})
    return found


def wait(
    ticket: str, number: int, started_at: int, ended_at: int | None, outcome: str, **given: Any
) -> dict[str, Any]:
    """A wait."""
    end = 100 * DAY if ended_at is None else ended_at
    return {
        "source": "desk",
        "ticket": ticket,
        "request": 1,
        "wait": number,
        "started_at": started_at,
        "ended_at": ended_at,
        "outcome": outcome,
        "elapsed_microseconds": end - started_at,
        "as_of": 100 * DAY,
        **given,
    }


def seconds(number: float | str) -> Decimal:
    """Seconds as work and scores are kept."""
    return Decimal(str(number))
