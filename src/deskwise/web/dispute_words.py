"""Disputes on pages, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskwise.app.access.holders import Holder
from deskwise.app.dispute_figures import may_decide
from deskwise.app.disputes import Dispute, DisputeState
from deskwise.app.event_effects import EPOCH
from deskwise.app.state import State
from deskwise.app.workspace import LoggedEvent
from deskwise.kernel.language import marked, said_name, say
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.reports.time_words import instant_words
from deskwise.web.ruling_words import SOMEBODY, names_of
from deskwise.web.templating import Links

STATES = {
    DisputeState.OPEN: marked("Open"),
    DisputeState.RULED: marked("Decided by a ruling"),
    DisputeState.DECLINED: marked("Declined"),
}


@dataclass(frozen=True)
class DisputeLine:
    """A dispute: what it is about, who says it and why, and what came of it.

    `about` is the event in words where the ticket is at hand, else empty. `answer` is empty while it is open.
    """

    id: str
    version: int
    ticket: str
    link: str
    event: str
    about: str
    figure: str
    why: str
    by: str
    when: str
    state: str
    is_open: bool
    answer: str
    decided: str
    may_decide: bool


def dispute_lines(
    disputes: Sequence[Dispute],
    state: State,
    by: Holder,
    zone: str,
    links: Links,
    events: Mapping[str, str] | None = None,
) -> tuple[DisputeLine, ...]:
    """Disputes as lines; `events` are those of the ticket in words, by their ids."""
    names = names_of(state, (name for each in disputes for name in (each.by, each.decided_by)))
    return tuple(_line(each, names, by, zone, links, events or {}) for each in disputes)


def event_names(events: Iterable[LoggedEvent], zone: str) -> dict[str, str]:
    """What the events of a ticket that stand are called in a list, by their ids; rulings are left out."""
    return {
        event.event_id: f"{_when(event.at, zone)}, {said_name(event.kind)} {_role(event)}".strip()
        for event in events
        if event.stands and event.kind != "ruled"
    }


def _role(event: LoggedEvent) -> str:
    return "" if event.role is None else say(event.role)


def _line(
    each: Dispute,
    names: Mapping[str, str],
    by: Holder,
    zone: str,
    links: Links,
    events: Mapping[str, str],
) -> DisputeLine:
    decided = ""
    if each.decided_at is not None:
        decided = f"{names.get(each.decided_by or '', say(SOMEBODY))}, {_when(each.decided_at, zone)}"
    figure = say(CATALOGUE[each.metric].label) if each.metric in CATALOGUE else ""
    return DisputeLine(
        each.id,
        each.version,
        each.ticket,
        links.ticket(each.source, each.ticket) + "#disputes",
        each.event or "",
        events.get(each.event or "", ""),
        figure,
        each.why,
        names.get(each.by, say(SOMEBODY)),
        _when(each.opened_at, zone),
        say(STATES[each.state]),
        each.state is DisputeState.OPEN,
        each.answer or "",
        decided,
        may_decide(by, each),
    )


def _when(at: datetime, zone: str) -> str:
    return instant_words(int((at - EPOCH).total_seconds()) * 1_000_000, zone)
