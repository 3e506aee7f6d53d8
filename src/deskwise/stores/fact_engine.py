"""Running queries over the facts of an open lake."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deskwise.metrics.dimensions import REASON, REASON_FIELD
from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb

    from deskwise.metrics.input_tables import InputTable

TYPES = {
    "int64": "bigint",
    "string": "varchar",
    "boolean": "boolean",
    "float64": "double",
    "decimal(38, 9)": "decimal(38, 9)",
}


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    types: Sequence[str],
    rows: Sequence[Sequence[object]],
) -> None:
    """Insert rows by one text: parameters are taken over one by one, and load pandas where it is installed.

    `types` are the engine's, one a column.
    """
    columns = {f"c{number}": column for number, column in enumerate(zip(*rows, strict=True))}
    shape = literal(json.dumps({name: [kind] for name, kind in zip(columns, types, strict=True)}))
    unnested = ", ".join(f"unnest(given.{name})" for name in columns)
    given = literal(json.dumps(columns, default=str))
    connection.execute(
        f"insert into {table} select {unnested} from (select from_json_strict({given}, {shape}) as given)"
    )


class DuckdbEngine:
    """Queries on a connection whose search path finds the facts by their bare names.

    `bind_reasons` has it find the clusters of subjects too; it is called before the first query that asks.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, bind_reasons: Callable[[], None] | None = None
    ) -> None:
        self._connection = connection
        self._bind_reasons = bind_reasons
        self._given: dict[str, InputTable] = {}

    @property
    def name(self) -> str:
        """The dialect this engine speaks."""
        return "duckdb"

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        """The rows of a query; `inputs` become temporary tables of their names."""
        if self._bind_reasons is not None and _asks_for_reasons(sql, inputs):
            self._bind_reasons()
        for name, table in inputs.items():
            if self._given.get(name) == table:
                continue
            columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.columns)
            self._connection.execute(f"create or replace temp table {name} ({columns})")
            if table.rows:
                insert_rows(self._connection, name, [TYPES[kind] for _, kind in table.columns], table.rows)
            self._given[name] = table
        return self._connection.execute(sql).fetchall()


def _asks_for_reasons(sql: str, inputs: Mapping[str, InputTable]) -> bool:
    """Whether a query names their field itself, or in what it is given."""
    if REASON_FIELD in sql:
        return True
    return "chosen" in inputs and any(row[0] == REASON for row in inputs["chosen"].rows)
