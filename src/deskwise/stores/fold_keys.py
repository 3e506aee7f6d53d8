"""What is folded as one: a ticket, or what is known of a customer outside of all tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb

# Half the engine's hash: keys are signed. Two units of one key are folded together, which costs time alone.
TICKET_KEY = "(hash(source, ticket) >> 1)::bigint"
FOLD_KEY = f"""case when ticket is not null then {TICKET_KEY}
    when customer is not null then (hash(source, 'of a customer', customer) >> 1)::bigint
    else (hash(source, 'at an instant', epoch_us("at")) >> 1)::bigint end"""


def keep_keys_of_this_engine(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the keys of the log anew where another version of the engine made them: its hash may differ."""
    import duckdb

    known = connection.execute("select version from engine").fetchone()
    if known is not None and known[0] == duckdb.__version__:
        return
    connection.execute(f"update log set fold_key = {FOLD_KEY}")
    connection.execute("delete from engine")
    connection.execute(f"insert into engine values ({literal(duckdb.__version__)})")
