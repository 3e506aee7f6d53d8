"""A file's rows as typed columns of the canonical log, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskwise.events.vocabulary import COLUMN_NAMES, REQUIRED_COLUMNS
from deskwise.kernel.errors import ForeignColumnsError
from deskwise.kernel.language import say
from deskwise.stores.extra_sql import MAP_TYPE, NO_EXTRA, extra_map
from deskwise.stores.instants_sql import InstantSql, from_text, from_typed
from deskwise.stores.read_files import FileColumn, FileRows, text_of
from deskwise.stores.sql_text import literal, quoted

TEXT_COLUMNS = tuple(
    name for name in COLUMN_NAMES if name not in ("revision", "seq", "at", "value", "text", "extra", "source")
)
WHOLE_NUMBER_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


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
    may_be_unmapped: bool = False


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

    Raises `ForeignColumnsError` if a column it cannot do without is missing.
    """
    missing = [name for name in REQUIRED_COLUMNS if rows.column(name) is None]
    if missing:
        raise ForeignColumnsError(
            say(
                "%(file)s has no column %(names)s (it has: %(names_told)s)",
                file=rows.format.told,
                names=f" {say('and none called')} ".join(missing),
                names_told=rows.names_told(),
            ),
            do=say("rename them, or say which is which in a mapping file: --map FILE.toml"),
            file=str(rows.format.path),
        )
    cells = {name: None if name in unused else rows.column(name) for name in COLUMN_NAMES}
    further = [column for column in rows.columns if column.name not in (*COLUMN_NAMES, *unused)]
    at = cells["at"]
    assert at is not None
    instant = from_text(at.sql) if at.type == "VARCHAR" else from_typed(at.sql, at.type)
    revision, revision_bad = whole_number(cells["revision"])
    seq, seq_bad = whole_number(cells["seq"])
    malformed = [part for part in (revision_bad, seq_bad) if part is not None]
    if rows.format.format == "jsonl":
        malformed.insert(0, "malformed")
    own = cells["extra"]
    extra, extra_bad = (own.sql, "false") if extra_as_it_is and own is not None else extra_map(own, further)
    source_cell = cells["source"]
    select = typed_select(
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


def typed_select(
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
    unmapped: str = "false",
    where: str = "true",
) -> str:
    """A select of typed rows, each column by its expression."""
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
        "unmapped": unmapped,
        "extra": extra,
        "extra_bad": extra_bad,
    }
    picked = ", ".join(f"{expression} as {quoted(name)}" for name, expression in named.items())
    return f"select {picked} from ({rows}) where {where}"


def _text(column: FileColumn | None) -> str:
    return "null::varchar" if column is None else text_of(column.sql, column.type)


def whole_number(column: FileColumn | None) -> tuple[str, str | None]:
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
    # The engine takes fifty times as long to read a text as the wider number; both round alike.
    narrow = f"try_cast({column.sql} as decimal(18, 9))"
    wide = f"try_cast({column.sql} as decimal(38, 9))"
    return f"case when {narrow} is not null then cast({narrow} as decimal(38, 9)) else {wide} end"
