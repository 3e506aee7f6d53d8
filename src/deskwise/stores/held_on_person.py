"""What a state of the lake holds on one identifier: counted, and changed in nothing."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from deskwise.app.held_on_person import HeldInLake
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.errors import UsageError
from deskwise.stores.customer_pseudonyms import pseudonym_of
from deskwise.stores.fact_views import FACTS
from deskwise.stores.forgetting import Forgetting
from deskwise.stores.sql_text import literals, quoted
from deskwise.stores.tombstones import NAMING, READ_FIELDS, stands_for

if TYPE_CHECKING:
    import duckdb


def held_in_lake(connection: duckdb.DuckDBPyConnection, identifier: str, most_tickets: int) -> HeldInLake:
    """What is held on an identifier, exactly as it is written, and on the pseudonym it has as a customer's.

    The connection need not write.
    """
    known_as = pseudonym_of(connection, identifier)
    forgotten = (stands_for(connection, one) for one in (identifier, known_as) if one is not None)
    who = {"who": identifier, "also": known_as or identifier}
    work = Forgetting(connection)
    try:
        found = work.find((identifier,))
        columns, texts, rejects, left = found.columns, found.texts, found.rejects, found.left
    except UsageError:  # nobody is called so, or it is a pseudonym itself
        columns, texts, rejects, left = _columns(connection, who), 0, 0, {}
    finally:
        work.close()
    run = connection.execute
    kinds = run(
        f"select kind, count(*) from log where {_named()} group by kind order by 2 desc, 1", who
    ).fetchall()
    span = run(f'select min("at"), max("at") from log where {_named()}', who).fetchone()
    tickets = run(
        f"""select source, ticket, count(*) over () from (
            select source, ticket, max("at") as last_at from log where ticket is not null and {_named()}
            group by all) order by last_at desc, source, ticket limit {most_tickets:d}""",
        who,
    ).fetchall()
    pseudonym = next(filter(None, forgotten), None)
    first_at, last_at = span or (None, None)
    return HeldInLake(
        rows=sum(int(count) for _, count in kinds),
        kinds={str(kind): int(count) for kind, count in kinds},
        columns=columns,
        texts=texts,
        facts=_facts(connection, who),
        rejects=rejects,
        tickets=tuple((str(source), str(ticket)) for source, ticket, _ in tickets),
        tickets_total=int(tickets[0][2]) if tickets else 0,
        first_at=None if first_at is None else first_at.replace(tzinfo=UTC),
        last_at=None if last_at is None else last_at.replace(tzinfo=UTC),
        left=left,
        pseudonym=pseudonym,
        known_as=None if pseudonym is not None else known_as,
    )


def _named() -> str:
    """A condition on a row of the log: it names somebody, in a column of people or in a further field."""
    columns = " or ".join(f"coalesce({name} in ($who, $also), false)" for name in NAMING)
    return f"""({columns} or (extra is not null and len(list_filter(map_entries(extra), lambda e:
        e.value in ($who, $also) and e.key not in ({literals(READ_FIELDS)}))) > 0))"""


def _columns(connection: duckdb.DuckDBPyConnection, who: dict[str, str]) -> dict[str, int]:
    counted = ", ".join(f"count(*) filter (where {name} in ($who, $also))" for name in NAMING)
    row = connection.execute(f"select {counted} from log", who).fetchone() or ()
    return {name: int(count) for name, count in zip(NAMING, row, strict=False) if count}


def _facts(connection: duckdb.DuckDBPyConnection, who: dict[str, str]) -> dict[str, int]:
    """The rows of each table of facts that name somebody."""
    there = connection.execute(
        """select table_name, list(column_name) from duckdb_columns() where schema_name = ?
        and (column_name in ('customer', 'organisation', 'actor') or contains(column_name, 'agent'))
        and data_type not in ('BOOLEAN', 'BIGINT', 'INTEGER') group by table_name order by table_name""",
        [FACTS],
    ).fetchall()
    found = {}
    for table, columns in there:
        if table in FACT_TABLES:
            named = " or ".join(f"cast({quoted(name)} as varchar) in ($who, $also)" for name in columns)
            row = connection.execute(
                f"select count(*) from {FACTS}.{quoted(table)} where {named}", who
            ).fetchone()
            if row is not None and row[0]:
                found[str(table)] = int(row[0])
    return found
