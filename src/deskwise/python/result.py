"""What every answer can do: print itself, show itself in a notebook, become rows, JSON or a data frame."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from deskwise.app.plain_json import plain_values
from deskwise.app.tables.table import Table, visible
from deskwise.python.frames import Kind, arrow_table, columns_of, pandas_frame, polars_frame
from deskwise.python.notebook import html_of, left_out

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row = TypeVar("Row", covariant=True)


class Result(ABC):
    """An answer. It reads like the table of the command line and holds what its JSON does."""

    shown_rows: ClassVar[int] = 40
    """How many rows of a table are looked at, in text and in a notebook."""

    @abstractmethod
    def rows(self) -> list[dict[str, Any]]:
        """The answer as plain rows: the columns of its data frame, instants as datetimes in UTC."""

    @abstractmethod
    def _kinds(self) -> Mapping[str, Kind]:
        """The columns of its data frame in order, with what they hold."""

    @abstractmethod
    def _tables(self) -> Sequence[Table]:
        """The answer in words."""

    @abstractmethod
    def _json(self) -> Any:
        """The object the command line prints, with decimals and instants as they are."""

    def _head(self) -> Sequence[str]:
        """Lines above the tables."""
        return ()

    def to_json(self) -> Any:
        """The object that the command's `--format json` prints, made of plain values."""
        return plain_values(self._json())

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table. Raises `UsageError` without the extra `deskwise[arrow]`."""
        return arrow_table(columns_of(self._kinds(), self.rows()))

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars data frame. Raises `UsageError` without the extra `deskwise[polars]`."""
        return polars_frame(columns_of(self._kinds(), self.rows()))

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame. Raises `UsageError` without the extra `deskwise[pandas]`."""
        return pandas_frame(columns_of(self._kinds(), self.rows()))

    def __repr__(self) -> str:
        blocks = [[visible(line) for line in self._head()]]
        for table in self._tables():
            shown = table.shown(self.shown_rows)
            title = [shown.title] if shown.title else []
            blocks.append([*title, *shown.lines(), *left_out(table, self.shown_rows), *shown.notes])
        return "\n\n".join("\n".join(block) for block in blocks if block)

    def _repr_html_(self) -> str:
        return html_of(self._head(), self._tables(), self.shown_rows)


class Rows(Result, Sequence[Row], Generic[Row]):
    """An answer of many rows, to be counted, indexed and walked through."""

    @property
    @abstractmethod
    def _items(self) -> tuple[Row, ...]:
        """The rows as objects."""

    @abstractmethod
    def _flat(self, item: Any) -> dict[str, Any]:
        """One of the rows under the names of the columns."""

    def rows(self) -> list[dict[str, Any]]:
        """The answer as plain rows: the columns of its data frame, instants as datetimes in UTC."""
        kinds = self._kinds()
        flat = [self._flat(item) for item in self._items]
        return [{name: row.get(name) for name in kinds} for row in flat]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._items)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self._items[place]
