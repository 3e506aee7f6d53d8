"""Pseudonyms of customers, which an import writes where the settings wish it: keyed hashes of identifiers.

Unlike the number of somebody who was forgotten, such a pseudonym can be told anew from the identifier, by
whoever has the lake's key: so the customers of two imports are the same ones, and nothing has to say which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.stores.sql_text import literal
from deskwise.stores.tombstones import IS_RARE, KNOWN, MAY_BE_A_CUSTOMERS, PSEUDONYM, ROLE, hashed, note_names

if TYPE_CHECKING:
    import duckdb

CUSTOMER = "customer-"
# 112 bits, in a length that ids elsewhere do not have.
DIGITS = 28
# What stands for a person already is no identifier any more, here or in a log that came from elsewhere.
STANDS = f"{CUSTOMER}[0-9a-f]{{{DIGITS}}}|{PSEUDONYM}[0-9]+"
# The customers that an import met for the first time: a table in memory, as `KNOWN`.
MET = "met_customers"


def pseudonym(expression: str) -> str:
    """The pseudonym of an identifier, as SQL."""
    return f"{literal(CUSTOMER)} || left({hashed(expression, (29, 28))}, {DIGITS})"


def is_identifier(expression: str) -> str:
    """SQL that is true of a text that may be called an identifier: neither empty nor a pseudonym."""
    return f"({expression} <> '' and not regexp_full_match({expression}, {literal(STANDS)}))"


def wishes_pseudonyms(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the settings wish that imports write pseudonyms of customers."""
    if not _there(connection, "settings"):
        return False
    return connection.execute("select 1 from settings where pseudonyms").fetchone() is not None


def any_pseudonyms(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any customer has one."""
    return connection.execute("select 1 from pseudonyms limit 1").fetchone() is not None


def pseudonym_of(connection: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    """The pseudonym of a customer, who may have been forgotten under it; None where they never had one."""
    if not _there(connection, "pseudonyms"):
        return None
    row = connection.execute(
        f"""select stands from (select {pseudonym("?::varchar")} as stands)
        where stands in (from pseudonyms) or {hashed("stands")} in (select hash from tombstones)""",
        [identifier],
    ).fetchone()
    return None if row is None else str(row[0])


def customers_in(rows: str) -> str:
    """A select of all that rows call customers by, as `value`; some more than once."""
    return f"""select value from (
        select customer as value from {rows} union all select actor from {rows} l where {ROLE} = 'customer')
        where value is not null and {is_identifier("value")}"""


def mentions_in(rows: str) -> str:
    """A select of all that rows hold where a customer may be named beside these, as `value`."""
    return f"""select unnest(map_values(extra)) as value from {rows} where extra is not null
        union all select actor from {rows} l where {ROLE} <> 'customer' and {MAY_BE_A_CUSTOMERS}"""


def recall_customers(connection: duckdb.DuckDBPyConnection, said: str, met: str | None) -> None:
    """Add those to the names at hand that `said`, a select of values, names and that have a pseudonym.

    All that `met` says have one from now on; None where nobody is to have a new one.
    """
    run = connection.execute
    new = "false" if met is None else f"value in ({met})"
    run(
        f"""create or replace temp table recalled as
        select value, p.stands, p.stands in (from pseudonyms) or t.hash is not null as is_known from (
            select value, {pseudonym("value")} as stands from (select distinct value from ({said}))
            where value not in (select value from {KNOWN}) and {is_identifier("value")}) p
        left join tombstones t on t.hash = {hashed("p.stands")}
        where is_known or {new}"""
    )
    if met is not None:
        run(f"create temp table if not exists {MET} (value varchar)")
        run(f"insert into {MET} select value from recalled where not is_known")
        run("insert into pseudonyms select stands from recalled where not is_known")
    note_customers(connection, "select value, stands from recalled")
    run("drop table recalled")


def met_any(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether an import under way met customers for the first time."""
    return _there(connection, MET) and connection.execute(f"select 1 from {MET}").fetchone() is not None


def note_met(connection: duckdb.DuckDBPyConnection, named: str) -> None:
    """Make the table of the identifiers at hand: of those met, whom `named`, a select of values, names."""
    note_names(connection, {})
    note_called(connection, f"select value from ({named}) where value in (select value from {MET})")


def note_called(connection: duckdb.DuckDBPyConnection, named: str) -> None:
    """Add all to the identifiers at hand that a select of values names, each with its pseudonym."""
    called = f"select distinct value from ({named})"
    note_customers(connection, f"select value, {pseudonym('value')} as stands from ({called})")


def note_customers(connection: duckdb.DuckDBPyConnection, named: str) -> None:
    """Add customers to the names at hand: a select of values, and the pseudonyms that stand for them.

    A pseudonym that was forgotten itself has another one.
    """
    connection.execute(
        f"""insert into {KNOWN}
        select n.value, coalesce(t.stands, n.stands), {IS_RARE}, true
        from ({named}) n left join tombstones t on t.hash = {hashed("n.stands")}"""
    )


def _there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    named = f"table_name = {literal(table)}"
    return connection.execute(f"select 1 from duckdb_tables() where {named}").fetchone() is not None
