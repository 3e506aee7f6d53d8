"""From when to when the facts reach, and what they were made with: kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.stores.fact_views import FACTS
from deskwise.stores.kept_sql import code_digest
from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb


def note_horizon(connection: duckdb.DuckDBPyConnection, log: str, rules: Rules) -> None:
    """Keep how far the facts reach that were just made from the log in the schema `log`, and with what.

    The view `source_as_of` holds each source's as-of.
    """
    connection.execute(
        f"""create or replace table {FACTS}.horizon as
        select (select min(epoch_us(l."at")) from {log}.log l join source_as_of a on a.source = l.source
                where not l.superseded and l.refusal is null and epoch_us(l."at") <= a.as_of) as first_at,
               (select max(as_of) from source_as_of) as as_of"""
    )
    connection.execute(
        f"create or replace table {FACTS}.made_with as select {literal(made_with(rules))} as made_with"
    )


def made_with(rules: Rules) -> str:
    """What facts are made with: two of one text may stand side by side, others not."""
    import duckdb

    return f"code {code_digest()}, rules {rules.fingerprint()}, engine {duckdb.__version__}"


def facts_made_with(connection: duckdb.DuckDBPyConnection) -> str | None:
    """What the facts that are there were made with; None where there are none or nobody noted it."""
    there = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database()"
        f" and schema_name = '{FACTS}' and table_name = 'made_with'"
    ).fetchone()
    found = (
        None if there is None else connection.execute(f"select made_with from {FACTS}.made_with").fetchone()
    )
    return None if found is None else str(found[0])
