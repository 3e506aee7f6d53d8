"""What must hold in a whole workspace, from its blocks to its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.app.keep_workspace import Check
from deskwise.facts.schema import FACT_TABLES
from deskwise.stores.lake_file import BESIDE
from deskwise.stores.sql_text import quoted

if TYPE_CHECKING:
    import duckdb

KEPT_FACTS = f"{BESIDE}.facts"
SHOWN = 5
READABLE = "Every block of every table is as it was written, by its checksum."
IDS = "No event stands twice: of each id of a ticket the highest revision alone."
SOURCES = "Every source of the log has an as-of, and the facts are of the last of them."
FACTS = "The facts are what the log means: a fold from scratch gives the same."


def check_tables(connection: duckdb.DuckDBPyConnection) -> Check:
    """Read every value of the lake; the engine compares each block with its checksum."""
    import duckdb

    damaged = []
    for schema, table in _tables(connection):
        name = f"{BESIDE}.{quoted(schema)}.{quoted(table)}"
        try:
            connection.execute(f"select bit_xor(hash(t)) from {name} t").fetchall()
        except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException):
            damaged.append(table)
    return Check("readable", READABLE, len(damaged), tuple(damaged[:SHOWN]))


def check_ids(connection: duckdb.DuckDBPyConnection) -> Check:
    """Look for ids that stand more than once."""
    twice = f"""select source, ticket, event_id from {BESIDE}.log
                where not superseded and refusal is null group by all having count(*) > 1"""
    return _rows("ids", IDS, connection, f"select source || ' ' || coalesce(ticket, '') from ({twice})")


def check_sources(connection: duckdb.DuckDBPyConnection) -> Check:
    """Look for sources without an as-of, and facts of another one."""
    wrong = (
        f"select distinct source from {BESIDE}.log where source not in (select source from {BESIDE}.sources)"
    )
    if ("facts", "horizon") in _tables(connection):
        last = f"(select max(epoch_us(as_of)) from {BESIDE}.sources)"
        wrong += f" union all select 'facts' from {KEPT_FACTS}.horizon where as_of is distinct from {last}"
    return _rows("sources", SOURCES, connection, wrong)


def _made_alike(connection: duckdb.DuckDBPyConnection, made: str) -> bool:
    """Whether the facts that are kept were made as those in the schema `made` were, by the same code."""
    if ("facts", "made_with") not in _tables(connection):
        return False
    found = connection.execute(
        f"select (select made_with from {KEPT_FACTS}.made_with) = (select made_with from {made}.made_with)"
    ).fetchone()
    return found is not None and bool(found[0])


def check_facts(connection: duckdb.DuckDBPyConnection, made: str) -> Check:
    """Compare the kept facts with those in the schema `made`, row by row."""
    different: dict[str, int] = {}
    kept = {name for schema, name in _tables(connection) + _views(connection) if schema == "facts"}
    for name in FACT_TABLES:
        if name not in kept:
            # An older version may not have known it; what was kept by this one should be there.
            if _made_alike(connection, made):
                different[name] = 1
            continue
        # An older version may have kept fewer columns.
        columns = connection.execute(f"describe {KEPT_FACTS}.{name}").fetchall()
        picked = ", ".join(quoted(column) for column, *_ in columns)
        one, other = (f"(select {picked} from {schema}.{name})" for schema in (KEPT_FACTS, made))
        row = connection.execute(
            f"""select (select count(*) from (from {one} except all from {other}))
                     + (select count(*) from (from {other} except all from {one}))"""
        ).fetchone()
        if row is not None and row[0]:
            different[name] = int(row[0])
    told = tuple(f"{name} {count:,}" for name, count in different.items())
    return Check("facts", FACTS, sum(different.values()), told[:SHOWN])


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found = connection.execute(
        f"select schema_name, table_name from duckdb_tables() where database_name = '{BESIDE}' order by all"
    ).fetchall()
    return [(str(schema), str(table)) for schema, table in found]


def _views(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found = connection.execute(
        f"select schema_name, view_name from duckdb_views() where database_name = '{BESIDE}' order by all"
    ).fetchall()
    return [(str(schema), str(view)) for schema, view in found]


def _rows(name: str, says: str, connection: duckdb.DuckDBPyConnection, wrong: str) -> Check:
    found = connection.execute(f"with wrong(told) as ({wrong}) select count(*) from wrong").fetchone()
    shown = connection.execute(
        f"with wrong(told) as ({wrong}) from wrong order by all limit {SHOWN}"
    ).fetchall()
    return Check(name, says, int(found[0]) if found else 0, tuple(str(row[0]) for row in shown))
