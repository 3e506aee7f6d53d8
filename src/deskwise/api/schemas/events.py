"""What posted events, and what became of them, look like. The words are those of the vocabulary of events."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, RootModel, create_model
from pydantic.config import JsonDict

from deskwise.api.schemas.data import REASONS
from deskwise.api.schemas.figures import Answer
from deskwise.app.receive_events import MOST_EVENTS, Became
from deskwise.events.vocabulary import COLUMNS, KIND_NAMES, ROLE_NAMES, STATUS_NAMES

WORDS: dict[str, JsonDict] = {
    "kind": {"enum": [*KIND_NAMES]},
    "role": {"enum": [*ROLE_NAMES, None]},
    "status": {"enum": [*STATUS_NAMES, None]},
}
TYPES: dict[str, Any] = {"whole number": int, "number": int | float | str, "map": dict[str, Any]}


def _field(name: str, kind: str, meaning: str, *, required: bool) -> tuple[Any, Any]:
    python = TYPES.get(kind, str)
    more = WORDS.get(name)
    if required:
        return python, Field(description=meaning, json_schema_extra=more)
    return python | None, Field(None, description=meaning, json_schema_extra=more)


NewEvent = create_model(
    "NewEvent",
    __config__=ConfigDict(extra="allow"),
    __doc__="An event, in the columns of docs/events.md; a further field counts as one of `extra`.",
    **{each.name: _field(each.name, each.type, each.meaning, required=each.required) for each in COLUMNS},
)  # type: ignore[call-overload]  # its columns are the vocabulary's


class NewEvents(RootModel[list[NewEvent]]):  # type: ignore[valid-type]  # made of the vocabulary
    """Events in any order."""

    root: list[NewEvent] = Field(min_length=1, max_length=MOST_EVENTS)  # type: ignore[valid-type]  # as above


class EventResult(Answer):
    """What became of one event."""

    index: int = Field(description="Its place in what was sent, from 0.")
    event_id: str | None
    result: Became
    reason: str | None = Field(None, description="Why it does not stand.", json_schema_extra=REASONS)
    detail: str | None = None
    sentence: str | None = Field(None, description="What the reason says.")
    do: str | None = None


class Received(Answer):
    """What became of a batch."""

    received: int
    added: int
    already_there: int = Field(description="Known by their id, with the same content: nothing was done.")
    conflict: int = Field(description="With the id of an event of another content; the first one stays.")
    rejected: int
    results: list[EventResult] = Field(description="For each event, in the order they were sent.")
