"""Rows of the log that are to say something else: found first, and written then.

A log is only ever rewritten to forget: what a row says is changed, and never when or what happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.stores.fold_keys import FOLD_KEY
from deskwise.stores.row_checks import made_id_sql
from deskwise.stores.tombstones import NAMING, hashed, is_made, make_key, make_renamed_extra, renamed

if TYPE_CHECKING:
    import duckdb

# What a rewriting may change; the rest of a row is as it was.
EDITED = (*NAMING, "event_id", "text", "extra", "fold_key")
# An id that was made here without its ordinal, by which identical rows are told apart.
BASE = "split_part(event_id, '.', 1)"


class LogEdits:
    """The rows of the log that name somebody at hand (see `tombstones`), or whose text goes."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, kept_organisations: tuple[str, ...]) -> None:
        self._connection = connection
        self._kept_organisations = kept_organisations

    def find(self, textless: str) -> None:
        """Find them; `textless` is a condition on a row `l` whose text goes. Nothing is written.

        They are in the table `edits` as they will be, by row id, but for their own ids.
        """
        make_renamed_extra(self._connection, "log")
        names = {column: renamed(column, self._kept_organisations) for column in NAMING}
        named = " or ".join(f"{sql} is distinct from l.{column}" for column, sql in names.items())
        replaced = ", ".join(f"{sql} as {column}" for column, sql in names.items())
        self._connection.execute(
            f"""create or replace temp table edits as
            select * exclude (found) from (
                select l.rowid as id, l.event_id as old_id, l.text is not null and ({textless}) as text_goes,
                    ({named}) or x.id is not null as found,
                    l.* replace ({replaced}, coalesce(x.extra, l.extra) as extra,
                        case when {textless} then null else l.text end as text)
                from log l left join renamed_extra x on x.id = l.rowid)
            where found or text_goes"""
        )

    def write(self) -> bool:
        """Write them; False if what facts are made of is as it was."""
        run = self._connection.execute
        run(f"update edits set fold_key = {FOLD_KEY} where ticket is null")
        self._number_ids("kind <> 'ruled'")
        self._lead_rulings()
        self._number_ids("kind = 'ruled'")
        folded = run(
            f"""select 1 from edits e join log l on l.rowid = e.id
            where {" or ".join(f"e.{name} is distinct from l.{name}" for name in EDITED if name != "text")}
            limit 1"""
        ).fetchone()
        # What is nested the engine changes by moving the row to the end: the others first, while they have
        # their row ids, and keep their places, which lets the engine skip most of a long log.
        moved = "extra is distinct from e.extra"
        plain = ", ".join(f"{name} = e.{name}" for name in EDITED if name != "extra")
        run(f"update log set {plain} from edits e where log.rowid = e.id and not (log.{moved})")
        run(f"update log set {plain}, extra = e.extra from edits e where log.rowid = e.id and log.{moved}")
        return folded is not None

    def close(self) -> None:
        """Leave nothing behind."""
        for table in ("edits", "renamed_extra", "bases", "new_ids", "moved_ids"):
            self._connection.execute(f"drop table if exists {table}")

    def _number_ids(self, which: str) -> None:
        """Make the ids anew that are hashes of what rows said: guesses could be checked against them."""
        run = self._connection.execute
        run(
            f"""create or replace temp table bases as
            select id, source, ticket, {made_id_sql()} as base, import_id, file, row, seq
            from edits where {which} and {is_made("old_id")}"""
        )
        if run("select 1 from bases limit 1").fetchone() is None:
            return
        # Rows that say the same now are told apart by their ordinals, those that did so all along too.
        run(
            f"""insert into bases
            select rowid, source, ticket, {BASE}, import_id, file, row, seq from log
            where event_id like '#%' and {is_made("event_id")} and rowid not in (select id from edits)
                and hash(source, ticket, {BASE}) in (select hash(source, ticket, base) from bases)"""
        )
        run(
            """create or replace temp table new_ids as
            select id, case when nth = 1 then base else concat(base, '.', nth) end as new_id
            from (select id, base, row_number() over (partition by source, ticket, base
                      order by import_id, file, row, seq) as nth from bases)"""
        )
        run(
            """insert into edits select l.rowid, l.event_id, false, l.* from log l
            join new_ids n on n.id = l.rowid
            where n.new_id <> l.event_id and l.rowid not in (select id from edits)"""
        )
        run("update edits set event_id = new_id from new_ids where new_ids.id = edits.id")

    def _lead_rulings(self) -> None:
        """Let the rulings on events whose ids were made anew name these, in later imports as well."""
        run = self._connection.execute
        run(
            """create or replace temp table moved_ids as
            select old_id, event_id as new_id from edits where old_id <> event_id"""
        )
        ruled = "kind = 'ruled' and extra['event'] in (select old_id from moved_ids)"
        found = run(f"select 1 from log where {ruled} limit 1").fetchone()
        if found is None:
            return
        make_key(self._connection)
        run(
            f"""insert into tombstones select hash, new_id, false
            from (select {hashed("old_id")} as hash, new_id from moved_ids
                  where old_id in (select extra['event'] from log where kind = 'ruled'))
            where hash not in (select hash from tombstones)"""
        )
        run(
            f"""insert into edits select rowid, event_id, false, * from log
            where {ruled} and rowid not in (select id from edits)"""
        )
        run(
            """update edits set extra = map_from_entries(list_transform(map_entries(extra), lambda e:
                struct_pack(key := e.key, value := case when e.key = 'event' then new_id else e.value end)))
            from moved_ids where kind = 'ruled' and extra['event'] = moved_ids.old_id"""
        )
