"""A file's rows as typed columns of the canonical log, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskwise.events.translation import Cell, Emission, Translation
from deskwise.events.vocabulary import COLUMN_NAMES, ORDER_IN_A_RECORD, REQUIRED_COLUMNS
from deskwise.kernel.errors import InputError, MappingError
from deskwise.stores.extra_sql import MAP_TYPE, NO_EXTRA, extra_map
from deskwise.stores.instants_sql import InstantSql, from_format, from_text, from_typed
from deskwise.stores.read_files import FileColumn, FileRows, text_of
from deskwise.stores.sql_text import literal, literals, quoted

TEXT_COLUMNS = tuple(
    name for name in COLUMN_NAMES if name not in ("revision", "seq", "at", "value", "text", "extra", "source")
)
WHOLE_NUMBER_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
PLACES_IN_A_RECORD = 100


EventIds = Literal["all", "some", "none"]


@dataclass(frozen=True)
class TypedRows:
    """A select of typed rows; the flags say which work can be left out.

    `event_ids` says how many rows bring their own id.
    """

    select: str
    may_be_malformed: bool
    may_have_extra: bool
    event_ids: EventIds
    numbered_by_order: bool
    zone_name: str | None


def canonical_rows(
    rows: FileRows,
    source: str,
    zone_name: str | None,
    keep_text: bool,
    unused: frozenset[str] = frozenset(),
    extra_as_it_is: bool = False,
) -> TypedRows:
    """A canonical file's rows.

    `unused` columns are known to be null in every row, and with `extra_as_it_is` the column extra is known to
    be what `extra_map` would make of it.

    Raises `InputError` if a column it cannot do without is missing.
    """
    missing = [name for name in REQUIRED_COLUMNS if rows.column(name) is None]
    if missing:
        found = ", ".join(column.name for column in rows.columns) or "none"
        raise InputError(
            f"{rows.format.path} has no column {' and none called '.join(missing)} (it has: {found})",
            do="rename them, or say which is which in a mapping file: --map FILE.toml",
        )
    cells = {name: None if name in unused else rows.column(name) for name in COLUMN_NAMES}
    further = [column for column in rows.columns if column.name not in (*COLUMN_NAMES, *unused)]
    at = cells["at"]
    assert at is not None
    instant = from_text(at.sql) if at.type == "VARCHAR" else from_typed(at.sql, at.type)
    revision, revision_bad = _whole(cells["revision"])
    seq, seq_bad = _whole(cells["seq"])
    malformed = [part for part in (revision_bad, seq_bad) if part is not None]
    if rows.format.format == "jsonl":
        malformed.insert(0, "malformed")
    own = cells["extra"]
    extra, extra_bad = (own.sql, "false") if extra_as_it_is and own is not None else extra_map(own, further)
    source_cell = cells["source"]
    select = _select(
        rows.select,
        {name: _text(cells[name]) for name in TEXT_COLUMNS},
        source=literal(source)
        if source_cell is None
        else f"coalesce(nullif({_text(source_cell)}, ''), {literal(source)})",
        revision=revision,
        seq=seq if seq == "row" else f"coalesce({seq}, row)",
        instant=instant,
        value=_number(cells["value"]),
        text=_text(cells["text"]) if keep_text else "null::varchar",
        malformed=" or ".join(malformed) or "false",
        extra=extra,
        extra_bad=extra_bad,
    )
    return TypedRows(
        select,
        may_be_malformed=bool(malformed),
        may_have_extra=extra != NO_EXTRA and not extra_as_it_is,
        event_ids="none" if cells["event_id"] is None else "some",
        numbered_by_order=rows.numbered_by_order,
        zone_name=zone_name,
    )


def asks_about_extra(rows: FileRows) -> FileColumn | None:
    """The column extra, if it may well be a map that can be taken as it is."""
    extra = rows.column("extra")
    further = any(column.name not in COLUMN_NAMES for column in rows.columns)
    return None if extra is None or extra.type != MAP_TYPE or further else extra


def translated_rows(
    rows: FileRows,
    table: str,
    translation: Translation,
    source: str,
    zone_name: str | None,
    keep_text: bool,
) -> TypedRows:
    """A foreign log's rows as events; `table` holds the rows of the file, as `rows.select` gives them.

    Raises `MappingError` if the translation names a column that the file does not have.
    """
    for name in translation.columns_used():
        if rows.column(name) is None:
            found = ", ".join(column.name for column in rows.columns)
            raise MappingError(
                f"mapping {translation.name} reads the column {name!r}, which {rows.format.path} has not",
                do=f"name one of its columns: {found}",
            )
    numbered = _numbered_rows(rows, table, translation)
    selects = [
        _emission_select(rows, numbered, translation, emission, source, keep_text)
        for emission in translation.emissions
    ]
    return TypedRows(
        "\nunion all by name\n".join(selects),
        may_be_malformed=True,
        may_have_extra=True,
        event_ids="some" if any(name == "event_id" for name, _ in translation.cells) else "none",
        numbered_by_order=False,
        zone_name=zone_name,
    )


def _numbered_rows(rows: FileRows, table: str, translation: Translation) -> str:
    """The file's rows with their instants and, where it matters, which is the first of its ticket."""
    cells = dict(translation.cells)
    at = _cell(rows, cells["at"])
    kind = _cell_type(rows, cells["at"])
    if kind != "VARCHAR":
        instant = from_typed(at, kind)
    elif translation.date_format is None:
        instant = from_text(at)
    else:
        instant = from_format(at, translation.date_format)
    select = f"select *, {instant.instant} as at_instant, {instant.local} as at_local from {table}"
    if any(emission.first_row for emission in translation.emissions):
        ticket = text_of(_cell(rows, cells["ticket"]), _cell_type(rows, cells["ticket"]))
        select = (
            f"select *, row_number() over (partition by {ticket}"
            f" order by coalesce(at_instant, at_local), row) = 1 as is_first from ({select})"
        )
    return select


def _emission_select(
    rows: FileRows, numbered: str, translation: Translation, emission: Emission, source: str, keep_text: bool
) -> str:
    cells = dict(translation.cells) | dict(emission.cells)
    texts = {
        name: text_of(_cell(rows, cells[name]), _cell_type(rows, cells[name]))
        if name in cells
        else "null::varchar"
        for name in (*TEXT_COLUMNS, "source", "text")
    }
    kind = emission.kind
    if kind is not None:
        texts["kind"] = literal(kind)
        # One record may make several events, each with an id of its own.
        if "event_id" in cells:
            texts["event_id"] = f"{texts['event_id']} || {literal(':' + kind)}"
    place = ORDER_IN_A_RECORD.index(kind) if kind is not None else PLACES_IN_A_RECORD - 1
    further = [column for name in translation.extra if (column := _renamed(rows, *name)) is not None]
    further += [
        FileColumn(name.removeprefix("extra."), _cell(rows, cell), _cell_type(rows, cell))
        for name, cell in cells.items()
        if name.startswith("extra.")
    ]
    extra, extra_bad = extra_map(None, list({column.name: column for column in further}.values()))
    revision, revision_bad = _whole(_as_column(rows, cells.get("revision")))
    conditions = []
    if emission.first_row:
        conditions.append("is_first")
    elif translation.activity_column is not None:
        column = rows.column(translation.activity_column)
        assert column is not None
        activity = f"coalesce({text_of(column.sql, column.type)}, '')"
        if emission.activities is not None:
            conditions.append(f"{activity} in ({literals(emission.activities)})")
        else:
            named = {name for other in translation.emissions for name in other.activities or ()}
            named |= set(translation.silent_activities)
            conditions.append(f"{activity} not in ({literals(sorted(named))})" if named else "true")
    where = " and ".join(conditions) or "true"
    return _select(
        f"{numbered}",
        {name: texts[name] for name in TEXT_COLUMNS},
        source=f"coalesce(nullif({texts['source']}, ''), {literal(source)})",
        revision=revision,
        seq=f"row * {PLACES_IN_A_RECORD} + {place}",
        instant=InstantSql("at_instant", "at_local"),
        value=_number(_as_column(rows, cells.get("value"))),
        text=texts["text"] if keep_text else "null::varchar",
        malformed=" or ".join(part for part in ("malformed", revision_bad) if part),
        extra=extra,
        extra_bad=extra_bad,
        where=where,
    )


def _select(
    rows: str,
    texts: dict[str, str],
    *,
    source: str,
    revision: str,
    seq: str,
    instant: InstantSql,
    value: str,
    text: str,
    malformed: str,
    extra: str,
    extra_bad: str,
    where: str = "true",
) -> str:
    named: dict[str, str] = {
        "row": "row",
        "source": source,
        "revision": revision,
        "seq": seq,
        "at_instant": instant.instant,
        "at_local": instant.local,
        **texts,
        "value": value,
        "text": text,
        "malformed": malformed,
        "extra": extra,
        "extra_bad": extra_bad,
    }
    picked = ", ".join(f"{expression} as {quoted(name)}" for name, expression in named.items())
    return f"select {picked} from ({rows}) where {where}"


def _as_column(rows: FileRows, cell: Cell | None) -> FileColumn | None:
    if cell is None:
        return None
    return FileColumn(cell.column or "", _cell(rows, cell), _cell_type(rows, cell))


def _renamed(rows: FileRows, name: str, column_name: str) -> FileColumn | None:
    column = rows.column(column_name)
    return None if column is None else FileColumn(name, column.sql, column.type)


def _cell(rows: FileRows, cell: Cell) -> str:
    if cell.column is None:
        return "null::varchar" if cell.constant is None else literal(cell.constant)
    column = rows.column(cell.column)
    assert column is not None
    return column.sql


def _cell_type(rows: FileRows, cell: Cell) -> str:
    column = None if cell.column is None else rows.column(cell.column)
    return "VARCHAR" if column is None else column.type


def _text(column: FileColumn | None) -> str:
    return "null::varchar" if column is None else text_of(column.sql, column.type)


def _whole(column: FileColumn | None) -> tuple[str, str | None]:
    """A whole number, null where it is missing, and when it is written but none."""
    if column is None:
        return "null::bigint", None
    if column.type in WHOLE_NUMBER_TYPES:
        return f"cast({column.sql} as bigint)", None
    text = text_of(column.sql, column.type)
    read = f"case when regexp_full_match({text}, '\\s*[+-]?\\d+\\s*') then try_cast({text} as bigint) end"
    return read, f"({text} is not null and {read} is null)"


def _number(column: FileColumn | None) -> str:
    if column is None:
        return "null::decimal(38, 9)"
    return f"try_cast({column.sql} as decimal(38, 9))"
