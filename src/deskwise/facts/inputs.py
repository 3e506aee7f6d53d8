"""What the fold reads: the standing events, each source's as-of, and the opening hours by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.events.vocabulary import KINDS, KINDS_NEEDING_A_TICKET
from deskwise.facts.fact_table import BOOL, DECIMAL, INT, TEXT

if TYPE_CHECKING:
    import ibis.expr.types as ir

EVENTS = {
    # Whole numbers that stand for the event and for its (source, ticket) within one fold.
    "event_key": INT,
    "ticket_key": INT,
    # What it is folded with: its ticket, or what its customer did outside of tickets; outlives a fold.
    "fold_key": INT,
    "source": TEXT,
    "event_id": TEXT,
    "ticket": TEXT,
    "seq": INT,
    "at": INT,
    "kind": TEXT,
    "actor": TEXT,
    "role": TEXT,
    "team": TEXT,
    "agent": TEXT,
    "customer": TEXT,
    "organisation": TEXT,
    "status": TEXT,
    "channel": TEXT,
    "type": TEXT,
    "category": TEXT,
    "priority": TEXT,
    "product": TEXT,
    "value": DECIMAL,
    "scale": TEXT,
    "extra": "map<string, string>",
}
TICKETS = {"ticket_key": INT, "source": TEXT, "ticket": TEXT, "as_of": INT}
SOURCES = {"source": TEXT, "as_of": INT}

# A kind that needs a ticket makes one known; one that may name a ticket is a fact without one otherwise.
TICKET_KINDS = KINDS_NEEDING_A_TICKET
OPTIONAL_TICKET_KINDS = tuple(kind.name for kind in KINDS if kind.ticket == "optional")
RESOLVED_STATUSES = ("solved", "closed")


def events() -> ir.Table:
    """The standing events: not superseded, not refused, none after its source's as-of.

    `at` is whole microseconds since 1970-01-01 UTC; a null role has been read as the book says.
    """
    import ibis

    return ibis.table(EVENTS, name="events")


def ticket_events() -> ir.Table:
    """The events that name a ticket, once more: an engine may hold them in a way that suits a long pass."""
    import ibis

    return ibis.table(EVENTS, name="ticket_events")


def tickets() -> ir.Table:
    """Every ticket that a standing event names: its key, its names and its source's as-of."""
    import ibis

    return ibis.table(TICKETS, name="tickets")


def sources() -> ir.Table:
    """Each source and the instant up to which its data is known to be complete."""
    import ibis

    return ibis.table(SOURCES, name="source_as_of")


def calendar_days(width: int, schema: str | None = None) -> ir.Table:
    """Opening hours: one row a calendar and UTC day, with up to `width` spans and the sum before it.

    `schema` is where they are kept beside facts; None where a fold finds them.
    """
    import ibis

    columns = {"calendar": TEXT, "utc_day": INT, "worked_before": INT}
    for number in range(1, width + 1):
        columns |= {f"opens_{number}": INT, f"closes_{number}": INT}
    return ibis.table(columns, name="calendar_days", database=schema)


def is_true(extra: ir.MapValue, key: str) -> ir.BooleanValue:
    """Whether a further field says true, however it was capitalised."""
    return extra.notnull() & extra.get(key).lower().identical_to("true")


__all__ = [
    "BOOL",
    "EVENTS",
    "SOURCES",
    "TICKETS",
    "calendar_days",
    "events",
    "is_true",
    "sources",
    "ticket_events",
    "tickets",
]
