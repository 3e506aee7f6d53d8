"""The first of what an import under way brings: see `app.uploads.FirstLook`."""

from __future__ import annotations

from deskwise.app.lake import LogImport, PreviewedEvent
from deskwise.app.uploads import FirstOfImport
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.sync_preview import first_tickets

MOST_TICKETS, MOST_EVENTS = 10, 20


def first_of_import(session: LogImport) -> FirstOfImport:
    """The first tickets and events of an import; no texts, whatever the workspace keeps."""
    assert isinstance(session, DuckdbLogImport)
    ours = f"import_id = {session.import_id:d}"
    tickets = first_tickets(
        session.connection,
        MOST_TICKETS,
        f"(source, ticket) in (select source, ticket from log where {ours} and ticket is not null)",
    )
    rows = session.connection.execute(
        f"""select row, epoch_us("at"), kind, ticket, role, coalesce(actor, agent), status, channel,
            rtrim(rtrim(cast(value as varchar), '0'), '.'), refusal
        from log where {ours} order by file, row, seq limit {MOST_EVENTS}"""
    ).fetchall()
    return FirstOfImport(tickets, tuple(PreviewedEvent(*row) for row in rows))
