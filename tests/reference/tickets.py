"""A ticket's events walked one after another: what it was before and after each, and its requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .rows import Event
from .vocabulary import ATTRIBUTES, RESOLVED

Place = tuple[int, int]


@dataclass
class State:
    """What a ticket is at one point of its walk."""

    status: str = "new"
    holder: str | None = None
    team: str | None = None
    attributes: dict[str, str | None] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def copy(self) -> State:
        return State(self.status, self.holder, self.team, dict(self.attributes), dict(self.extra))


@dataclass
class Step:
    """An event with what held just before and just after it, and what it did."""

    index: int
    event: Event
    before: State
    after: State
    resolution: bool = False
    reopening: bool = False
    first_assignment: bool = False
    request: Request | None = None

    @property
    def at(self) -> int:
        return self.event.at

    @property
    def place(self) -> Place:
        return self.event.place

    @property
    def human_act(self) -> bool:
        event = self.event
        if event.kind == "answered":
            return True
        return event.role == "agent" and (event.kind == "message" or self.resolution)

    @property
    def human_reply(self) -> bool:
        return self.event.kind == "message" and self.event.role == "agent"

    @property
    def customer_message(self) -> bool:
        return self.event.kind in ("message", "opened") and self.event.role == "customer"

    def resolver(self) -> str | None:
        """Whose a resolution is: the holder's; if nobody held it, the agent's who made it; else nobody's."""
        if self.before.holder is not None:
            return self.before.holder
        return self.event.actor if self.event.role == "agent" else None


@dataclass(eq=False)
class Request:
    """One need of a customer. `steps` are its events; a merged one ends with its merge."""

    ticket: Ticket
    number: int
    raised_at: int
    raised_by: str
    start: State
    steps: list[Step] = field(default_factory=list)
    ended: bool = False
    merged_at: int | None = None
    reopenings: list[Step] = field(default_factory=list)
    all_resolutions: list[Step] = field(default_factory=list)
    boundary_ruled: bool = False
    waits: list[Any] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.ticket.source, self.ticket.name, self.number)

    @property
    def merged(self) -> bool:
        return self.merged_at is not None

    @property
    def last(self) -> State:
        return self.steps[-1].after if self.steps else self.start

    @property
    def resolutions(self) -> list[Step]:
        """A merged request has none: it is never resolved."""
        return [] if self.merged else self.all_resolutions

    @property
    def first_resolution(self) -> Step | None:
        return self.resolutions[0] if self.resolutions else None

    @property
    def standing_resolution(self) -> Step | None:
        """Its last resolution, if it stands resolved."""
        if self.resolutions and self.last.status in RESOLVED:
            return self.resolutions[-1]
        return None

    @property
    def known_end(self) -> int:
        """Its standing resolution, or its merge, or as-of: how far it can be timed."""
        standing = self.standing_resolution
        if standing is not None:
            return standing.at
        return self.ticket.as_of if self.merged_at is None else self.merged_at

    def acts(self) -> list[Step]:
        """Its human acts; a merged request is never handled."""
        return [] if self.merged else [step for step in self.steps if step.human_act]

    def status_before(self, end: int) -> str:
        """The status just before an instant, of a request raised before it."""
        status = self.start.status
        for step in self.steps:
            if step.at < end:
                status = step.after.status
        return status

    def open_before(self, end: int) -> bool:
        """Open just before an instant."""
        if self.raised_at >= end or (self.merged_at is not None and self.merged_at < end):
            return False
        return self.status_before(end) not in RESOLVED

    def spells(self, end: int) -> list[tuple[str, int, int]]:
        """Maximal stretches of one status from the raising to an instant, as (status, begin, end)."""
        found: list[tuple[str, int, int]] = []
        status, since = self.start.status, self.raised_at
        for step in self.steps:
            if step.after.status != status:
                found.append((status, since, step.at))
                status, since = step.after.status, step.at
        found.append((status, since, end))
        return [(name, a, min(b, end)) for name, a, b in found if min(b, end) > a]


@dataclass(eq=False)
class Ticket:
    """A thread, cut at the as-of. Steps after its merge are not there."""

    source: str
    name: str
    as_of: int
    steps: list[Step] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    removed: bool = False
    problem: bool = False
    merged_at: int | None = None
    opening: Event | None = None
    step_of: dict[int, Step] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        return not self.removed and not self.problem

    @property
    def customer(self) -> str | None:
        return self.opening.customer if self.opening else None

    @property
    def raised_at(self) -> int:
        return self.requests[0].raised_at

    def state_at(self, instant: int) -> State:
        """After all events of an instant."""
        state = self.steps[0].before
        for step in self.steps:
            if step.at <= instant:
                state = step.after
        return state


def apply(state: State, event: Event) -> State:
    after = state.copy()
    if event.kind == "status":
        after.status = event.status or after.status
    elif event.kind == "assigned":
        after.holder = event.agent
        after.team = event.team or after.team
    elif event.kind == "escalated":
        after.team = event.team or after.team
    elif event.kind in ("opened", "changed"):
        for name in ATTRIBUTES:
            value = getattr(event, name)
            if value is not None:
                after.attributes[name] = value
        after.extra.update(event.extra)
    return after


def fold_ticket(
    source: str, name: str, events: list[Event], as_of: int, window: int | None, new_issue: set[int]
) -> Ticket:
    """Walk a ticket. `new_issue` holds the ids of the event objects so ruled."""
    ticket = Ticket(source, name, as_of)
    events = sorted(events, key=lambda event: (event.at, event.seq, event.kind != "opened", event.event_id))
    ticket.removed = any(event.kind == "removed" for event in events)
    ticket.opening = next((event for event in events if event.kind == "opened"), None)
    state = State()
    raised_by = ticket.opening.role if ticket.opening else "system"
    request = Request(ticket, 1, events[0].at, raised_by, state.copy())
    ticket.requests.append(request)
    last_resolution: int | None = None
    assigned = False
    for index, event in enumerate(events):
        after = apply(state, event)
        step = Step(index, event, state, after)
        if event.kind == "assigned":
            step.first_assignment = not assigned
            assigned = True
        step.resolution = after.status in RESOLVED and state.status not in RESOLVED
        step.reopening = after.status not in RESOLVED and state.status in RESOLVED
        if step.reopening:
            assert last_resolution is not None
            late = window is not None and event.at - last_resolution > window
            ruled = id(event) in new_issue
            if late or ruled:
                request.ended = True
                following = Request(ticket, request.number + 1, event.at, event.role, after.copy())
                if ruled and not late:
                    request.boundary_ruled = following.boundary_ruled = True
                request = following
                ticket.requests.append(request)
            else:
                request.reopenings.append(step)
        if step.resolution:
            last_resolution = event.at
            request.all_resolutions.append(step)
        step.request = request
        request.steps.append(step)
        ticket.steps.append(step)
        ticket.step_of[id(event)] = step
        state = after
        if event.kind == "merged":
            request.merged_at = ticket.merged_at = event.at
            break
    ticket.problem = state.attributes.get("type") == "problem"
    return ticket
