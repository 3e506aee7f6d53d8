"""What an import's checks look at: all rows of the tickets it names, and the facts made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.stores.id_checks import near
from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb

MOST_EXAMPLES = 5
TICKETS = "judged_tickets"
BELOW_ZERO = "below_zero"
# A row in the order of the files, which is how people look for it.
PLACE = "import_id, file, row, source, ticket"


@dataclass(frozen=True)
class Place:
    """Where an example is: by its row in the log, or by its ticket and the instant of what happened."""

    import_id: int | None
    file: int | None
    row: int | None
    source: str | None
    ticket: str | None
    at: int | None = None
    file_name: str | None = None
    line: int | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Found:
    """What a check found: as `Finding`, its examples still to be looked up."""

    count: int
    total: int
    counted: int | None
    examples: tuple[Place, ...] = ()
    subject: str | None = None


def note_judged(
    connection: duckdb.DuckDBPyConnection, staged: str, reasons: dict[str, int], *, log_has_rows: bool
) -> None:
    """Note what the staged rows are about, before those leave that do not come into the log."""
    connection.execute(f"drop table if exists {TICKETS}")
    if log_has_rows:
        connection.execute(
            f"create temp table {TICKETS} as select distinct source, ticket from {staged}"
            " where ticket is not null"
        )
    negative = "kind = 'worked' and refusal = 'negative_value'"
    connection.execute(
        f"create or replace temp table {BELOW_ZERO} as select {PLACE} from {staged}"
        f" where {negative if 'negative_value' in reasons else 'false'}"
    )


class JudgedRows:
    """The rows and facts that are judged. `facts` is the schema of facts, null where nobody folded.

    `zone` is where the clocks hang that the files were written by.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        import_id: int,
        *,
        read: int,
        reasons: dict[str, int],
        facts: str | None,
        zone: str,
    ) -> None:
        self.connection = connection
        self.import_id = import_id
        self.read = read
        self.reasons = reasons
        self.has_facts = facts is not None
        self.zone = zone
        self._facts = facts
        self._all = not self.rows(
            f"select 1 from duckdb_tables() where table_name = {literal(TICKETS)} and temporary"
        )
        only = (
            "select * from log"
            if self._all
            else f"select * from log semi join {TICKETS} using (source, ticket)"
            f" where {near(connection, TICKETS)}"
            f" union all select * from log where ticket is null and import_id = {import_id:d}"
        )
        connection.execute(
            f"create or replace temp view judged as select * from ({only}) where not superseded"
        )

    def fact(self, table: str) -> str:
        """A table of facts as what a select reads from: the rows of the judged tickets."""
        name = self.every(table)
        return name if self._all else f"(from {name} semi join {TICKETS} using (source, ticket))"

    def every(self, table: str) -> str:
        """A table of facts with the rows of all tickets."""
        assert self._facts is not None
        return f"{self._facts}.{table}"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a select gives."""
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> tuple[Any, ...]:
        """The one row that a select of sums gives."""
        return self.rows(sql)[0]

    def count(self, sql: str) -> int:
        """The number that a select gives."""
        return int(self.row(sql)[0] or 0)

    def row_examples(self, where: str) -> tuple[Place, ...]:
        """The first of the judged rows that are so; those that count before those that are refused."""
        found = self.rows(
            f"select {PLACE} from judged where {where}"
            f" order by refusal is not null, import_id, file, row, seq limit {MOST_EXAMPLES}"
        )
        return tuple(Place(*row) for row in found)

    def fact_examples(self, of: str, at: str = "null") -> tuple[Place, ...]:
        """The first tickets of a select from facts; `at` is the instant of what is shown."""
        found = self.rows(
            f"select distinct on (source, ticket) source, ticket, {at} from {of}"
            f" order by source, ticket, {at} limit {MOST_EXAMPLES}"
        )
        return tuple(Place(None, None, None, source, ticket, when) for source, ticket, when in found)

    def close(self) -> None:
        """Leave nothing behind."""
        self.connection.execute("drop view judged")
        self.connection.execute(f"drop table if exists {TICKETS}")
        self.connection.execute(f"drop table if exists {BELOW_ZERO}")
