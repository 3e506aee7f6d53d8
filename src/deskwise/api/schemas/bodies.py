"""What is posted."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from deskwise.api.instants import Instant
from deskwise.api.selection_words import LONGEST
from deskwise.app.annotate import LONGEST_NOTE
from deskwise.app.annotations import AnnotationKind


class AnnotationBody(BaseModel):
    """A note on an instant, or on the time until `end_at`."""

    model_config = ConfigDict(extra="forbid")

    kind: AnnotationKind = Field(description="What kind of thing happened.")
    text: str = Field(min_length=1, max_length=LONGEST_NOTE, description="What happened, in a line.")
    at: Instant = Field(description="When it happened or began, with an offset.")
    end_at: Instant | None = Field(None, description="When it ended; null of an instant.")
    team: str | None = Field(None, max_length=LONGEST, description="The team it is on; null of all.")
    metric: str | None = Field(None, max_length=LONGEST, description="The metric it is on; null of all.")
