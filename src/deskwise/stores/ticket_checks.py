"""The third pass: rows by their tickets, over the whole log and anew whenever it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Every standing row that names a ticket; the first pass has cleared it on kinds that have none.
ASKED = "not superseded and ticket is not null"


def check_tickets(connection: duckdb.DuckDBPyConnection, touched: str | None, near: str) -> None:
    """Set `refusal` anew on the rows of the touched tickets.

    `touched` is a table of (source, ticket), None for every ticket. `near` is a condition on the log that
    holds for all rows of these tickets and may hold for more.
    """
    only = (
        "" if touched is None else f"semi join {touched} t on t.source = log.source and t.ticket = log.ticket"
    )
    # Cheap to ask of all tickets: is anything before the opening, or a second one? A ticket found here in
    # vain (a later row with a lower seq) is only looked at more closely.
    connection.execute(
        f"""create or replace temp table irregular as
        select log.source, log.ticket from log {only} where {near} and {ASKED}
        group by log.source, log.ticket
        having count(*) filter (where kind = 'opened') > 1
            or min("at") < min("at") filter (where kind = 'opened')
            or min(seq) < min(seq) filter (where kind = 'opened')"""
    )
    connection.execute(
        f"""create or replace temp table refusals as
        with asked as (
            select log.rowid as id, log.source, log.ticket, kind, "at", seq, event_id
            from log semi join irregular i on i.source = log.source and i.ticket = log.ticket
            where {near} and {ASKED}),
        opening as (
            select source, ticket, min_by(id, row("at", seq, event_id)) as id,
                   min(row("at", seq)) as place
            from asked where kind = 'opened' group by source, ticket)
        select a.id,
            case when row(a."at", a.seq) < o.place then 'before_opened' else 'second_opened' end as refusal
        from asked a join opening o on o.source = a.source and o.ticket = a.ticket
        where row(a."at", a.seq) < o.place or (a.kind = 'opened' and a.id <> o.id)"""
    )
    connection.execute(
        f"""update log set refusal = null
        where refusal is not null and {near} and rowid not in (select id from refusals)
        {"" if touched is None else f"and (source, ticket) in (select (source, ticket) from {touched})"}"""
    )
    connection.execute(
        """update log set refusal = r.refusal from refusals r
        where log.rowid = r.id and log.refusal is distinct from r.refusal"""
    )
    connection.execute("drop table irregular")
    connection.execute("drop table refusals")
