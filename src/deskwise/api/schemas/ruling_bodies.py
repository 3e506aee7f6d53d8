"""What is posted of rulings and disputes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from deskwise.api.selection_words import LONGEST, MOST
from deskwise.app.rule_on_event import LONGEST_WHY
from deskwise.events.vocabulary import RULINGS

Id = Annotated[str, Field(pattern="^[0-9a-f]{1,32}$")]
Ticket = Annotated[str, Field(min_length=1, max_length=LONGEST, description="The source's id of the ticket.")]
Source = Annotated[
    str | None,
    Field(max_length=LONGEST, description="The ticket's source, where several have a ticket of this name."),
]
Reason = Annotated[
    str, Field(min_length=1, max_length=LONGEST_WHY, description="Why, in a line; it stays with it.")
]
RulingWord = Literal["acknowledgement", "needs_answer", "new_issue", "same_issue", "no_complaint"]


class RulingBody(BaseModel):
    """A ruling on an event of a ticket."""

    model_config = ConfigDict(extra="forbid")

    ticket: Ticket
    event: str = Field(min_length=1, max_length=LONGEST, description="The id of the event.")
    ruling: RulingWord = Field(description="; ".join(f"{each.name}: {each.meaning}" for each in RULINGS))
    why: Reason
    source: Source = None
    seen: str | None = Field(
        None,
        max_length=LONGEST,
        description="The id of the ruling that stood on the event when it was looked at, empty where none"
        " did: where another came since, nothing is ruled (409). Null asks not.",
    )
    disputes: list[Id] = Field(
        [], max_length=MOST, description="The ids of disputes of the ticket that it decides."
    )


class TakenBackBody(BaseModel):
    """A ruling that was made here, to be taken back."""

    model_config = ConfigDict(extra="forbid")

    ticket: Ticket
    ruling_id: str = Field(min_length=1, max_length=LONGEST, description="The id of the ruling.")
    why: Reason
    source: Source = None


class DisputeBody(BaseModel):
    """What is not right in the figures of a ticket."""

    model_config = ConfigDict(extra="forbid")

    ticket: Ticket
    why: Reason
    source: Source = None
    event: str | None = Field(
        None, min_length=1, max_length=LONGEST, description="The id of the event; null of the whole ticket."
    )
    metric: str | None = Field(None, max_length=LONGEST, description="The figure; null where none is named.")


class DeclinedBody(BaseModel):
    """Why figures stay as they are."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1, le=2**31 - 1, description="The version of the dispute that was looked at.")
    answer: Reason
