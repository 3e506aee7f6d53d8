"""The text of queries: compiled from expressions once, and kept under a key that says all it depends on.

Nothing here needs the expression language where a text is kept already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from deskwise.facts.compiling import sql_of
from deskwise.kernel.version import __version__
from deskwise.metrics.input_tables import CompiledSql, Engine, InputTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

Row = tuple[Any, ...]


class Queries:
    """Runs queries by their key, each once for the life of this object."""

    def __init__(self, engine: Engine, compiled: CompiledSql, inputs: Mapping[str, InputTable]) -> None:
        self._engine = engine
        self._compiled = compiled
        self._inputs = dict(inputs)
        self._answers: dict[str, list[Row]] = {}

    def rows(
        self, key: str, build: Callable[[], ir.Table], also: Mapping[str, InputTable] | None = None
    ) -> list[Row]:
        """The answer to a query. `also` are inputs of this query alone: with any, it is run every time."""
        if also is None and key in self._answers:
            return self._answers[key]
        sql = self.text(key, build)
        inputs = {**self._inputs, **(also or {})}
        used = {name: table for name, table in inputs.items() if _names(sql, name)}
        found = self._engine.rows(sql, used)
        if also is None:
            self._answers[key] = found
        return found

    def text(self, key: str, build: Callable[[], ir.Table]) -> str:
        """The text of a query in the engine's dialect."""
        whole = f"{__version__}|{self._engine.name}|{key}"
        sql = self._compiled.get(whole)
        if sql is None:
            sql = sql_of(build(), self._engine.name)
            self._compiled.put(whole, sql)
        return sql


def _names(sql: str, table: str) -> bool:
    return re.search(rf"\b{re.escape(table)}\b", sql) is not None
