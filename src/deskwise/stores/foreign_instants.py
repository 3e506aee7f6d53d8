"""When an event of a foreign file was, in SQL: one column, two put together, or one and a duration."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.events.translation import Moment, Translation
from deskwise.stores.foreign_cells import column_text, with_point
from deskwise.stores.instants_sql import EPOCH_FORMATS, InstantSql, from_format, from_text, from_typed, placed
from deskwise.stores.read_files import FileColumn, FileRows
from deskwise.stores.sql_text import literal

DAY_MICROSECONDS = 86_400_000_000
UNIT_MICROSECONDS = {
    "seconds": 1_000_000,
    "minutes": 60_000_000,
    "hours": 3_600_000_000,
    "days": DAY_MICROSECONDS,
}
# A longer duration cannot be read: nothing a help desk does takes a century.
LONGEST_MICROSECONDS = 100 * 366 * DAY_MICROSECONDS
# As a spreadsheet's date is written here.
DATE_CELL = r"\d{4}-\d{2}-\d{2}( \d{1,2}:\d{2}(:\d{2}(\.\d{3})?)?)?"
CLOCK = r"\s*(-?)(\d{1,7}):([0-5]\d):([0-5]\d)(?:[.,](\d+))?\s*"
CLOCK_PARTS = "['minus', 'hours', 'minutes', 'seconds', 'fraction']"


@dataclass(frozen=True)
class MomentSql:
    """The rows with `at_instant` and `at_local`, and when a row says of an instant at all."""

    select: str
    there: str


def moment_rows(
    table: str, rows: FileRows, moment: Moment, translation: Translation, zone_name: str | None
) -> MomentSql:
    """A table's rows with the instant a moment means; a local time stays one where no zone is declared."""
    bases, instants, locals_ = [], [], []
    for number, choice in enumerate(moment.choices()):
        base = _base(rows, choice, translation)
        instant, local = f"a{number}_instant", f"a{number}_local"
        bases += [f"{base.instant} as {instant}", f"{base.local} as {local}"]
        if choice.plus:
            added = f"a{number}_added"
            bases.append(f"{_sum(rows, choice, translation)} as {added}")
            readable = f"{added} between -{LONGEST_MICROSECONDS} and {LONGEST_MICROSECONDS}"
            instant = f"case when {readable} then {placed(instant, local, zone_name)} + {added} end"
            local = f"case when {readable} then {local} end"
        instants.append(f"when {_there(rows, choice)} then {instant}")
        locals_.append(f"when {_there(rows, choice)} then {local}")
    return MomentSql(
        f"select *, case {' '.join(instants)} end as at_instant, case {' '.join(locals_)} end as at_local"
        f" from (select *, {', '.join(bases)} from {table})",
        "(" + " or ".join(_there(rows, choice) for choice in moment.choices()) + ")",
    )


def column_instant(column: FileColumn, date_format: str | None) -> InstantSql:
    """A column as an instant: typed, in a declared format, or ISO 8601, as a spreadsheet's dates are."""
    if column.type != "VARCHAR":
        if date_format in EPOCH_FORMATS:
            return from_format(f"cast({column.sql} as varchar)", date_format)
        return from_typed(column.sql, column.type)
    if date_format is None:
        return from_text(column.sql)
    said = from_format(column.sql, date_format)
    if not column.dated:
        return said
    date = f"regexp_full_match({column.sql}, {literal(DATE_CELL)})"
    typed = from_text(column.sql)
    return InstantSql(
        f"case when {date} then {typed.instant} else {said.instant} end",
        f"case when {date} then {typed.local} else {said.local} end",
    )


def _there(rows: FileRows, choice: Moment) -> str:
    named = (choice.column, *([] if choice.time is None else [choice.time]), *choice.plus)
    return "(" + " and ".join(f"{column_text(rows, name)} is not null" for name in named) + ")"


def _base(rows: FileRows, choice: Moment, translation: Translation) -> InstantSql:
    """The instant before anything is added."""
    column = rows.column(choice.column)
    assert column is not None
    date_format = choice.date_format or translation.date_format
    if choice.time is not None:
        time = column_text(rows, choice.time)
        if column.type == "VARCHAR":
            both = FileColumn("", f"({column.sql} || ' ' || {time})", "VARCHAR", column.dated)
        else:
            both = FileColumn(
                "", f"(cast(cast({column.sql} as date) as varchar) || ' ' || {time})", "VARCHAR"
            )
            date_format = None
        column = both
    base = column_instant(column, date_format)
    if not choice.end_of_day:
        return base
    # Of a local time; what names its offset names no local day.
    into_the_day = f"((({base.local}) % {DAY_MICROSECONDS} + {DAY_MICROSECONDS}) % {DAY_MICROSECONDS})"
    return InstantSql(base.instant, f"(({base.local}) - {into_the_day} + {DAY_MICROSECONDS - 1})")


def _sum(rows: FileRows, choice: Moment, translation: Translation) -> str:
    """The durations to add, in microseconds; null if one cannot be read."""
    parts = [_duration(rows, name, choice.unit, translation.decimal_comma) for name in choice.plus]
    # As a number with a fraction: the sum of two that are out of all bounds overflows nothing.
    return f"try_cast({' + '.join(parts)} as bigint)"


def _duration(rows: FileRows, name: str, unit: str, decimal_comma: bool) -> str:
    text = column_text(rows, name)
    if unit == "clock":
        parts = f"regexp_extract({text}, {literal(f'^{CLOCK}$')}, {CLOCK_PARTS})"
        micros = (
            f"(case when {parts}.minus = '-' then -1 else 1 end * ((try_cast({parts}.hours as bigint) * 3600"
            f" + try_cast({parts}.minutes as bigint) * 60 + try_cast({parts}.seconds as bigint)) * 1000000"
            f" + try_cast(rpad(left({parts}.fraction, 6), 6, '0') as bigint)))"
        )
        return f"cast(case when regexp_full_match({text}, {literal(CLOCK)}) then {micros} end as double)"
    column = rows.column(name)
    assert column is not None
    number = with_point(text) if column.type == "VARCHAR" and decimal_comma else column.sql
    return f"(try_cast({number} as double) * {UNIT_MICROSECONDS[unit]})"
