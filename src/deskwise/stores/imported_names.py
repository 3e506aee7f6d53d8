"""The names an import brings: pseudonyms take their place before anything is kept.

They are those of people who were forgotten and, where the settings wish it, of customers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from deskwise.events.vocabulary import KIND_NAMES, ROLE_NAMES, STATUS_NAMES, UNTRANSLATED
from deskwise.stores.customer_pseudonyms import (
    MET,
    any_pseudonyms,
    customers_in,
    met_any,
    note_met,
    recall_customers,
    wishes_pseudonyms,
)
from deskwise.stores.log_edits import LogEdits
from deskwise.stores.pseudonymising import Pseudonymising, note_pseudonymised
from deskwise.stores.rejects_table import TELLABLE
from deskwise.stores.row_checks import made_here, made_id_sql
from deskwise.stores.sql_text import literal, literals
from deskwise.stores.staged_names import forget_given, lead_rulings, note_given, rename_staged
from deskwise.stores.tombstones import (
    KNOWN,
    NAMING,
    any_tombstones,
    is_made,
    make_key,
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


class ImportedNames:
    """Puts pseudonyms into one import; costs nothing where they are not wished and nobody ever had one.

    `rewritten` says that something stood in the state's file before it went: the file is to be written anew.
    `refold` that facts of earlier imports' rows are other ones, `met` that somebody forgotten was named,
    `gone` which customers' identifiers the log held and holds no longer.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._wished = wishes_pseudonyms(connection)
        self._buried = any_tombstones(connection)
        self._given = self._wished or any_pseudonyms(connection)
        self.at_work = self._given or self._buried
        self._begun = False
        self._files = 0
        self.rewritten = False
        self.refold = False
        self.met = False
        self.gone: frozenset[str] = frozenset()

    @property
    def is_to_begin(self) -> bool:
        """Whether pseudonyms are wished, and no row was read."""
        return self._wished and not self._begun

    def begin(self, at: datetime) -> None:
        """Give pseudonyms to the customers of earlier imports, before rows are read."""
        self._begun = True
        make_key(self._connection)
        earlier = Pseudonymising(self._connection)
        earlier.find()
        self._write(earlier, at)

    def renamed(self, typed: TypedRows, file: int) -> TypedRows:
        """The rows of a file with pseudonyms in them; what was read stays in memory and beside it."""
        if not self.at_work:
            return typed
        run = self._connection.execute
        run(f"create or replace temp table {RAW} as {typed.select}")
        forget_given(self._connection, file)
        self._files = file + 1
        plain = replace(typed, select=f"select * from {RAW}", numbered_by_order=False)
        if not self._recall() and not self._wished:
            return plain
        make_renamed_extra(self._connection, RAW)
        names = {name: renamed(name, organisations_in_settings(self._connection)) for name in NAMING}
        changed = " or ".join(f"{sql} is distinct from l.{name}" for name, sql in names.items())
        replaced = ", ".join(f"{sql} as {name}" for name, sql in (names | self._words(names)).items())
        # An exported log gives the ids that were made of what it said.
        read = f"{RAW} l left join renamed_extra x on x.id = l.rowid"
        made_anew = f"{is_made('l.event_id')} and ({changed} or x.id is not null)"
        note_given(self._connection, f"select {file:d}, l.row, l.event_id from {read} where {made_anew}")
        select = f"""select l.* replace ({replaced}, coalesce(x.extra, l.extra) as extra,
            case when {made_anew} then null else l.event_id end as event_id) from {read}"""
        return replace(plain, select=select, event_ids="none" if typed.event_ids == "none" else "some")

    def _recall(self) -> bool:
        """Make the table of the names of a file that have pseudonyms; False if there are none."""
        if self._buried:
            self.met |= recall_names(self._connection, _said(RAW))
        else:
            note_names(self._connection, {})
        if self._given:
            recall_customers(self._connection, _said(RAW), customers_in(RAW) if self._wished else None)
        return not self._none(f"select 1 from {KNOWN}")

    def _words(self, names: dict[str, str]) -> dict[str, str]:
        """The columns whose words tell why a row is refused, and the actor, who is then not kept."""
        words = {name: _word(name) for name in WORDS}
        if not self._wished:
            return words
        # What would not be told is not kept either.
        untold = {name: f"not regexp_full_match(l.{name}, {literal(TELLABLE)})" for name in WORDS}
        untold["status"] += f" and l.kind in ('status', {literal(UNTRANSLATED)})"
        words = {name: f"case when {untold[name]} then '' else {sql} end" for name, sql in words.items()}
        stands = (
            f"l.kind in ({literals(KIND_NAMES)}) and (l.role is null or l.role in ({literals(ROLE_NAMES)}))"
        )
        return words | {"actor": f"case when {stands} then {names['actor']} end"}

    def end_file(self) -> None:
        """Leave nothing of a file behind."""
        if self.at_work:
            for table in (RAW, "renamed_extra", KNOWN):
                self._connection.execute(f"drop table if exists {table}")

    def settle(self, staged: str, files_without_ids: list[int], at: datetime) -> bool:
        """Do what only can be done when all files are read, and before ids are looked at.

        Returns whether rows have ids that were made here in files that give some.
        """
        if self._wished:
            self._settle_customers(staged, files_without_ids, at)
        dropped = self._drop_texts(staged, files_without_ids)
        if not self.at_work and not dropped:
            return False
        self.rewritten |= lead_rulings(self._connection, staged, files_without_ids)
        for table in (MET, KNOWN):
            self._connection.execute(f"drop table if exists {table}")
        return not self._none(f"select 1 from {staged} where superseded is null")

    def end(self) -> None:
        """The import is in the log."""
        if self._wished:
            note_pseudonymised(self._connection)

    def _settle_customers(self, staged: str, files_without_ids: list[int], at: datetime) -> None:
        """Give pseudonyms where customers were named before they were known as such."""
        if self.is_to_begin:
            self.begin(at)
        later = Pseudonymising(self._connection)
        later.find_met()
        self._write(later, at)
        # A file's own customers were known when it was read.
        if self._files > 1 and met_any(self._connection):
            note_met(self._connection, _said(staged))
            words = {name: _word(name) for name in WORDS}
            self.rewritten |= rename_staged(self._connection, staged, words, files_without_ids)

    def _write(self, earlier: Pseudonymising, at: datetime) -> None:
        self.gone |= earlier.names
        self.rewritten |= earlier.found is not None
        self.refold |= earlier.write(at)
        earlier.close()
        # Rulings are led by them.
        self._buried = any_tombstones(self._connection)

    def _drop_texts(self, staged: str, files_without_ids: list[int]) -> bool:
        """Drop the texts that were to be forgotten and have come again; False if there are none.

        Whether a row is on a ticket of somebody forgotten is known when all files are read.
        """
        if not self._buried and self._none("select 1 from texts_gone"):
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
        given = f"rowid in (from text_goes) and {made} and not {ours}"
        note_given(self._connection, f"select file, row, event_id from {staged} where {given}")
        run(
            f"""update {staged} set text = null,
                event_id = case when {made} then {made_id_sql(without="text")} else event_id end,
                superseded = case when {made} and not {ours} then null else superseded end
            where rowid in (from text_goes)"""
        )
        run("drop table text_goes")
        return True

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


def _word(name: str) -> str:
    """A column of words, as SQL over a row called `l`: what is no such word may be a name."""
    return f"case when l.{name} in ({literals(WORDS[name])}) then l.{name} else {renamed(name)} end"


def _said(rows: str) -> str:
    """Every value of rows that may name somebody, once."""
    plain = [f"select {name} as value from {rows}" for name in NAMING]
    words = [
        f"select {name} from {rows} where {name} not in ({literals(known)})" for name, known in WORDS.items()
    ]
    extra = f"select unnest(map_values(extra)) from {rows} where extra is not null"
    return (
        f"select distinct value from ({' union all '.join([*plain, *words, extra])}) where value is not null"
    )
