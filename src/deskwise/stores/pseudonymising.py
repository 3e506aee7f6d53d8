"""Rows of the log that call customers as they were given, where the settings wish pseudonyms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deskwise.app.forgetting import Forgotten
from deskwise.stores.customer_pseudonyms import (
    CUSTOMER,
    customers_in,
    mentions_in,
    met_any,
    note_called,
    note_met,
)
from deskwise.stores.forgetting import note_forgotten, rename_notes
from deskwise.stores.log_edits import LogEdits
from deskwise.stores.sql_text import literal
from deskwise.stores.tombstones import KNOWN, note_names

if TYPE_CHECKING:
    import duckdb


class Pseudonymising:
    """Such rows of a state of the lake; `find` and `find_met` only read, on any connection.

    `found` is what changes, null where nothing does; `names` are the identifiers that go.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._edits = LogEdits(connection, ())
        self.found: Forgotten | None = None
        self.names: frozenset[str] = frozenset()

    def find(self) -> None:
        """Find those that came while pseudonyms were not wished; nothing if the last import wrote them."""
        due = """select 1 from imports
            where import_id > (select coalesce(max(import_id), 0) from pseudonymised)"""
        if self._some(due):
            note_names(self._connection, {})
            note_called(self._connection, customers_in("log"))
            self._find_edits()

    def find_met(self) -> None:
        """Find those that name somebody whom an import under way met as a customer for the first time."""
        if met_any(self._connection):
            note_met(self._connection, f"{mentions_in('log')} union all select detail from rejects")
            self._find_edits()

    def write(self, at: datetime) -> bool:
        """Put pseudonyms in their place; False if the facts stay as they are."""
        if self.found is None:
            return False
        run = self._connection.execute
        run(
            f"""insert into pseudonyms select stands from {KNOWN}
            where starts_with(stands, {literal(CUSTOMER)}) and stands not in (from pseudonyms)"""
        )
        rename_notes(self._connection)
        changed = self._edits.write()
        note_forgotten(self._connection, "customers", at, self.found)
        note_pseudonymised(self._connection)
        return changed

    def close(self) -> None:
        """Leave nothing behind."""
        self._edits.close()
        self._connection.execute(f"drop table if exists {KNOWN}")

    def _find_edits(self) -> None:
        if not self._some(f"select 1 from {KNOWN}"):
            return
        self._edits.find("false")
        rows, tickets, rejects = (
            self._number(sql)
            for sql in (
                "select count(*) from edits",
                "select count(distinct (source, ticket)) from edits where ticket is not null",
                f"select count(*) from rejects where detail in (select value from {KNOWN})",
            )
        )
        if rows or rejects:
            known = self._connection.execute(f"select value, stands from {KNOWN} order by stands").fetchall()
            self.names = frozenset(str(value) for value, _ in known)
            pseudonyms = tuple(dict.fromkeys(str(stands) for _, stands in known))
            self.found = Forgotten(pseudonyms, rows, tickets, 0, rejects)

    def _some(self, sql: str) -> bool:
        return self._connection.execute(f"{sql} limit 1").fetchone() is not None

    def _number(self, sql: str) -> int:
        row = self._connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])


def note_pseudonymised(connection: duckdb.DuckDBPyConnection) -> None:
    """Note that no row of the log, to the last import, calls a customer as they were given."""
    connection.execute("delete from pseudonymised")
    connection.execute("insert into pseudonymised select max(import_id) from imports")
