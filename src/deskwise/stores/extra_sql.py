"""Further fields of an event as one map from names to texts, in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.stores.read_files import FileColumn, text_of
from deskwise.stores.sql_text import literal

MAP_TYPE = "MAP(VARCHAR, VARCHAR)"
NO_EXTRA = "null::map(varchar, varchar)"


def extra_map(column: FileColumn | None, further: Iterable[FileColumn]) -> tuple[str, str]:
    """The map, null if it has no field, and when `column` is no map.

    Names are in order, so that equal maps are equal texts; `further` columns are fields under their own
    names, unless `column` names them too.
    """
    fields = ", ".join(
        f"struct_pack(key := {literal(field.name)}, value := {text_of(field.sql, field.type)})"
        for field in further
    )
    if column is None:
        return (_as_map(f"[{fields}]") if fields else NO_EXTRA), "false"
    own, bad = _own_map(column)
    if not fields:
        filled = _as_map(f"map_entries({own})")
        return f"case when {column.sql} is null then {NO_EXTRA} else {filled} end", bad
    named = f"coalesce(map_keys({own}), [])"
    rest = f"list_filter([{fields}], lambda e: not list_contains({named}, e.key))"
    return _as_map(f"list_concat({rest}, coalesce(map_entries({own}), []))"), bad


def _own_map(column: FileColumn) -> tuple[str, str]:
    """A column as a map from texts to texts, and when it is none."""
    if column.type == MAP_TYPE:
        return column.sql, "false"
    if column.type in ("VARCHAR", "JSON"):
        text = f"cast({column.sql} as varchar)"
    else:
        text = f"cast(to_json({column.sql}) as varchar)"
    # One question at a time: the engine fails on the type of what is no JSON, and on a map with a key twice.
    once = f"len(json_keys({text})) = len(list_distinct(json_keys({text})))"
    an_object = f"case when json_type({text}) = 'OBJECT' then {once} else false end"
    valid = f"case when json_valid({text}) then {an_object} else false end"
    own = f"case when {valid} then cast(cast({text} as json) as map(varchar, varchar)) end"
    return own, f"({column.sql} is not null and not {valid})"


def _as_map(entries: str) -> str:
    filled = f"list_sort(list_filter({entries}, lambda e: e.value is not null))"
    # The list is named by a lambda: to compare a map with an empty one costs more than to make it.
    named = f"list_transform([{filled}], lambda e: case when len(e) > 0 then map_from_entries(e) end)"
    return f"{named}[1]"


def unusual_extra(column: FileColumn) -> str:
    """When a map would have to be changed: out of order, with a null, empty, or with an instant in it."""
    ordered = _as_map(f"map_entries({column.sql})")
    given = f"map_contains({column.sql}, 'due') or {column.sql} is distinct from {ordered}"
    return f"{column.sql} is not null and ({given})"
