"""A ticket's course in time: what a picture of it shows, from its events and the facts made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deskwise.app.event_effects import instant
from deskwise.app.explain_ticket import ExplainedTicket
from deskwise.app.ticket_facts import Row
from deskwise.app.workspace import LoggedEvent
from deskwise.facts.rules import Rules
from deskwise.kernel.language import said_name, say
from deskwise.kernel.working_time import WorkingCalendar
from deskwise.metrics.working_ages import calendars_between

MarkKind = Literal["customer", "person", "bot", "note", "escalated"]
SHARE_AFTER = 30
SpanKind = Literal["first response", "reply", "resolution"]


@dataclass(frozen=True)
class Happening:
    """Something at one instant; `at` in microseconds since 1970-01-01 UTC, as everywhere here."""

    at: int
    kind: MarkKind
    who: str


@dataclass(frozen=True)
class Stretch:
    """Something that lasted; `words` say what it was, empty where nobody held the ticket.

    `kind` is a status by its name, of who held the ticket and of waits nothing.
    """

    start_at: int
    end_at: int
    words: str
    kind: str = ""


@dataclass(frozen=True)
class Counted:
    """An interval that a figure counts, in microseconds on both clocks; no schedule, no working time."""

    start_at: int
    end_at: int
    kind: SpanKind
    elapsed: int
    working: int | None


@dataclass(frozen=True)
class Piece:
    """A part of an interval: inside opening time or not."""

    start_at: int
    end_at: int
    open: bool


@dataclass(frozen=True)
class TicketCourse:
    """The lanes of the picture, from `start_at` to `end_at`.

    `opening` is the opening time of the schedule in force when the ticket's first request was raised; null
    where none applies. `schedule` is its name. `pieces` are those of the interval that is told in full, the
    first that has different lengths on the two clocks.
    """

    start_at: int
    end_at: int
    happenings: tuple[Happening, ...]
    statuses: tuple[Stretch, ...]
    holders: tuple[Stretch, ...]
    waits: tuple[Stretch, ...]
    counted: tuple[Counted, ...]
    opening: tuple[tuple[int, int], ...] | None
    schedule: str | None
    told: Counted | None
    pieces: tuple[Piece, ...]


def ticket_course(found: ExplainedTicket, rules: Rules) -> TicketCourse | None:
    """The course of a ticket; null where none of its events stands.

    A ruling is no part of it: it is about what happened, and may come long after.
    """
    events = [each.event for each in found.events if each.event.stands and each.event.kind != "ruled"]
    if not events:
        return None
    first = instant(events[0])
    last = max([instant(events[-1]), *(row["ended_at"] or found.as_of for row in found.facts["waits"])])
    requests = found.facts["requests"]
    # So that what it became last can be seen.
    last = min(last + (last - first) // SHARE_AFTER, max(found.as_of, last))
    if any(
        row["resolved_at"] is None and row["ended_at"] is None and not row["merged_at"] for row in requests
    ):
        last = found.as_of
    calendar_name = requests[0]["calendar"] if requests else None
    calendar = calendars_between(rules, first, last).get(calendar_name or "")
    counted = tuple(_counted(found))
    told = next((each for each in counted if each.working not in {None, each.elapsed}), None)
    return TicketCourse(
        start_at=first,
        end_at=max(last, first + 1),
        happenings=tuple(_happenings(events)),
        statuses=tuple(_statuses(found.facts["status_spells"], last)),
        holders=tuple(_holders(events, last)),
        waits=tuple(
            Stretch(row["started_at"], row["ended_at"] or last, say("wait %(n)s", n=row["wait"]))
            for row in found.facts["waits"]
        ),
        counted=counted,
        opening=None if calendar is None else _within(calendar, first, last),
        schedule=calendar_name,
        told=told,
        pieces=() if told is None else _pieces(rules, found, told),
    )


def _happenings(events: Sequence[LoggedEvent]) -> Iterator[Happening]:
    for event in events:
        role = event.role or ("customer" if event.kind == "opened" else "system")
        who = " ".join(word for word in (say(role), event.actor) if word)
        at = instant(event)
        if event.kind == "escalated":
            yield Happening(at, "escalated", who)
        elif event.kind == "note":
            yield Happening(at, "note", who)
        elif event.kind == "answered":
            yield Happening(at, "person", who)
        elif event.kind in {"opened", "message"} and role == "customer":
            yield Happening(at, "customer", who)
        elif event.kind == "message":
            yield Happening(at, "person" if role == "agent" else "bot", who)


def _statuses(spells: Sequence[Row], last: int) -> Iterator[Stretch]:
    for row in spells:
        end_at = last if row["ended_at"] is None else row["ended_at"]
        if end_at > row["started_at"]:
            status = str(row["status"])
            yield Stretch(row["started_at"], end_at, said_name(status), status)


def _holders(events: Sequence[LoggedEvent], last: int) -> Iterator[Stretch]:
    """Who held it: an assignment names the holder, or nobody; a team stays until another one is named."""
    since, holder, team = instant(events[0]), None, None
    for event in events:
        if event.kind not in {"assigned", "escalated"}:
            continue
        at = instant(event)
        then = (holder, team)
        holder = event.agent if event.kind == "assigned" else holder
        team = event.team or team
        if (holder, team) != then and at > since:
            yield Stretch(since, at, _held_by(*then))
            since = at
    if last > since:
        yield Stretch(since, last, _held_by(holder, team))


def _held_by(holder: str | None, team: str | None) -> str:
    if holder is None:
        return "" if team is None else say("%(team)s, nobody", team=team)
    return holder if team is None else f"{holder} · {team}"


def _counted(found: ExplainedTicket) -> Iterator[Counted]:
    for row in found.facts["waits"]:
        if row["outcome"] == "answered":
            kind: SpanKind = "first response" if row["wait"] == 1 else "reply"
            yield Counted(
                row["started_at"],
                row["ended_at"],
                kind,
                row["elapsed_microseconds"],
                row["working_microseconds"],
            )
    for row in found.facts["requests"]:
        if row["resolved_at"] is not None:
            yield Counted(
                row["raised_at"],
                row["resolved_at"],
                "resolution",
                row["elapsed_microseconds"],
                row["working_microseconds"],
            )


def _within(calendar: WorkingCalendar, start_at: int, end_at: int) -> tuple[tuple[int, int], ...]:
    cut = ((max(opens, start_at), min(closes, end_at)) for opens, closes in calendar.spans)
    return tuple((opens, closes) for opens, closes in cut if opens < closes)


def _pieces(rules: Rules, found: ExplainedTicket, told: Counted) -> tuple[Piece, ...]:
    table = "requests" if told.kind == "resolution" else "waits"
    began = "raised_at" if told.kind == "resolution" else "started_at"
    name = next(row["calendar"] for row in found.facts[table] if row[began] == told.start_at)
    calendar = calendars_between(rules, told.start_at, told.end_at).get(name or "")
    if calendar is None:
        return ()
    pieces: list[Piece] = []
    reached = told.start_at
    for opens, closes in _within(calendar, told.start_at, told.end_at):
        if reached < opens:
            pieces.append(Piece(reached, opens, open=False))
        pieces.append(Piece(opens, closes, open=True))
        reached = closes
    if reached < told.end_at:
        pieces.append(Piece(reached, told.end_at, open=False))
    return tuple(pieces)
