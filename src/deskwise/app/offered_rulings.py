"""What can be ruled on a ticket: for each event the rulings that would change something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from deskwise.app.event_effects import instant
from deskwise.app.explain_ticket import ExplainedTicket, explain_on_both_clocks
from deskwise.app.rulings import Opening, Ruling, rulings_that_apply, standing_rulings
from deskwise.app.workspace import Facts, LoggedEvent, Workspace
from deskwise.metrics.input_tables import Columns, InputTable

CUSTOMER: Columns = (("customer", "string"), ("opened_at", "int64"))
EARLIER_RESOLUTIONS = """
select f.source, f.ticket, f.resolved_at, f.recontact_at, f.recontact_by, f.recontact_source,
       f.recontact_ticket
from resolutions as f inner join opening_ruled_on as o on f.customer = o.customer
where f.resolved_at < o.opened_at
order by f.resolved_at desc, f.source, f.ticket
"""


@dataclass(frozen=True)
class OfferedRulings:
    """What can be ruled on a ticket.

    `by_event` are the rulings that would change something, `standing` those that count, by the event they are
    on. `neighbours` are the tickets (source, ticket) whose figures a ruling on the opening changes. `ignored`
    says that the settings let no ruling count.
    """

    by_event: dict[str, tuple[str, ...]] = field(default_factory=dict)
    standing: dict[str, Ruling] = field(default_factory=dict)
    neighbours: tuple[tuple[str, str], ...] = ()
    ignored: bool = False


@dataclass(frozen=True)
class RulableEvent:
    """An event that can be ruled on, or was."""

    event: LoggedEvent
    offered: tuple[str, ...]
    ruling: Ruling | None

    def to_json(self) -> dict[str, Any]:
        """The object `rule --format json` prints of it."""
        return {
            "event_id": self.event.event_id,
            "at": self.event.at.isoformat().replace("+00:00", "Z"),
            "kind": self.event.kind,
            "role": self.event.role,
            "offered": list(self.offered),
            "ruling": None if self.ruling is None else self.ruling.to_json(),
        }


def offered_rulings(workspace: Workspace, found: ExplainedTicket) -> OfferedRulings:
    """What can be ruled on an explained ticket; nothing on one that is in no figure."""
    events = [each.event for each in found.events]
    standing = standing_rulings(events)
    with workspace.facts() as facts:
        if facts.rules.rulings == "ignore":
            return OfferedRulings(standing=standing, ignored=True)
        if found.nowhere is not None:
            return OfferedRulings(standing=standing)
        window = facts.rules.window_microseconds
        opening = _opening(facts, found, events)
    by_event = rulings_that_apply(events, window, opening)
    return OfferedRulings(by_event, standing, tuple(dict.fromkeys(opening.ends + opening.could_end)))


def rulable_events(
    workspace: Workspace, ticket: str, source: str | None = None
) -> tuple[ExplainedTicket, tuple[RulableEvent, ...]]:
    """A ticket, and its events on which a ruling would change something, or one stands.

    Raises `UsageError` for a ticket nobody knows, or one that several sources know if none is named.
    """
    found, _ = explain_on_both_clocks(workspace, ticket, source, ())
    offered = offered_rulings(workspace, found)
    told = (
        RulableEvent(
            each.event,
            offered.by_event.get(each.event.event_id, ()),
            offered.standing.get(each.event.event_id),
        )
        for each in found.events
        if each.event.stands
    )
    return found, tuple(one for one in told if one.offered or one.ruling is not None)


def _opening(facts: Facts, found: ExplainedTicket, events: Sequence[LoggedEvent]) -> Opening:
    opened = next((event for event in events if event.kind == "opened" and event.stands), None)
    if opened is None or opened.customer is None:
        return Opening()
    at = instant(opened)
    chosen = {"opening_ruled_on": InputTable(CUSTOMER, ((opened.customer, at),))}
    window = facts.rules.window_microseconds
    this = (found.source, found.ticket)
    ends, could_end = [], []
    for source, ticket, resolved_at, *recontact in facts.engine.rows(EARLIER_RESOLUTIONS, chosen):
        if (source, ticket) == this or (window is not None and at - resolved_at > window):
            continue
        recontact_at, by, *which = recontact
        if by == "ticket" and tuple(which) == this:
            ends.append((source, ticket))
        elif recontact_at is None or recontact_at > at:
            could_end.append((source, ticket))
    return Opening(tuple(dict.fromkeys(ends)), tuple(dict.fromkeys(could_end)))
