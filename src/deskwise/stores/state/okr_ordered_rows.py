"""Rows that know the order they were added in, and are read for many ids at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

# SQLite takes 32,766 values in one statement, PostgreSQL 65,535.
IDS_AT_ONCE = 5_000


class OrderedRows:
    """Rows of tables with a `number`, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def _add(self, table: sa.Table, values: dict[str, Any]) -> None:
        """Add a row as the last one. Nobody else adds meanwhile: a state has one writer at a time."""
        number = sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1).scalar_subquery()
        self._connection.execute(sa.insert(table).values(number=number, **values))

    def _of(self, column: sa.Column[Any], ids: Iterable[str]) -> list[sa.Row[Any]]:
        """The rows whose column has one of the ids, in the order they were added."""
        wanted = list(dict.fromkeys(ids))
        found = [
            row
            for start in range(0, len(wanted), IDS_AT_ONCE)
            for row in self._connection.execute(
                sa.select(column.table).where(column.in_(wanted[start : start + IDS_AT_ONCE]))
            )
        ]
        return sorted(found, key=lambda row: row.number)
