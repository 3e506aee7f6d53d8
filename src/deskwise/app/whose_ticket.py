"""Whose a ticket is, for the table of access."""

from __future__ import annotations

from deskwise.app.access.things import Kind, Thing
from deskwise.app.explain_ticket import ExplainedTicket


def whose_ticket(found: ExplainedTicket) -> Thing:
    """Whose a ticket is: of every team that had it, and every agent who acted on it or held it."""
    events = [each.event for each in found.events]
    acted = {event.actor for event in events if event.role == "agent"}
    held = {event.agent for event in events}
    return Thing(
        Kind.TICKET,
        frozenset(event.team for event in events if event.team),
        frozenset(name for name in acted | held if name),
    )
