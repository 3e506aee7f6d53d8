"""Running queries over the facts of an open lake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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


class DuckdbEngine:
    """Queries on a connection whose search path finds the facts by their bare names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._given: dict[str, InputTable] = {}

    @property
    def name(self) -> str:
        """The dialect this engine speaks."""
        return "duckdb"

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        """The rows of a query; `inputs` become temporary tables of their names."""
        for name, table in inputs.items():
            if self._given.get(name) == table:
                continue
            columns = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in table.columns)
            self._connection.execute(f"create or replace temp table {name} ({columns})")
            if table.rows:
                values = [list(column) for column in zip(*table.rows, strict=True)]
                unnested = ", ".join(f"unnest(?::{TYPES[kind]}[])" for _, kind in table.columns)
                self._connection.execute(f"insert into {name} select {unnested}", values)
            self._given[name] = table
        return self._connection.execute(sql).fetchall()
