"""Making anew the facts that an import can have changed, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from deskwise.stores.fact_horizon import note_horizon
from deskwise.stores.fact_tables import FoldSql, make_facts, make_inputs
from deskwise.stores.fact_views import FACTS, SOURCES, kept_columns, kept_table, make_views
from deskwise.stores.fold_neighbours import find_neighbours
from deskwise.stores.sql_text import quoted

if TYPE_CHECKING:
    import duckdb

# The database in memory that the part is folded in.
PART = "part"
# From this share of the events on, making all facts anew costs no more.
MOST_OF_THE_LOG = 0.3
OUTAGES = "kind in ('outage_began', 'outage_ended')"


@dataclass(frozen=True)
class PartialFold:
    """Folds the part of the log that an import touched, into the facts that are there.

    `compiled` gives the fold for a width of the calendars.
    """

    connection: duckdb.DuckDBPyConnection
    rules: Rules
    compiled: Callable[[int], FoldSql]

    def run(self, import_id: int, progress: Callable[[str, float], None] | None = None) -> bool:
        """Make anew what the import and the as-of it moved can have changed; False if that is most of all.

        Nothing is changed then.
        """
        run = self.connection.execute
        self._find_touched(import_id)
        find_neighbours(self.connection)
        if self._number("select count(*) from log where fold_key in (select fold_key from context)") > (
            MOST_OF_THE_LOG * self._number("select count(*) from log")
        ):
            return False
        run(f"attach ':memory:' as {PART}")
        outages = self._number(
            f"select count(*) from log where {OUTAGES} and fold_key in (select fold_key from touched)"
        )
        self._make_log(all_outages=outages > 0)
        run(f"create schema {PART}.{FACTS}")
        width = make_inputs(self.connection, self.rules, PART, whole_log="main")
        compiled = self.compiled(width)
        make_facts(self.connection, compiled, f"{PART}.{FACTS}", progress, views=False)
        self._put_in(all_outages=outages > 0)
        make_views(self.connection, FACTS, dict(compiled.measuring))
        note_horizon(self.connection, "main", self.rules)
        # What fails above ends with the connection.
        for view in ("events", "ticket_events", "source_as_of"):
            run(f"drop view temp.{view}")
        run(f"detach {PART}")
        return True

    def _find_touched(self, import_id: int) -> None:
        """Write the keys of what the import brought, or the moving as-of, to the table `touched`."""
        run = self.connection.execute
        run("create or replace temp table touched (fold_key bigint)")
        run(f"insert into touched select distinct fold_key from log where import_id = {import_id:d}")
        # A later revision may name another customer, whose facts change as well.
        run(
            f"""insert into touched select distinct fold_key from log
            where ticket is null and (source, event_id) in (
                select (source, event_id) from log where ticket is null and import_id = {import_id:d})"""
        )
        run(
            f"""create or replace temp table moved as
            select now.source, coalesce(was.as_of, -9223372036854775808) as was, epoch_us(now.as_of) as now
            from sources now left join {FACTS}.{SOURCES} was on was.source = now.source
            where was.as_of is distinct from epoch_us(now.as_of)"""
        )
        if self._number("select count(*) from moved") == 0:
            return
        run(
            """insert into touched select distinct fold_key from log join moved on moved.source = log.source
            where epoch_us(log."at") > moved.was and epoch_us(log."at") <= moved.now"""
        )
        run("create or replace temp table waiting (source varchar, ticket varchar)")
        for fact, changes in self._changing().items():
            run(
                f"""insert into waiting select distinct f.source, f.ticket from {FACTS}.{kept_table(fact)} f
                join moved on moved.source = f.source where {changes}"""
            )
        run(
            """insert into touched select distinct fold_key from log
            where (source, ticket) in (select (source, ticket) from waiting)"""
        )

    def _changing(self) -> dict[str, str]:
        """The facts that another as-of may make others, by table."""
        return {
            "requests": f"(f.resolved_at is null and f.merged_at is null) or {self._ripens('f.resolved_at')}"
            f" or {self._ripens('f.first_resolved_at')}",
            "waits": "f.ended_at is null",
            "resolutions": self._ripens("f.resolved_at"),
            "promises": "f.outcome = 'open'",
            "links": "((f.responded_at is null or f.problem_resolved_at is null) and f.dropped_at is null"
            f" and not f.already_resolved) or {self._ripens('f.problem_resolved_at')}",
            "sla_clocks": "f.outcome = 'open'",
        }

    def _ripens(self, resolved_at: str) -> str:
        """Whether the window after a resolution ends between the as-of that was and the one that is."""
        if self.rules.window_microseconds is None:
            return "false"
        ends = f"{resolved_at}::hugeint + {self.rules.window_microseconds:d}"
        return f"coalesce({ends} > moved.was and {ends} <= moved.now, false)"

    def _make_log(self, *, all_outages: bool) -> None:
        """Copy what is to be folded."""
        run = self.connection.execute
        run(f"create table {PART}.sources as select * from sources")
        run(f"create table {PART}.log as select * from log where fold_key in (select fold_key from context)")
        # A ruling holds for an event without a ticket wherever it was filed itself.
        also = f"(kind = 'ruled' or {OUTAGES})" if all_outages else "kind = 'ruled'"
        run(
            f"insert into {PART}.log select * from log where {also}"
            " and fold_key not in (select fold_key from context)"
        )

    def _put_in(self, *, all_outages: bool) -> None:
        """Put the new facts in the place of the old ones; those of a key that are what they were are left.

        Most are, of customers with many tickets: writing them again would be most of what a late event costs.
        """
        run = self.connection.execute
        # One for all: each costs a write that is waited for.
        run("begin transaction")
        run(
            """create or replace temp table replaced_tickets as select distinct source, ticket from log
            where ticket is not null and fold_key in (select fold_key from replaced)"""
        )
        for fact, table in FACT_TABLES.items():
            if fact == "outages":
                where = "true" if all_outages else "false"
            elif "fold_key" in table.columns:
                where = self._otherwise(fact, ("fold_key",), "replaced")
            elif "ticket" in table.columns:
                where = self._otherwise(fact, ("source", "ticket"), "replaced_tickets")
            else:
                where = self._otherwise(fact, ("customer",), "replaced_customers")
            kept = kept_table(fact)
            names = ", ".join(quoted(name) for name in kept_columns(fact))
            run(f"delete from {FACTS}.{kept} where {where}")
            made = f"select {names} from {PART}.{FACTS}.{kept} where {where}"
            run(f"insert into {FACTS}.{kept} ({names}) {made}")
        run("commit")

    def _otherwise(self, fact: str, key: tuple[str, ...], replaced: str) -> str:
        """A condition on the keys among those replaced whose rows of a fact are not what they were."""
        row, names = f"({', '.join(key)})", ", ".join(quoted(name) for name in kept_columns(fact))
        # Rows are told apart by a hash, of which the sum is that of a key's rows in any order.
        before, after = (
            f"""select {", ".join(key)}, count(*) as n, sum(hash({names})::hugeint) as told from {schema}
            where {row} in (select {row} from {replaced}) group by {", ".join(key)}"""
            for schema in (f"{FACTS}.{kept_table(fact)}", f"{PART}.{FACTS}.{kept_table(fact)}")
        )
        self.connection.execute(
            f"""create or replace temp table made_otherwise as select {", ".join(key)}
            from ({before}) b full join ({after}) a using ({", ".join(key)})
            where a.n is distinct from b.n or a.told is distinct from b.told"""
        )
        return f"{row} in (select {row} from made_otherwise)"

    def _number(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])
