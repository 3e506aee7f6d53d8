"""Rows that a quote has swallowed in silence: it closes at a cell's end, so that what holds them is a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.stores.csv_lines import CHUNK_BYTES
from deskwise.stores.file_formats import FileFormat
from deskwise.stores.judged_rows import MOST_EXAMPLES
from deskwise.stores.read_files import read_file
from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class SwallowedRows:
    """How many lines stand in cells though they look like rows, and the first rows that hold them."""

    lines: int = 0
    holders: tuple[int, ...] = ()


NONE_SWALLOWED = SwallowedRows()


def swallowed_rows(
    connection: duckdb.DuckDBPyConnection, found: FileFormat, records: int, *, shifted: bool
) -> SwallowedRows:
    """The rows of a CSV file that cells hold; the file is only read again where a row has several lines.

    A quote that opens in one row and closes in another takes all cells between: as many of them for each
    line it goes on as a row has. A text of several lines has that number by chance alone.
    """
    parted = len(found.names) - 1
    if found.format != "csv" or found.lines is not None or parted < 2:
        return NONE_SWALLOWED
    if _line_ends(found) - found.blank_lines <= records + 1:
        return NONE_SWALLOWED
    rows = read_file(connection, found, shifted)
    lines = [
        _lines_of(column.sql, found.delimiter, parted) for column in rows.columns if column.type == "VARCHAR"
    ]
    if not lines:
        return NONE_SWALLOWED
    told = connection.execute(
        f"select sum(lines), list(row order by row)[:{MOST_EXAMPLES}]"
        f" from (select row, {' + '.join(lines)} as lines from ({rows.select})) where lines > 0"
    ).fetchone()
    if told is None or told[0] is None:
        return NONE_SWALLOWED
    return SwallowedRows(int(told[0]), tuple(int(row) for row in told[1]))


def _lines_of(cell: str, delimiter: str, parted: int) -> str:
    """How many line ends a cell holds, if it holds as many cells as that many rows have."""
    ends = f"(length({cell}) - length(replace({cell}, chr(10), '')))"
    cells = f"(length({cell}) - length(replace({cell}, {literal(delimiter)}, '')))"
    return f"case when {ends} > 0 and {cells} = {ends} * {parted * len(delimiter)} then {ends} else 0 end"


def _line_ends(found: FileFormat) -> int:
    ends, last = 0, b"\n"
    with found.content.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            ends += chunk.count(b"\n")
            last = chunk[-1:]
    return ends + (last != b"\n")
