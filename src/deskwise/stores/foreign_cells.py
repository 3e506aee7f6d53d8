"""The cells of a foreign file as a mapping means them, in SQL: missing, joined, translated, a number."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.events.translation import BETWEEN_PARTS, Cell, Condition, Translation
from deskwise.kernel.errors import MappingError
from deskwise.kernel.language import say
from deskwise.stores.read_files import FileColumn, FileRows, text_of
from deskwise.stores.sql_text import literal, literals

NUMBER_TYPE = "decimal(38, 9)"
# 1.234,5 and 1234,5, but not 1.5: a point that parts no thousands is no such number.
DECIMAL_COMMA = r"\s*[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?\s*"


@dataclass(frozen=True)
class CellSql:
    """A cell in SQL: its text, or `typed` where it stays as the file has it.

    `unnamed` is when its value is none of those that the mapping names; null where that cannot be.
    """

    text: str
    typed: FileColumn | None = None
    unnamed: str | None = None


def used_rows(rows: FileRows, translation: Translation) -> FileRows:
    """The rows with the columns alone that a mapping reads, and nothing where they say a text for nothing.

    Raises `MappingError` if the translation names a column that the file does not have.
    """
    picked, columns = [], []
    for number, name in enumerate(translation.columns_used()):
        column = rows.column(name)
        if column is None:
            raise MappingError(
                say(
                    "mapping %(translation)s reads the column %(name)s, which %(file)s has not",
                    translation=translation.name,
                    name=repr(name),
                    file=rows.format.told,
                ),
                do=say("name one of its columns: %(names)s", names=rows.names_told()),
            )
        picked.append(f"{_unless_missing(column, translation.missing)} as u{number}")
        columns.append(FileColumn(name, f"u{number}", column.type, column.dated))
    select = f"select {', '.join(('row', 'malformed', *picked))} from ({rows.select})"
    return FileRows(rows.format, select, tuple(columns), rows.numbered_by_order)


def _unless_missing(column: FileColumn, missing: tuple[str, ...]) -> str:
    if column.type == "VARCHAR":
        if not missing:
            return f"nullif({column.sql}, '')"
        return f"case when {column.sql} not in ({literals(('', *missing))}) then {column.sql} end"
    if not missing:
        return column.sql
    return f"case when {text_of(column.sql, column.type)} not in ({literals(missing)}) then {column.sql} end"


def column_text(rows: FileRows, name: str) -> str:
    """A column of the file as text."""
    column = rows.column(name)
    assert column is not None
    return text_of(column.sql, column.type)


def cell_sql(rows: FileRows, cell: Cell) -> CellSql:
    """What a cell says in each row."""
    if cell.column is None:
        return CellSql("null::varchar" if cell.constant is None else literal(cell.constant))
    parts = [column_text(rows, name) for name in cell.columns_used()]
    said = parts[0] if len(parts) == 1 else f"({f' || {literal(BETWEEN_PARTS)} || '.join(parts)})"
    if not cell.values:
        return CellSql(said, rows.column(cell.column) if len(parts) == 1 else None)
    unnamed = "null::varchar"
    if cell.unnamed == "constant":
        unnamed = f"case when {said} is not null then {literal(cell.unnamed_value or '')} end"
    elif cell.unnamed != "skip":
        unnamed = said
    # An empty cell can be named too: "" = "open".
    named = " ".join(
        f"when {said} {'is null' if not text else f'= {literal(text)}'} then {_value(value)}"
        for text, value in cell.values
    )
    refused = None
    if cell.unnamed == "reject":
        refused = f"({said} is not null and {said} not in ({literals(text for text, _ in cell.values)}))"
    return CellSql(f"case {named} else {unnamed} end", unnamed=refused)


def _value(value: str | None) -> str:
    return "null" if value is None else literal(value)


def left_out(rows: FileRows, cell: Cell) -> str | None:
    """When the mapping leaves the event out for what the cell says; null if it never does."""
    if cell.unnamed != "skip" or not cell.values:
        return None
    said = cell_sql(rows, Cell(column=cell.column, further=cell.further)).text
    return f"coalesce({said}, '') not in ({literals(text for text, _ in cell.values)})"


def condition_sql(rows: FileRows, condition: Condition) -> str:
    """Whether a condition holds, never null."""
    said = column_text(rows, condition.column)
    if condition.filled is not None:
        return f"{said} is {'not ' if condition.filled else ''}null"
    return f"coalesce({said}, '') in ({literals(condition.among)})"


def number_sql(cell: CellSql, decimal_comma: bool) -> str:
    """A cell as a number, null if it is none."""
    if cell.typed is not None and cell.typed.type != "VARCHAR":
        return f"try_cast({cell.typed.sql} as {NUMBER_TYPE})"
    text = with_point(cell.text) if decimal_comma else cell.text
    return f"try_cast({text} as {NUMBER_TYPE})"


def with_point(text: str) -> str:
    """A number written with a decimal comma as one with a point; null if it is none."""
    points = f"replace(replace({text}, '.', ''), ',', '.')"
    return f"case when regexp_full_match({text}, '{DECIMAL_COMMA}') then {points} end"
