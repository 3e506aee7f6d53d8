"""Letting go what the settings no longer keep: texts of old tickets, and identifiers of customers long gone.

Old is what lies so far before the workspace's as-of: by its own, a source that ended would never grow old.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deskwise.app.forgetting import Forgotten, Reason, Retention
from deskwise.stores.forgetting import note_forgotten, rename_notes
from deskwise.stores.log_edits import LogEdits
from deskwise.stores.tombstones import (
    IS_RARE,
    KNOWN,
    PSEUDONYM,
    bury_names,
    next_number,
    note_names,
    organisations_in_settings,
)

if TYPE_CHECKING:
    import duckdb

EVER = "timestamp '0001-01-01'"
# By setting, what of the texts goes: each is a table of row ids.
TEXTS: dict[Reason, str] = {"text_days": "old_texts", "identifiers_days": "texts_of_expired"}


class Expiry:
    """What is too old in a state of the lake; `find` only reads, on any connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, retention: Retention) -> None:
        self._connection = connection
        self._retention = retention
        self._found: dict[Reason, Forgotten] = {}

    @property
    def found(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """What is too old, by the setting."""
        return tuple(self._found.items())

    @property
    def rows(self) -> int:
        """The rows of the log that change."""
        return sum(found.rows for found in self._found.values())

    def find(self) -> None:
        """Find it, texts first: those that are old by themselves are not told of again."""
        self._connection.execute(
            """create or replace temp table ticket_ends as
            select source, ticket, max("at") as last_at from log where ticket is not null group by all"""
        )
        self._find_texts(self._before(self._retention.text_microseconds))
        self._find_persons(self._before(self._retention.identifiers_microseconds))
        for reason in TEXTS:
            edits = self._edits(reason)
            found = self._told(reason)
            edits.close()
            if found.rows or found.pseudonyms:
                self._found[reason] = found

    def write(self, at: datetime) -> bool:
        """Let it go; False if the facts stay as they are."""
        refold = False
        for reason, found in self._found.items():
            edits = self._edits(reason)
            self._remember_texts(reason)
            if found.pseudonyms:
                bury_names(self._connection, asked=False)
                rename_notes(self._connection)
            refold = edits.write() or refold
            edits.close()
            # An edit may give rows other ids.
            self._connection.execute("delete from old_texts")
            note_forgotten(self._connection, reason, at, found)
        for table in ("ticket_ends", "expired", KNOWN, *TEXTS.values()):
            self._connection.execute(f"drop table if exists {table}")
        return refold

    def _before(self, microseconds: int | None) -> str:
        """A condition on an instant: so long before the as-of, and never where nothing is too old."""
        if microseconds is None:
            return "< null::bigint"
        return f"< (select epoch_us(max(as_of)) - {microseconds:d} from sources)"

    def _find_texts(self, old: str) -> None:
        self._connection.execute(
            f"""create or replace temp table old_texts as select l.rowid as id from log l
            left join ticket_ends t on t.source = l.source and t.ticket = l.ticket
            where l.text is not null and epoch_us(coalesce(t.last_at, l."at")) {old}"""
        )

    def _find_persons(self, old: str) -> None:
        """The customers of whom all is old, whatever they did, each with a pseudonym to come."""
        known = "(select distinct customer from log where customer is not null)"
        self._connection.execute(
            f"""create or replace temp table expired as
            with acts as (
                select customer as value, "at" from log where customer is not null
                union all
                select c.customer, t.last_at from ticket_ends t join (
                    select distinct source, ticket, customer from log
                    where customer is not null and ticket is not null) c
                on c.source = t.source and c.ticket = t.ticket
                union all select actor, "at" from log where actor in {known}
                union all select agent, "at" from log where agent in {known}),
            persons as (
                select value, min("at") as first_at from acts group by value
                having epoch_us(max("at")) {old}
                    and not regexp_full_match(value, '{PSEUDONYM}[0-9]+'))
            select value, concat('{PSEUDONYM}', {next_number(self._connection) - 1}
                + row_number() over (order by first_at, md5(value))) as stands from persons"""
        )

    def _edits(self, reason: Reason) -> LogEdits:
        """The rows that change; makes the names at hand, and the table of the texts that go."""
        note_names(self._connection, {})
        kept: tuple[str, ...] = ()
        if reason == "identifiers_days":
            kept = organisations_in_settings(self._connection)
            self._connection.execute(
                f"insert into {KNOWN} select value, stands, {IS_RARE}, false from expired"
            )
            self._connection.execute(
                """create or replace temp table texts_of_expired as select l.rowid as id from log l
                where text is not null and l.rowid not in (from old_texts)
                    and (customer in (select value from expired) or (source, ticket) in (
                        select (source, ticket) from log where customer in (select value from expired)))"""
            )
        edits = LogEdits(self._connection, kept)
        edits.find(f"l.rowid in (from {TEXTS[reason]})")
        return edits

    def _remember_texts(self, reason: Reason) -> None:
        """Remember whose texts went: when they come again, they are to go before ids are looked at."""
        self._connection.execute(
            f"""insert into texts_gone
            select distinct l.source, l.ticket, case when l.ticket is null then l."at" else {EVER} end,
                coalesce(t.last_at, l."at")
            from log l left join ticket_ends t on t.source = l.source and t.ticket = l.ticket
            where l.rowid in (from {TEXTS[reason]})"""
        )

    def _told(self, reason: Reason) -> Forgotten:
        persons: list[tuple[str]] = []
        if reason == "identifiers_days":
            persons = self._connection.execute(
                f"select stands from {KNOWN} order by length(stands), stands"
            ).fetchall()
        return Forgotten(
            pseudonyms=tuple(str(stands) for (stands,) in persons),
            rows=self._number("select count(*) from edits"),
            tickets=self._number(
                "select count(distinct (source, ticket)) from edits where ticket is not null"
            ),
            texts=self._number("select count(*) from edits where text_goes"),
            rejects=self._number(f"select count(*) from rejects where detail in (select value from {KNOWN})"),
        )

    def _number(self, sql: str) -> int:
        row = self._connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])
