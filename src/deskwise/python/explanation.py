"""A ticket opened down to its events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from deskwise.app.explain_ticket import ExplainedEvent, ExplainedTicket
from deskwise.app.tables.table import Table
from deskwise.app.tables.ticket_tables import ticket_head, ticket_tables
from deskwise.python.frames import Kind
from deskwise.python.instants import moment
from deskwise.python.result import Rows
from deskwise.python.ticket_parts import CountedCases, TicketFacts

EVENT_KINDS: dict[str, Kind] = {
    "at": "instant", "seq": "whole", "kind": "text", "actor": "text", "role": "text", "team": "text",
    "agent": "text", "customer": "text", "status": "text", "channel": "text", "value": "number",
    "scale": "text", "extra": "text", "event_id": "text", "revision": "whole", "superseded": "flag",
    "refusal": "text", "late": "flag", "did": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """A row of the log, `at` an instant in UTC, with what it `did`.

    `extra` are the source's further fields. A `superseded`, refused (for `refusal`) or `late` one does not
    count.
    """

    at: datetime
    seq: int
    kind: str
    actor: str | None
    role: str | None
    team: str | None
    agent: str | None
    customer: str | None
    status: str | None
    channel: str | None
    value: Decimal | None
    scale: str | None
    extra: Mapping[str, str]
    event_id: str
    revision: int
    superseded: bool
    refusal: str | None
    late: bool
    did: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Explanation(Rows[Event]):
    """The answer of `Workspace.explain`. Its rows are the ticket's events, in their order.

    `facts` and `counted` are tables of their own, with data frames of their own.
    """

    shown_rows: ClassVar[int] = 500
    """A ticket is looked at as a whole."""

    _found: ExplainedTicket

    @property
    def as_of(self) -> datetime:
        """Until when the ticket is known."""
        return moment(self._found.as_of)

    @property
    def source(self) -> str:
        """The source of the ticket."""
        return self._found.source

    @property
    def ticket(self) -> str:
        """The ticket's name there."""
        return self._found.ticket

    @property
    def nowhere(self) -> str | None:
        """Why no figure counts the ticket at all; null if some may."""
        return self._found.nowhere

    @property
    def events(self) -> tuple[Event, ...]:
        """Its rows in the log, refused, superseded and late ones too."""
        return self._items

    @property
    def facts(self) -> Mapping[str, TicketFacts]:
        """What was made of the events, by table: requests, waits, resolutions, status_spells and others."""
        return {name: TicketFacts(name, rows, self._found.zone) for name, rows in self._found.facts.items()}

    @property
    def counted(self) -> CountedCases:
        """Each case that a metric takes of the ticket."""
        return CountedCases(self._found.counted, self._found.zone)

    @cached_property
    def _items(self) -> tuple[Event, ...]:
        return tuple(_event(each) for each in self._found.events)

    def _kinds(self) -> Mapping[str, Kind]:
        return EVENT_KINDS

    def _flat(self, item: Event) -> dict[str, Any]:
        row = {each.name: getattr(item, each.name) for each in fields(item)}
        row["extra"] = json.dumps(dict(item.extra), ensure_ascii=False) if item.extra else None
        row["did"] = "; ".join(item.did) or None
        return row

    def _tables(self) -> Sequence[Table]:
        return ticket_tables(self._found)

    def _head(self) -> Sequence[str]:
        return ticket_head(self._found)

    def _json(self) -> Any:
        return self._found.to_json()


def _event(explained: ExplainedEvent) -> Event:
    event = explained.event
    taken = {each.name: getattr(event, each.name) for each in fields(Event) if hasattr(event, each.name)}
    return Event(**taken, extra=dict(event.fields), did=explained.did)
