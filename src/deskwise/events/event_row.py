"""One event as a source makes it: a row of the canonical log, before its source is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

ExtraValue = str | bool | int | Decimal


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened at one instant, in the columns of the book's section 2; its keeper names the source.

    `at` has an offset. `event_id` is unique within the ticket and the same whenever the same thing is told
    again; what is told otherwise later has a higher `revision`. `seq` null is the place among the events of
    one record.
    """

    event_id: str
    at: datetime
    kind: str
    ticket: str | None = None
    revision: int = 0
    seq: int | None = None
    actor: str | None = None
    role: str | None = None
    team: str | None = None
    agent: str | None = None
    customer: str | None = None
    organisation: str | None = None
    status: str | None = None
    channel: str | None = None
    type: str | None = None
    category: str | None = None
    priority: str | None = None
    product: str | None = None
    value: Decimal | None = None
    scale: str | None = None
    text: str | None = None
    extra: Mapping[str, ExtraValue] | None = None
