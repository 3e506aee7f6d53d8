"""What became of each row of an import, but for those that were there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.app.lake import RowOutcome

if TYPE_CHECKING:
    import duckdb


def row_outcomes(connection: duckdb.DuckDBPyConnection, import_id: int) -> Iterator[RowOutcome]:
    """The rows of an import that was admitted: in the log, refused there, or among the rejects."""
    found = connection.execute(
        f"""select row, refusal, null from log where import_id = {import_id:d}
        union all select row, reason, detail from rejects where import_id = {import_id:d}"""
    ).fetchall()
    return (RowOutcome(int(row), reason, detail) for row, reason, detail in found)
