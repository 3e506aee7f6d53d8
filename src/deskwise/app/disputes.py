"""Port: disputes, by which somebody says that a figure of theirs is not right, until a lead decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class DisputeState(StrEnum):
    """How a dispute stands."""

    OPEN = "open"
    RULED = "ruled"
    DECLINED = "declined"


@dataclass(frozen=True)
class Dispute:
    """What somebody says of a ticket, or of an event of it, and what came of it.

    `event` is null where it is about the ticket as a whole, `metric` where no figure is named. `teams` and
    `actors` are those of the ticket when it was opened, by which it is known who may see it. `answer` is the
    reason it was decided by, `ruling` the id of the ruling, both null while it is open. `version` counts the
    changes.
    """

    id: str
    source: str
    ticket: str
    why: str
    by: str
    opened_at: datetime
    event: str | None = None
    metric: str | None = None
    teams: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    state: DisputeState = DisputeState.OPEN
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str | None = None
    ruling: str | None = None
    version: int = 1

    def to_json(self) -> dict[str, Any]:
        """The dispute as the audit keeps it."""
        return {
            "id": self.id,
            "source": self.source,
            "ticket": self.ticket,
            "event": self.event,
            "metric": self.metric,
            "why": self.why,
            "by": self.by,
            "state": str(self.state),
            "answer": self.answer,
            "ruling": self.ruling,
        }


class DisputeStore(Protocol):
    """Where disputes are kept; none is ever removed."""

    def find(self, dispute: str) -> Dispute | None:
        """The dispute of an id."""
        ...

    def of_ticket(self, source: str, ticket: str) -> tuple[Dispute, ...]:
        """Those on a ticket, the oldest first."""
        ...

    def open(self) -> tuple[Dispute, ...]:
        """Those that nobody has decided yet, the oldest first."""
        ...

    def decided(self, most: int) -> tuple[Dispute, ...]:
        """Those that were decided, the latest decision first."""
        ...

    def add(self, dispute: Dispute) -> None:
        """Keep a new dispute."""
        ...

    def decide(self, dispute: Dispute) -> Dispute:
        """Keep what came of one, whose version must be the one that is kept; the answer has the next one.

        Raises `ChangedMeanwhileError` with the dispute as it is now.
        """
        ...
