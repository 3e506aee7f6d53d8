"""What readers see as the tables of facts: what is kept, and beside it what moves with the as-of alone.

A fact that is settled is written once: that the as-of of its source moves changes no row of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.schema import FACT_TABLES
from deskwise.stores.fact_engine import TYPES
from deskwise.stores.sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb

# The schema that holds them in every database.
FACTS = "facts"
# Begun in one source an outage may end in another: it is followed as far as any of them is known.
OF_ALL_SOURCES = ("outages",)
# Their open rows are measured to the as-of by a query of the fold's.
MEASURED = ("status_spells",)
MOVING = tuple(name for name, table in FACT_TABLES.items() if "as_of" in table.columns or name in MEASURED)
SOURCES, CALENDARS = "sources", "calendar_days"


def kept_table(fact: str) -> str:
    """The table a fact is kept in, within the schema of facts.

    >>> kept_table("acts"), kept_table("waits")
    ('acts', 'waits_kept')
    """
    return f"{fact}_kept" if fact in MOVING else fact


def kept_columns(fact: str) -> dict[str, str]:
    """The columns of a fact that are kept, with their kinds."""
    return {name: kind for name, kind in FACT_TABLES[fact].columns.items() if name != "as_of"}


def kept_rows(fact: str, sql: str) -> str:
    """The select of what is kept of a fact."""
    picked = ", ".join(_kept_column(fact, name) for name in kept_columns(fact))
    return f"select {picked} from ({sql})"


def _kept_column(fact: str, name: str) -> str:
    if fact in MEASURED and name.endswith("_microseconds"):
        return f"case when ended_at is not null then {quoted(name)} end as {quoted(name)}"
    return quoted(name)


def make_room(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Drop the tables that an older layout kept under the names of views."""
    names = ", ".join(literal(name) for name in MOVING)
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
        f" and schema_name = {literal(schema)} and table_name in ({names})"
    ).fetchall()
    for (name,) in found:
        connection.execute(f"drop table {schema}.{name}")


def lacking_facts(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The facts that the version which made those that are there did not know."""
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
        f" and schema_name = {literal(FACTS)} union all select view_name from duckdb_views()"
        f" where database_name = current_database() and schema_name = {literal(FACTS)}"
    ).fetchall()
    return frozenset(FACT_TABLES) - {str(name) for (name,) in found}


def make_empty(connection: duckdb.DuckDBPyConnection, facts: frozenset[str]) -> None:
    """Make tables of facts without a row for who reads on this connection, under their bare names."""
    for fact in sorted(facts):
        columns = ", ".join(
            f"{quoted(name)} {TYPES[kind]}" for name, kind in FACT_TABLES[fact].columns.items()
        )
        connection.execute(f"create temp table if not exists {fact} ({columns})")


def make_views(connection: duckdb.DuckDBPyConnection, schema: str, measuring: dict[str, str]) -> None:
    """Make what readers see, as of the sources in `source_as_of`.

    `measuring` are the fold's queries for the tables that are measured to the as-of.
    """
    connection.execute(
        f"create or replace table {schema}.{SOURCES} as select source, as_of from source_as_of"
    )
    connection.execute(f"create or replace table {schema}.{CALENDARS} as select * from temp.calendar_days")
    known = connection.execute("select source, as_of from source_as_of order by source").fetchall()
    for fact in MOVING:
        kept = f"{schema}.{kept_table(fact)}"
        if fact in measuring:
            connection.execute(f"create or replace view {schema}.{fact} as {measuring[fact]}")
            continue
        as_of = _as_of(fact, [(str(source), int(instant)) for source, instant in known])
        picked = ", ".join(as_of if name == "as_of" else quoted(name) for name in FACT_TABLES[fact].columns)
        connection.execute(f"create or replace view {schema}.{fact} as select {picked} from {kept}")


def _as_of(fact: str, known: list[tuple[str, int]]) -> str:
    """The as-of of a row as an expression of constants, which a reader of other columns pays nothing for."""
    if fact in OF_ALL_SOURCES or len(known) == 1:
        return f"{max((instant for _, instant in known), default=0)}::bigint as as_of"
    branches = " ".join(f"when {literal(source)} then {instant}" for source, instant in known)
    return f"case source {branches} end::bigint as as_of" if branches else "null::bigint as as_of"
