"""Whose a ticket is, for the table of access."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.app.access.things import Kind, Thing
from deskwise.app.explain_ticket import ExplainedTicket
from deskwise.app.workspace import LoggedEvent


def whose_ticket(found: ExplainedTicket, kind: Kind = Kind.TICKET) -> Thing:
    """A ticket, or what is said of one: see `thing_of_ticket`."""
    return thing_of_ticket(kind, [each.event for each in found.events])


def thing_of_ticket(kind: Kind, events: Iterable[LoggedEvent]) -> Thing:
    """A ticket, or what is said of one: each team's that had it, each agent's who acted on it or held it.

    Who ruled on it has not acted on it: rulings name people by the ids that they sign in under.
    """
    own = [event for event in events if event.kind != "ruled"]
    acted = {event.actor for event in own if event.role == "agent"}
    held = {event.agent for event in own}
    return Thing(
        kind,
        frozenset(event.team for event in own if event.team),
        frozenset(name for name in acted | held if name),
    )
