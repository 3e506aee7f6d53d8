"""What rulings and disputes look like. The words are those of docs/json.md."""

from __future__ import annotations

from pydantic import Field
from pydantic.config import JsonDict

from deskwise.api.schemas.figures import METRIC_NAMES, Answer, CaseState, Number
from deskwise.app.disputes import DisputeState
from deskwise.events.vocabulary import RULINGS

RULING_NAMES: JsonDict = {"enum": [each.name for each in RULINGS]}


class Ruling(Answer):
    """A person's ruling on an event."""

    ruling_id: str = Field(description="The id of its own event.")
    event: str = Field(description="The event it is on.")
    ruling: str = Field(description="Its word; a source may send one that counts for nothing.")
    why: str | None
    by: str | None = Field(description="Who made it: a person's id, terminal, or token:ID.")
    at: str = Field(description="The instant it counts from.")
    ruled_at: str | None = Field(description="When it was made; null where a source does not say.")


class RulableEvent(Answer):
    """An event on which a ruling would change something, or one stands."""

    event_id: str
    at: str
    kind: str
    role: str | None
    offered: list[str] = Field(
        description="The rulings that would change something.", json_schema_extra={"items": RULING_NAMES}
    )
    ruling: Ruling | None = Field(description="The one that counts; null where none does.")


class RulableEvents(Answer):
    """What of a ticket can be ruled on."""

    source: str
    ticket: str
    events: list[RulableEvent]


class GivenCase(Answer):
    """What a case gave a figure, in elapsed time."""

    state: CaseState
    reason: str | None
    gave: bool | Number | None


class ChangedFigure(Answer):
    """A figure that takes something else of a ticket than before."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    source: str
    ticket: str
    before: list[GivenCase]
    after: list[GivenCase]


class Ruled(Ruling):
    """A ruling that was given or taken back, and what it changed."""

    source: str
    ticket: str
    is_new: bool = Field(
        description="False where the same token or person had ruled the same for the same reason: nothing was"
        " written."
    )
    changed: list[ChangedFigure]


class Dispute(Answer):
    """What somebody says is not right in the figures of a ticket, and what came of it."""

    id: str
    source: str
    ticket: str
    event: str | None = Field(description="Null where it is about the ticket as a whole.")
    metric: str | None = Field(description="Null where no figure is named.")
    why: str
    by: str = Field(description="The id of the person.")
    state: DisputeState
    answer: str | None = Field(description="Why it was decided so; null while it is open.")
    ruling: str | None = Field(description="The id of the ruling that decided it.")
    opened_at: str
    decided_by: str | None
    decided_at: str | None
    version: int = Field(description="Of the dispute as it is: whoever decides says which they saw.")


class Disputes(Answer):
    """The open ones, the oldest first, then those decided last."""

    disputes: list[Dispute]
