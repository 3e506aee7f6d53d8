"""Further fields of an event as one map from names to texts, in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.stores.read_files import FileColumn, text_of
from deskwise.stores.sql_text import literal

MAP_TYPE = "MAP(VARCHAR, VARCHAR)"
NO_EXTRA = "null::map(varchar, varchar)"


def extra_map(column: FileColumn | None, further: Iterable[FileColumn]) -> tuple[str, str]:
    """The further fields as a map in the order of their names, null if there are none; when they are no map."""
    entries = [
        f"struct_pack(key := {literal(field.name)}, value := {text_of(field.sql, field.type)})"
        for field in further
    ]
    others = f"[{', '.join(entries)}]" if entries else None
    if column is None:
        return (NO_EXTRA if others is None else _as_map(others)), "false"
    bad = "false"
    if column.type == MAP_TYPE:
        own = column.sql
    else:
        text = (
            f"cast({column.sql} as varchar)"
            if column.type in ("VARCHAR", "JSON")
            else f"to_json({column.sql})"
        )
        valid = f"json_valid({text}) and json_type({text}) = 'OBJECT'"
        # The engine refuses a map that has a key twice; whoever wrote such an object meant no map.
        valid += f" and len(json_keys({text})) = len(list_distinct(json_keys({text})))"
        own = f"case when {valid} then cast({text}::json as map(varchar, varchar)) end"
        bad = f"({column.sql} is not null and not coalesce({valid}, false))"
    if others is None:
        return (
            f"case when {column.sql} is null then {NO_EXTRA} else {_as_map(f'map_entries({own})')} end",
            bad,
        )
    kept = f"coalesce(map_keys({own}), [])"
    rest = f"list_filter({others}, lambda e: not list_contains({kept}, e.key))"
    return _as_map(f"list_concat({rest}, coalesce(map_entries({own}), []))"), bad


def _as_map(entries: str) -> str:
    filled = f"list_sort(list_filter({entries}, lambda e: e.value is not null))"
    return f"nullif(map_from_entries({filled}), map())"


def unusual_extra(column: FileColumn) -> str:
    """When a map would have to be changed: out of order, with a null, empty, or with an instant to be normalised."""
    ordered = _as_map(f"map_entries({column.sql})")
    return f"{column.sql} is not null and (map_contains({column.sql}, 'due') or {column.sql} is distinct from {ordered})"
