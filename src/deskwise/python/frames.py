"""Columns as tables of Arrow, Polars and pandas, each an extra that need not be installed."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Kind = Literal["text", "whole", "number", "flag", "instant"]
Extra = Literal["arrow", "pandas", "polars"]
LIBRARIES: dict[Extra, str] = {"arrow": "pyarrow", "pandas": "pandas", "polars": "polars"}


@dataclass(frozen=True)
class FrameColumn:
    """One column; null is None. Numbers are floats, instants datetimes in UTC."""

    name: str
    kind: Kind
    values: Sequence[Any]


def columns_of(kinds: Mapping[str, Kind], rows: Sequence[Mapping[str, Any]]) -> list[FrameColumn]:
    """Rows by their columns, in the order of `kinds`; what a row does not have is null.

    >>> columns_of({"n": "whole", "share": "number"}, [{"n": 1, "share": 1}, {"n": 2}])[1].values
    [1.0, None]
    """
    return [
        FrameColumn(name, kind, [_told(row.get(name), kind) for row in rows]) for name, kind in kinds.items()
    ]


def _told(value: Any, kind: Kind) -> Any:
    return float(value) if kind == "number" and value is not None else value


def arrow_table(columns: Sequence[FrameColumn]) -> pa.Table:
    """An Arrow table; raises `UsageError` where pyarrow is not installed."""
    pyarrow = library("arrow")
    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "instant": pyarrow.timestamp("us", tz="UTC"),
    }
    table: pa.Table = pyarrow.table(
        {each.name: pyarrow.array(each.values, type=types[each.kind]) for each in columns}
    )
    return table


def polars_frame(columns: Sequence[FrameColumn]) -> pl.DataFrame:
    """A Polars data frame; raises `UsageError` where Polars is not installed."""
    polars = library("polars")
    types = {
        "text": polars.String,
        "whole": polars.Int64,
        "number": polars.Float64,
        "flag": polars.Boolean,
        "instant": polars.Datetime("us", "UTC"),
    }
    frame: pl.DataFrame = polars.DataFrame(
        [polars.Series(each.name, each.values, dtype=types[each.kind]) for each in columns]
    )
    return frame


def pandas_frame(columns: Sequence[FrameColumn]) -> pd.DataFrame:
    """A pandas data frame of types that know null; raises `UsageError` where pandas is not installed."""
    pandas = library("pandas")
    types = {
        "text": "string",
        "whole": "Int64",
        "number": "Float64",
        "flag": "boolean",
        "instant": "datetime64[us, UTC]",
    }
    frame: pd.DataFrame = pandas.DataFrame(
        {each.name: pandas.Series(each.values, dtype=types[each.kind]) for each in columns}
    )
    return frame


def library(extra: Extra) -> Any:
    """The library of an extra; raises `UsageError` that names the extra where it is not installed."""
    name = LIBRARIES[extra]
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UsageError(f"{name} is not installed", do=f"pip install 'deskwise[{extra}]'") from error
