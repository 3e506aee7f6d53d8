"""What an import brings of people who were forgotten: pseudonyms take their place before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskwise.events.vocabulary import KIND_NAMES, ROLE_NAMES, STATUS_NAMES
from deskwise.stores.log_edits import LogEdits
from deskwise.stores.row_checks import made_here, made_id_sql
from deskwise.stores.sql_text import literals
from deskwise.stores.tombstones import (
    KNOWN,
    NAMING,
    any_tombstones,
    is_made,
    make_renamed_extra,
    note_names,
    organisations_in_settings,
    recall_names,
    renamed,
)
from deskwise.stores.typed_rows import TypedRows

if TYPE_CHECKING:
    import duckdb

RAW = "raw_rows"
# What a refused row is told by; a name that is no such word got there by mistake.
WORDS = {"kind": KIND_NAMES, "role": ROLE_NAMES, "status": STATUS_NAMES}
ASKED = "(select stands from tombstones where asked)"


class ForgottenNames:
    """Keeps forgotten people out of one import; costs nothing where nobody was ever forgotten.

    `rewritten` says that something stood in the state's file before it went: the file is to be written anew.
    `refold` that facts of earlier imports' rows are other ones, `met` that somebody forgotten was named.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.buried = any_tombstones(connection)
        self.rewritten = False
        self.refold = False
        self.met = False

    def renamed(self, typed: TypedRows) -> TypedRows:
        """The rows of a file with pseudonyms in them; what was read stays in memory and beside it."""
        if not self.buried:
            return typed
        run = self._connection.execute
        run(f"create or replace temp table {RAW} as {typed.select}")
        plain = replace(typed, select=f"select * from {RAW}", numbered_by_order=False)
        if not recall_names(self._connection, _said()):
            return plain
        self.met = True
        make_renamed_extra(self._connection, RAW)
        names = {name: renamed(name, organisations_in_settings(self._connection)) for name in NAMING}
        changed = " or ".join(f"{sql} is distinct from l.{name}" for name, sql in names.items())
        words = {
            name: f"case when l.{name} in ({literals(known)}) then l.{name} else {renamed(name)} end"
            for name, known in WORDS.items()
        }
        replaced = ", ".join(f"{sql} as {name}" for name, sql in (names | words).items())
        # An exported log gives the ids that were made of what it said.
        select = f"""select l.* replace ({replaced}, coalesce(x.extra, l.extra) as extra,
            case when {is_made("l.event_id")} and ({changed} or x.id is not null) then null
                else l.event_id end as event_id)
            from {RAW} l left join renamed_extra x on x.id = l.rowid"""
        return replace(plain, select=select, event_ids="none" if typed.event_ids == "none" else "some")

    def end_file(self) -> None:
        """Leave nothing of a file behind."""
        if self.buried:
            for table in (RAW, "renamed_extra", KNOWN):
                self._connection.execute(f"drop table if exists {table}")

    def drop_texts(self, staged: str, files_without_ids: list[int]) -> bool:
        """Drop the texts that were to be forgotten and have come again, before ids are looked at.

        Whether a row is on a ticket of somebody forgotten is known when all files are read. Returns whether
        rows are among them whose given ids were made of their texts.
        """
        if not self.buried and self._none("select 1 from texts_gone"):
            return False
        run = self._connection.execute
        run(
            f"""create or replace temp table their_tickets as
            select source, ticket from {staged} where ticket is not null and customer in {ASKED}
            union select source, ticket from log where ticket is not null and customer in {ASKED}"""
        )
        theirs = "(l.source, l.ticket) in (select (source, ticket) from their_tickets)"
        self._drop_from_log(theirs)
        run(
            f"""create or replace temp table text_goes as select l.rowid as id from {staged} l
            where text is not null and ({theirs} or customer in {ASKED} or actor in {ASKED}
                or exists (select 1 from texts_gone g where g.source = l.source
                    and g.ticket is not distinct from l.ticket and l."at" between g.since and g.until))"""
        )
        run("drop table their_tickets")
        if self._none("select 1 from text_goes"):
            return False
        self.rewritten = True
        made = is_made("event_id")
        ours = f"coalesce({made_here(files_without_ids)}, false)"
        mixed = not self._none(
            f"select 1 from {staged} where rowid in (from text_goes) and {made} and not {ours}"
        )
        run(
            f"""update {staged} set text = null,
                event_id = case when {made} then {made_id_sql(without="text")} else event_id end,
                superseded = case when {made} and not {ours} then null else superseded end
            where rowid in (from text_goes)"""
        )
        run("drop table text_goes")
        return mixed

    def _drop_from_log(self, theirs: str) -> None:
        """Drop the texts of tickets that are only now known to be theirs."""
        if self._none(f"select 1 from log l where text is not null and {theirs}"):
            return
        note_names(self._connection, {})  # the texts alone are changed
        edits = LogEdits(self._connection, ())
        edits.find(theirs)
        self.refold = edits.write() or self.refold
        edits.close()
        self.rewritten = True

    def _none(self, sql: str) -> bool:
        return self._connection.execute(f"{sql} limit 1").fetchone() is None


def _said() -> str:
    """Every value of a file that may name somebody, once."""
    plain = [f"select {name} as value from {RAW}" for name in NAMING]
    words = [
        f"select {name} from {RAW} where {name} not in ({literals(known)})" for name, known in WORDS.items()
    ]
    extra = f"select unnest(map_values(extra)) from {RAW} where extra is not null"
    return (
        f"select distinct value from ({' union all '.join([*plain, *words, extra])}) where value is not null"
    )
