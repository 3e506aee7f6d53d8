"""Instants in SQL: from text or a typed column to whole microseconds since 1970 in UTC."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.stores.local_times import utc_micros
from deskwise.stores.sql_text import literal

DATE = r"\d{4}-\d{2}-\d{2}"
HOURS = r"(?:[01]\d|2[0-3])"
OFFSET = r"Z|z|[+-]\d{2}(?::?\d{2})?"
# What the engine casts as it stands; the general shape is taken apart first, which costs more.
PLAIN_LOCAL = rf"{DATE}[T ]{HOURS}:\d{{2}}:\d{{2}}(?:\.\d+)?"
PLAIN = rf"{PLAIN_LOCAL}(?:Z|[+-]\d{{2}}(?::?\d{{2}})?)"
GENERAL = rf"\s*({DATE})(?:[T ]({HOURS}:\d{{2}})(:\d{{2}})?(?:[.,](\d+))?)?\s*({OFFSET})?\s*"
NOTHING = "null::bigint"
# How a number of seconds or milliseconds since 1970 is declared, and the microseconds in one.
EPOCH_FORMATS = {"epoch_seconds": 1_000_000, "epoch_milliseconds": 1_000}
EPOCH = r"\s*-?\d{1,13}(\.\d+)?\s*"
PARTS = "['day', 'minute', 'second', 'fraction', 'shift']"


@dataclass(frozen=True)
class InstantSql:
    """SQL for what a cell says: `instant` where it names its offset, else `local`, both in microseconds.

    Both are null where nothing can be read. `local` has still to be placed in a zone, by `placed`.
    """

    instant: str
    local: str


def from_text(text: str) -> InstantSql:
    """ISO 8601: a date alone (its midnight), `T` or space, any fraction (cut off), offset, Z or none."""
    parts = f"regexp_extract({text}, '^{GENERAL}$', {PARTS})"
    taken_apart = (
        f"(epoch_us(try_cast({parts}.day || ' '"
        f" || case when {parts}.minute = '' then '00:00' else {parts}.minute end"
        f" || case when {parts}.second = '' then ':00' else {parts}.second end as timestamp))"
        f" + cast(rpad(left({parts}.fraction, 6), 6, '0') as bigint))"
    )
    digits = f"replace({parts}.shift[2:], ':', '')"
    shift = (
        f"(case when upper({parts}.shift) = 'Z' then 0 else"
        f" (case when {parts}.shift[1] = '-' then -1 else 1 end)"
        f" * (try_cast({digits}[1:2] as bigint) * 3600"
        f" + coalesce(try_cast({digits}[3:4] as bigint), 0) * 60) * 1000000 end)"
    )
    plain = f"regexp_full_match({text}, '{PLAIN}')"
    plain_local = f"regexp_full_match({text}, '{PLAIN_LOCAL}')"
    general = f"regexp_full_match({text}, '{GENERAL}')"
    return InstantSql(
        instant=(
            f"case when {plain} then epoch_us(try_cast({text} as timestamptz)) when {plain_local} then null"
            f" when {general} and {parts}.shift <> '' then {taken_apart} - {shift} end"
        ),
        local=(
            f"case when {plain} then null when {plain_local} then epoch_us(try_cast({text} as timestamp))"
            f" when {general} and {parts}.shift = '' then {taken_apart} end"
        ),
    )


def from_format(text: str, date_format: str) -> InstantSql:
    """A text in a declared format; one with `%z` says its own offset, and a number since 1970 is in UTC."""
    if date_format in EPOCH_FORMATS:
        number = f"case when regexp_full_match({text}, '{EPOCH}') then try_cast({text} as decimal(20, 6)) end"
        return InstantSql(f"try_cast(floor(({number}) * {EPOCH_FORMATS[date_format]}) as bigint)", NOTHING)
    parsed = f"epoch_us(try_strptime({text}, {literal(date_format)}))"
    if "%z" in date_format or "%Z" in date_format:
        return InstantSql(parsed, NOTHING)
    return InstantSql(NOTHING, parsed)


def from_typed(column: str, column_type: str) -> InstantSql:
    """A typed column: a timestamp with time zone is an instant, one without and a date are local times."""
    if column_type == "TIMESTAMP WITH TIME ZONE":
        return InstantSql(f"case when isfinite({column}) then epoch_us({column}) end", NOTHING)
    if column_type == "TIMESTAMP_NS":
        # The engine's cast rounds before 1970; a finer digit is cut off, also there, by floor.
        digits = f"epoch_ns({column})"
        return InstantSql(NOTHING, f"(({digits} - (({digits} % 1000 + 1000) % 1000)) // 1000)")
    stamp = f"cast({column} as timestamp)"
    return InstantSql(NOTHING, f"case when isfinite({stamp}) then epoch_us({stamp}) end")


def placed(instant: str, local: str, zone_name: str | None) -> str:
    """The instant in microseconds: `local` is read in the zone, and null where none is declared.

    Both are named columns: the text is repeated for every change of the zone's clocks.
    """
    return instant if zone_name is None else f"coalesce({instant}, {utc_micros(local, zone_name)})"


def iso_text(micros: str) -> str:
    """An instant as `2025-01-01T10:00:00.000000Z`."""
    return f"strftime(make_timestamp({micros}), '%Y-%m-%dT%H:%M:%S.%fZ')"
