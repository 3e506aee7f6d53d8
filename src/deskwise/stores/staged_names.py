"""Rows of an import under way that say something else after they were read, and the rulings on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.stores.row_checks import made_here, made_id_sql
from deskwise.stores.tombstones import is_made, make_renamed_extra, renamed

if TYPE_CHECKING:
    import duckdb

# The ids that rows gave and have no more: a table in memory, by their places in the files.
GIVEN = "given_ids"
MADE = is_made("event_id")


def forget_given(connection: duckdb.DuckDBPyConnection, file: int) -> None:
    """Know none of a file's, which is about to be read, and maybe not for the first time."""
    _make_given(connection)
    connection.execute(f"delete from {GIVEN} where file = {file:d}")


def note_given(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Remember ids of rows that are to be made anew: a select of file, row and event_id."""
    _make_given(connection)
    connection.execute(f"insert into {GIVEN} {rows}")


def rename_staged(
    connection: duckdb.DuckDBPyConnection, staged: str, words: dict[str, str], files_without_ids: list[int]
) -> bool:
    """Put pseudonyms in the place of the names at hand; False if no row names one.

    `words` is how further columns are to be written, by their names.
    """
    run = connection.execute
    make_renamed_extra(connection, staged)
    columns = {"actor": renamed("actor"), **words}
    changed = " or ".join(f"{sql} is distinct from l.{name}" for name, sql in columns.items())
    replaced = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    run(
        f"""create or replace temp table staged_edits as
        select l.rowid as id, l.* replace ({replaced}, coalesce(x.extra, l.extra) as extra)
        from {staged} l left join renamed_extra x on x.id = l.rowid where x.id is not null or {changed}"""
    )
    found = run("select 1 from staged_edits limit 1").fetchone() is not None
    if found:
        given = f"{MADE} and not {_ours(files_without_ids)}"
        edited = "rowid in (select id from staged_edits)"
        note_given(connection, f"select file, row, event_id from {staged} where {edited} and {given}")
        _write(connection, staged, (*columns, "extra"), files_without_ids)
    run("drop table staged_edits")
    run("drop table renamed_extra")
    return found


def lead_rulings(connection: duckdb.DuckDBPyConnection, staged: str, files_without_ids: list[int]) -> bool:
    """Let the rulings of an import name its events by the ids they have now, where these were made anew.

    False if there are none.
    """
    run = connection.execute
    _make_given(connection)
    ruled = f"kind = 'ruled' and extra is not null and extra['event'] in (select old_id from {GIVEN})"
    if run(f"select 1 from {staged} where {ruled} limit 1").fetchone() is None:
        return False
    # Their ordinals are as they will be: see `id_checks`.
    run(
        f"""create or replace temp table led_ids as
        select old_id, source, ticket,
            any_value(case when nth = 1 then id else concat(id, '.', nth) end) as new_id
        from (select file, row, source, ticket, event_id as id, row_number() over (
                  partition by file, source, ticket, event_id order by row, seq) as nth
              from {staged} where {made_here(files_without_ids)} and refusal is null) s
        join {GIVEN} g on g.file = s.file and g.row = s.row group by all"""
    )
    run(
        f"""create or replace temp table staged_edits as
        select s.rowid as id, s.* replace (
            map_from_entries(list_transform(map_entries(s.extra), lambda e: struct_pack(
                key := e.key, value := case when e.key = 'event' then new_id else e.value end))) as extra)
        from {staged} s join led_ids l on l.source = s.source and l.ticket is not distinct from s.ticket
            and s.extra['event'] = l.old_id
        where s.kind = 'ruled'"""
    )
    _write(connection, staged, ("extra",), files_without_ids)
    run("drop table staged_edits")
    run("drop table led_ids")
    return True


def _write(
    connection: duckdb.DuckDBPyConnection, staged: str, columns: tuple[str, ...], files_without_ids: list[int]
) -> None:
    """Write the rows of `staged_edits`; ids that were made of what a row said are made anew."""
    run = connection.execute
    run(f"update staged_edits set event_id = {made_id_sql()} where {MADE}")
    written = ", ".join(f"{name} = e.{name}" for name in (*columns, "event_id"))
    run(
        f"""update {staged} set {written},
            superseded = case when {is_made("e.event_id")} and not e.ours then null else e.superseded end
        from (select *, {_ours(files_without_ids)} as ours from staged_edits) e where {staged}.rowid = e.id"""
    )


def _make_given(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create temp table if not exists {GIVEN} (file integer, row bigint, old_id varchar)")


def _ours(files_without_ids: list[int]) -> str:
    """SQL that is true of staged rows whose id was made by this import."""
    return f"coalesce({made_here(files_without_ids)}, false)"
