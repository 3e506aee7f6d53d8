"""Whose facts change with those of a ticket, and what has to be read to make them anew.

A fact rests on its ticket's events, on those of the tickets of its customers (a re-contact, the credit of a
sale) and on those of the problem it is linked to: see `depends_on` in the declarations of facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

PROBLEM_KEY = "(hash(source, extra['problem']) >> 1)::bigint"


def find_neighbours(connection: duckdb.DuckDBPyConnection) -> None:
    """From the keys in the table `touched` make those to be made anew and those to be read.

    `replaced` holds the keys whose facts may change, `replaced_customers` the customers whose may; `context`
    the keys of all that these rest on, themselves included.
    """
    run = connection.execute
    _customers_of(connection, "touched", "replaced_customers")
    run(
        """create or replace temp table replaced as
        select fold_key from touched
        union select fold_key from log where customer in (select customer from replaced_customers)"""
    )
    # The incidents of a problem, and what a ruling elsewhere is about.
    run(
        f"""insert into replaced select fold_key from (
            select fold_key from log
            where kind = 'linked' and {PROBLEM_KEY} in (select fold_key from touched)
            union
            select fold_key from log
            where ticket is null and kind = 'complaint' and (source, event_id) in (
                select (source, extra['event']) from log
                where kind = 'ruled' and fold_key in (select fold_key from touched)))
        where fold_key not in (select fold_key from replaced)"""
    )
    _customers_of(connection, "replaced", "context_customers")
    run(
        f"""create or replace temp table context as
        select fold_key from replaced
        union select fold_key from log where customer in (select customer from context_customers)
        union select {PROBLEM_KEY} from log
              where kind = 'linked' and fold_key in (select fold_key from replaced)"""
    )


def _customers_of(connection: duckdb.DuckDBPyConnection, keys: str, into: str) -> None:
    connection.execute(
        f"""create or replace temp table {into} as select distinct customer from log
        where customer is not null and fold_key in (select fold_key from {keys})"""
    )
