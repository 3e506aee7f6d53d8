"""All that is known at one as-of: the tickets folded, and where every other event belongs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from . import vocabulary
from .recontacts import Recontact, Recontacts
from .rows import Event
from .rulings import Rulings
from .settings import Settings
from .tickets import Request, State, Step, Ticket, fold_ticket
from .waits import Wait, find_waits
from .working_time import Calendar

Dims = dict[str, Any]


class World:
    """The fold of a log under settings at one as-of."""

    def __init__(
        self,
        events: list[Event],
        as_of_by_source: dict[str, int],
        as_of: int | None,
        settings: Settings,
        calendar: Calendar,
    ) -> None:
        self.settings, self.calendar = settings, calendar
        latest = max(as_of_by_source.values(), default=None)
        self.as_of = latest if as_of is None or latest is None else min(as_of, latest)
        self.source_as_of = {
            source: end if as_of is None else min(end, as_of) for source, end in as_of_by_source.items()
        }
        self.events = sorted(
            (event for event in events if event.at <= self.source_as_of[event.source]),
            key=lambda event: (event.at, event.source, event.seq, event.event_id),
        )
        self.rulings = Rulings(self.events, settings.rulings)
        self.tickets = self.fold_tickets()
        self.live = [ticket for ticket in self.tickets.values() if ticket.counts]
        self.requests: list[Request] = [request for ticket in self.live for request in ticket.requests]
        self.waits: list[Wait] = [wait for request in self.requests for wait in request.waits]
        self.counting = [event for event in self.events if self.is_counting(event)]
        self.recontacts = Recontacts(self.live, settings.window, self.rulings)
        self.kept: dict[str, Any] = {}

    def fold_tickets(self) -> dict[tuple[str, str], Ticket]:
        by_ticket: dict[tuple[str, str], list[Event]] = defaultdict(list)
        for event in self.events:
            if event.ticket is not None and event.kind not in vocabulary.HAS_NO_TICKET:
                by_ticket[event.source, event.ticket].append(event)
        tickets = {}
        for (source, name), events in sorted(by_ticket.items()):
            if not any(event.kind in vocabulary.NEEDS_TICKET for event in events):
                continue
            ticket = fold_ticket(
                source, name, events, self.source_as_of[source], self.settings.window, self.rulings.new_issue
            )
            find_waits(ticket, self.rulings.acknowledged)
            tickets[source, name] = ticket
        return tickets

    def ticket_of(self, event: Event) -> Ticket | None:
        if event.ticket is None:
            return None
        return self.tickets.get((event.source, event.ticket))

    def is_counting(self, event: Event) -> bool:
        """Not of a removed or problem ticket, and not after its ticket's merge."""
        ticket = self.ticket_of(event)
        return ticket is None or (ticket.counts and id(event) in ticket.step_of)

    def step(self, event: Event) -> Step | None:
        """The event's step in its ticket; None for a fact without a ticket."""
        ticket = self.ticket_of(event)
        return None if ticket is None else ticket.step_of[id(event)]

    # Maturity and clocks

    def mature(self, step: Step) -> bool:
        window, request = self.settings.window, step.request
        assert request is not None
        return window is not None and step.at + window <= request.ticket.as_of

    def recontact(self, step: Step) -> Recontact:
        """The re-contact of a resolution."""
        return self.recontacts.of(step)

    def working(self, ticket: Ticket, start: int, end: int) -> int | None:
        return self.calendar.working(ticket.state_at(start).team, start, end)

    # Dimensions

    def request_dims(self, request: Request) -> Dims:
        """What a request says of itself; team and agent are added by each fact."""
        opening = request.ticket.opening
        last = request.last
        return {
            "source": request.ticket.source,
            "channel": opening.channel if opening else None,
            "customer": opening.customer if opening else None,
            "organisation": opening.organisation if opening else None,
            **{name: last.attributes.get(name) for name in vocabulary.ATTRIBUTES},
            "extra": last.extra,
        }

    def dims(self, request: Request, team: str | None, agent: str | None) -> Dims:
        return {**self.request_dims(request), "team": team, "agent": agent}

    def dims_as_such(self, request: Request) -> Dims:
        """As its last resolution if it stands resolved, else its holder at as-of."""
        standing = request.standing_resolution
        if standing is not None:
            return self.dims_of_resolution(standing)
        return self.dims(request, request.last.team, request.last.holder)

    def dims_of_resolution(self, step: Step) -> Dims:
        assert step.request is not None
        return self.dims(step.request, step.before.team, step.resolver())

    def dims_of_act(self, step: Step) -> Dims:
        assert step.request is not None
        return self.dims(step.request, step.before.team, step.event.actor)

    def dims_without_ticket(self, event: Event, agent: str | None) -> Dims:
        return {
            "source": event.source,
            "customer": event.customer,
            "organisation": event.organisation,
            "product": event.product,
            "team": event.team,
            "agent": agent,
        }

    def dims_of_event(self, event: Event, agent: str | None) -> Dims:
        """Of an event that belongs to a request, or to none: the team is the one just before it."""
        step = self.step(event)
        if step is None:
            return self.dims_without_ticket(event, agent)
        assert step.request is not None
        return self.dims(step.request, step.before.team, agent)

    def of_kind(self, *kinds: str) -> list[Event]:
        return [event for event in self.counting if event.kind in kinds]

    def holder_then(self, event: Event) -> str | None:
        step = self.step(event)
        return None if step is None else step.before.holder

    def state_at(self, request: Request, instant: int) -> State:
        return request.ticket.state_at(instant)
