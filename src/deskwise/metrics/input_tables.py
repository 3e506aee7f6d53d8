"""What a query is given as data: periods, chosen values, thresholds, ranks; and who runs it.

The text of a query does not change with these, so it can be kept and used again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Protocol

ColumnType = Literal["int64", "string", "boolean", "float64", "decimal(38, 9)"]
Columns = tuple[tuple[str, ColumnType], ...]
BUCKET_MICROSECONDS = 43_200_000_000

MOMENT: Columns = (
    ("as_of", "int64"),
    ("start_at", "int64"),
    ("end_at", "int64"),
    ("within_microseconds", "int64"),
    ("return_microseconds", "int64"),
    ("stage_microseconds", "int64"),
    ("off_hours_excluded", "int64"),
    ("period_count", "int64"),
    ("row_limit", "int64"),
    ("row_skip", "int64"),
    ("row_state", "string"),
    ("row_gave", "string"),
    ("is_after", "int64"),
    ("after_at", "int64"),
    ("after_source", "string"),
    ("after_ticket", "string"),
    ("after_request", "int64"),
    ("after_agent", "string"),
)
# What of a moment is the place of a case in a listing.
AFTER = ("after_at", "after_source", "after_ticket", "after_request", "after_agent")
PERIODS: Columns = (("bucket", "int64"), ("period", "int64"), ("start_at", "int64"), ("end_at", "int64"))
CHOSEN: Columns = (("dimension", "string"), ("value", "string"))
COSTS: Columns = (("team", "string"), ("currency", "string"), ("hourly", "decimal(38, 9)"))

Value = int | str | Decimal | None


@dataclass(frozen=True)
class InputTable:
    """Rows given to a query beside the facts, under the name it reads them by."""

    columns: Columns
    rows: tuple[tuple[Value, ...], ...]


class Engine(Protocol):
    """What runs a query over the facts. `name` is the SQL dialect it speaks, as Ibis calls it."""

    @property
    def name(self) -> str:
        """The dialect: duckdb, postgres, ..."""
        ...

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        """The rows of a query that reads the facts and these tables, each by its bare name."""
        ...


class CompiledSql(Protocol):
    """Where the text of queries is kept, since making it costs far more than running it."""

    def get(self, key: str) -> str | None:
        """The text kept under a key, or null."""
        ...

    def put(self, key: str, sql: str) -> None:
        """Keep a text under a key."""
        ...


def period_rows(bounds: Sequence[tuple[int, int]]) -> InputTable:
    """Periods as rows of half-days they touch, so that an instant finds its period by one look-up.

    >>> period_rows([(0, 43_200_000_001)]).rows
    ((0, 0, 0, 43200000001), (1, 0, 0, 43200000001))
    """
    rows: list[tuple[Value, ...]] = []
    for number, (start_at, end_at) in enumerate(bounds):
        first, last = start_at // BUCKET_MICROSECONDS, (end_at - 1) // BUCKET_MICROSECONDS
        rows.extend((bucket, number, start_at, end_at) for bucket in range(first, last + 1))
    return InputTable(PERIODS, tuple(rows))
