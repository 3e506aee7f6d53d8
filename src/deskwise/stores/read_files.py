"""Files as rows in SQL: CSV and JSON lines as text, Parquet as it is typed; each row with its number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.kernel.errors import InputError
from deskwise.stores.file_formats import FileFormat, find_format
from deskwise.stores.sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb

MOST_COLUMNS = 2_000
LONGEST_LINE_BYTES = 8 * 1_048_576
# A character no log holds, so that a line stays one cell.
NO_DELIMITER = "\x01"


@dataclass(frozen=True)
class FileColumn:
    """A column of a file: its name there, what it is called in the rows' SQL, and the engine's type."""

    name: str
    sql: str
    type: str


@dataclass(frozen=True)
class FileRows:
    """A file as a select of `row` (1 is the first), `malformed` and its columns.

    `numbered_by_order`: the rows' numbers hold only while the engine keeps the order of insertion.
    """

    format: FileFormat
    select: str
    columns: tuple[FileColumn, ...]
    numbered_by_order: bool

    def column(self, name: str) -> FileColumn | None:
        """The column of that name, None if the file has none."""
        return next((column for column in self.columns if column.name == name), None)


def read_file(
    connection: duckdb.DuckDBPyConnection, path: Path, delimiter: str | None = None, shifted: bool = False
) -> FileRows:
    """A file as rows; nothing is read yet but what names its columns.

    `shifted` counts in the malformed rows that the first reading left out and noted in `csv_shifts`.
    Raises `InputError` for a file that is none of the formats.
    """
    found = find_format(path, delimiter)
    if found.format == "csv":
        return _csv_rows(found, shifted)
    if found.format == "jsonl":
        return _json_rows(connection, found)
    return _parquet_rows(connection, found)


def _csv_rows(found: FileFormat, shifted: bool) -> FileRows:
    columns = tuple(
        FileColumn(name, f"c{number}", "VARCHAR") for number, name in enumerate(found.names) if name
    )
    types = ", ".join(f"'c{number}': 'varchar'" for number in range(len(found.names)))
    compression = "gzip" if found.gzipped else "none"
    read = (
        f"read_csv({_pattern(found.path)}, auto_detect=false, header=true, skip={found.blank_lines},"
        f" columns={{{types}}}, delim={literal(found.delimiter)}, quote='\"', escape='\"',"
        f" compression='{compression}', max_line_size={LONGEST_LINE_BYTES},"
        f" store_rejects=true, rejects_table='csv_errors', rejects_scan='csv_scans')"
    )
    select = f"select row_number() over () as row, false as malformed, * from {read}"
    if shifted:
        select = (
            f"select kept.row + coalesce(shift.moved, 0) as row, kept.* exclude (row) from ({select}) as kept"
            " asof left join csv_shifts as shift on kept.row > shift.after"
        )
    return FileRows(found, select, columns, numbered_by_order=True)


def _json_rows(connection: duckdb.DuckDBPyConnection, found: FileFormat) -> FileRows:
    compression = "gzip" if found.gzipped else "none"
    read = (
        f"read_csv({_pattern(found.path)}, auto_detect=false, header=false, columns={{'line': 'varchar'}},"
        f" delim='{NO_DELIMITER}', quote='', escape='', new_line='\\n', strict_mode=false, null_padding=true,"
        f" compression='{compression}', max_line_size={LONGEST_LINE_BYTES},"
        f" ignore_errors=true)"
    )
    numbered = f"select row_number() over () as row, line from {read}"
    lines = (
        "select row, line,"
        " coalesce(json_type(case when json_valid(line) then line end), '') = 'OBJECT' as good"
        f" from ({numbered}) where trim(line, ' \t\r\n\ufeff') <> ''"
    )
    keys = [
        row[0]
        for row in connection.execute(
            "select key from (select distinct unnest(json_keys(case when good then line end)) as key"
            f" from ({lines})) order by key limit {MOST_COLUMNS + 1}"
        ).fetchall()
    ]
    if len(keys) > MOST_COLUMNS:
        raise InputError(
            f"the objects of {found.path} have more than {MOST_COLUMNS} different keys",
            do="put further fields into one object called extra",
        )
    _forbid_case_twins(found, keys)
    if not keys:
        return FileRows(
            found, f"select row, not good as malformed from ({lines})", (), numbered_by_order=True
        )
    shape = literal(json.dumps(dict.fromkeys(keys, "VARCHAR")))
    columns = tuple(FileColumn(key, f"c{number}", "VARCHAR") for number, key in enumerate(keys))
    picked = ", ".join(f"fields.{quoted(column.name)} as {column.sql}" for column in columns)
    select = (
        f"select row, malformed, {picked} from (select row, not good as malformed,"
        f" json_transform(case when good then line else '{{}}' end, {shape}) as fields from ({lines}))"
    )
    return FileRows(found, select, columns, numbered_by_order=True)


def _parquet_rows(connection: duckdb.DuckDBPyConnection, found: FileFormat) -> FileRows:
    import duckdb

    read = f"read_parquet({_pattern(found.path)}, file_row_number=true)"
    try:
        described = connection.execute(f"describe select * exclude (file_row_number) from {read}").fetchall()
    except duckdb.Error as error:
        raise InputError(f"{found.path} is damaged Parquet", do="export it again") from error
    columns = tuple(FileColumn(str(row[0]), quoted(str(row[0])), str(row[1])) for row in described)
    select = f"select file_row_number + 1 as row, false as malformed, * exclude (file_row_number) from {read}"
    return FileRows(found, select, columns, numbered_by_order=False)


def _pattern(path: Path) -> str:
    """A path as SQL text; the engine would read `*`, `?` and `[` in it as a pattern."""
    return literal("".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path)))


def _forbid_case_twins(found: FileFormat, names: list[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise InputError(
                f"{found.path} has both {twin!r} and {name!r}",
                do="give them names that differ in more than case",
            )


def text_of(sql: str, kind: str) -> str:
    """A column of any type as text: nested values as JSON, bytes as UTF-8."""
    if kind == "VARCHAR":
        return sql
    if kind == "BLOB":
        return f"try(decode({sql}))"
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"cast(to_json({sql}) as varchar)"
    return f"cast({sql} as varchar)"


def empty_and_full_columns(
    connection: duckdb.DuckDBPyConnection, rows: FileRows
) -> tuple[frozenset[str], frozenset[str]]:
    """Which plain columns of a Parquet file are null in every row, and which in none, as the file says."""
    counted = connection.execute(
        "select path_in_schema, sum(stats_null_count), sum(num_values) from parquet_metadata("
        f"{_pattern(rows.format.path)}) group by path_in_schema having count(stats_null_count) = count(*)"
    ).fetchall()
    return (
        frozenset(str(name) for name, nulls, values in counted if nulls == values),
        frozenset(str(name) for name, nulls, _ in counted if nulls == 0),
    )
