"""Files as rows in SQL: CSV and JSON lines as text, Parquet as it is typed; each row with its number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import number, say
from deskwise.stores.file_formats import FileFormat, told_name
from deskwise.stores.json_fields import fields_of, shape_of
from deskwise.stores.reading_limits import DEFAULT_LIMITS
from deskwise.stores.sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb

MOST_COLUMNS = DEFAULT_LIMITS.columns
LONGEST_LINE_BYTES = DEFAULT_LIMITS.line_bytes
# By this much the engine reads, and so it is how finely anybody sees how far it is.
BUFFER_BYTES = 4 * LONGEST_LINE_BYTES
# Where the rows of a damaged file are held.
WHOLE_ROWS = "csv_whole"
# A character no log holds, so that a line stays one cell.
NO_DELIMITER = "\x01"


MOST_NAMES_TOLD = 40


@dataclass(frozen=True)
class FileColumn:
    """A column of a file: its name there, what it is called in the rows' SQL, and the engine's type.

    `dated`: some of its texts are a spreadsheet's dates, in ISO 8601 whatever the other texts are.
    """

    name: str
    sql: str
    type: str
    dated: bool = False


@dataclass(frozen=True)
class FileRows:
    """A file as a select of `row` (1 is the first), `malformed` and its columns.

    `numbered_by_order`: the rows' numbers hold only while the engine keeps the order of insertion.
    `numbered_when_in`: `row` is null, and is to be the place among the inserted rows.
    """

    format: FileFormat
    select: str
    columns: tuple[FileColumn, ...]
    numbered_by_order: bool
    numbered_when_in: bool = False

    def column(self, name: str) -> FileColumn | None:
        """The column of that name, None if the file has none."""
        return next((column for column in self.columns if column.name == name), None)

    def names_told(self) -> str:
        """The columns' names for a message; what is too long to be a name may be somebody's text."""
        names = [told_name(column.name) for column in self.columns[:MOST_NAMES_TOLD]]
        more = len(self.columns) - len(names)
        told = ", ".join(names) or say("none")
        return say("%(names)s and %(more)s more", names=told, more=number(more)) if more else told


def read_file(
    connection: duckdb.DuckDBPyConnection,
    found: FileFormat,
    shifted: bool = False,
    held_in: str = WHOLE_ROWS,
    *,
    may_number_later: bool = False,
) -> FileRows:
    """A file as rows; nothing is read yet but what names its columns.

    `shifted` counts in the malformed rows that the first reading left out and noted in `csv_shifts`.
    `held_in` is the table that holds the rows of a damaged file. `may_number_later` leaves the rows of a CSV
    file without numbers where that lets the engine read it on all cores.
    Raises `InputError` for a file whose columns cannot be found out.
    """
    if found.format == "csv":
        later = may_number_later and not shifted and not found.damaged
        return _csv_rows(connection, found, shifted, held_in, later)
    if found.format == "jsonl":
        return _json_rows(connection, found)
    return _parquet_rows(connection, found)


def _csv_rows(
    connection: duckdb.DuckDBPyConnection, found: FileFormat, shifted: bool, held_in: str, later: bool
) -> FileRows:
    typed = dict(found.types)
    columns = tuple(
        FileColumn(name, f"c{number}", typed.get(number, "VARCHAR"), number in found.dated)
        for number, name in enumerate(found.names)
        if name
    )
    types = ", ".join(f"'c{number}': 'varchar'" for number in range(len(found.names)))
    read = (
        f"read_csv({pattern(found.content)}, auto_detect=false, header=true, skip={found.blank_lines},"
        f" columns={{{types}}}, delim={literal(found.delimiter)}, quote='\"', escape={literal(found.escape)},"
        f" compression='none', max_line_size={LONGEST_LINE_BYTES}, buffer_size={BUFFER_BYTES},"
        f" store_rejects=true, rejects_table='csv_errors', rejects_scan='csv_scans')"
    )
    dated = ", ".join(f"try_cast(c{number} as {kind}) as c{number}" for number, kind in found.types)
    every = f"* replace ({dated})" if dated else "*"
    # The engine numbers rows as they come on one core, and all that follows as well.
    number = "null::bigint" if later else "row_number() over ()"
    select = f"select {number} as row, false as malformed, {every} from {read}"
    if found.damaged:
        # The engine fails on a byte that is no UTF-8 where it is asked for a part of the columns.
        connection.execute(f"create or replace temp table {held_in} as {select}")
        select = f"select * from {held_in}"
    if shifted:
        select = (
            f"select kept.row + coalesce(shift.moved, 0) as row, kept.* exclude (row) from ({select}) as kept"
            " asof left join csv_shifts as shift on kept.row > shift.after"
        )
    return FileRows(found, select, columns, numbered_by_order=True, numbered_when_in=later)


def _json_rows(connection: duckdb.DuckDBPyConnection, found: FileFormat) -> FileRows:
    read = (
        f"read_csv({pattern(found.content)}, auto_detect=false, header=false, columns={{'line': 'varchar'}},"
        f" delim='{NO_DELIMITER}', quote='', escape='', new_line='\\n', strict_mode=false, null_padding=true,"
        f" compression='none', max_line_size={LONGEST_LINE_BYTES}, buffer_size={BUFFER_BYTES},"
        f" ignore_errors=true)"
    )
    numbered = f"select row_number() over () as row, line from {read}"
    lines = (
        "select row, line,"
        " coalesce(json_type(case when json_valid(line) then line end), '') = 'OBJECT' as good"
        f" from ({numbered}) where trim(line, ' \t\r\n\ufeff') <> ''"
    )
    structure = connection.execute(
        f"select json_group_structure(cast(line as json)) from ({lines}) where good"
    ).fetchone()
    fields = fields_of(None if structure is None else structure[0])
    if len(fields) > MOST_COLUMNS:
        raise InputError(
            say(
                "the objects of %(file)s have more than %(most)s different keys",
                file=found.told,
                most=MOST_COLUMNS,
            ),
            do=say("put further fields into one object called extra"),
        )
    _forbid_twins(found, [field.name for field in fields])
    if not fields:
        return FileRows(
            found, f"select row, not good as malformed from ({lines})", (), numbered_by_order=True
        )
    shape = literal(shape_of(fields))
    columns = tuple(FileColumn(field.name, f"c{number}", "VARCHAR") for number, field in enumerate(fields))
    picked = ", ".join(
        f"{field.sql('fields')} as {column.sql}" for field, column in zip(fields, columns, strict=True)
    )
    select = (
        f"select row, malformed, {picked} from (select row, not good as malformed,"
        f" json_transform(case when good then line else '{{}}' end, {shape}) as fields from ({lines}))"
    )
    return FileRows(found, select, columns, numbered_by_order=True)


def _parquet_rows(connection: duckdb.DuckDBPyConnection, found: FileFormat) -> FileRows:
    import duckdb

    read = f"read_parquet({pattern(found.content)}, file_row_number=true)"
    try:
        described = connection.execute(f"describe select * exclude (file_row_number) from {read}").fetchall()
    except duckdb.Error as error:
        raise InputError(
            say("%(file)s is damaged Parquet", file=found.told), do=say("export it again")
        ) from error
    if len(described) > MOST_COLUMNS:
        raise InputError(
            say(
                "%(file)s has more than %(most)s columns",
                file=found.told,
                most=number(MOST_COLUMNS),
            ),
            do=say("leave out those that nothing reads"),
        )
    columns = tuple(FileColumn(str(row[0]), quoted(str(row[0])), str(row[1])) for row in described)
    select = f"select file_row_number + 1 as row, false as malformed, * exclude (file_row_number) from {read}"
    return FileRows(found, select, columns, numbered_by_order=False)


def pattern(path: Path) -> str:
    """A path as SQL text; the engine would read `*`, `?` and `[` in it as a pattern."""
    return literal("".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path)))


def _forbid_twins(found: FileFormat, names: list[str]) -> None:
    seen: dict[str, str] = {}
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        raise InputError(
            say("%(file)s has the field %(name)s twice", file=found.told, name=repr(told_name(twice))),
            do=say("give each field its own name"),
        )
    for name in names:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise InputError(
                say(
                    "%(file)s has both %(name)s and %(name2)s",
                    file=found.told,
                    name=repr(told_name(twin)),
                    name2=repr(told_name(name)),
                ),
                do=say("give them names that differ in more than case"),
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
        f"{pattern(rows.format.content)}) group by path_in_schema having count(stats_null_count) = count(*)"
    ).fetchall()
    return (
        frozenset(str(name) for name, nulls, values in counted if nulls == values),
        frozenset(str(name) for name, nulls, _ in counted if nulls == 0),
    )
