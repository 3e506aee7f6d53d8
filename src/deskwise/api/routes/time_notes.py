"""Notes on the line of time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer
from deskwise.api.bodies import json_body
from deskwise.api.caller import Calling
from deskwise.api.instants import Instant
from deskwise.api.parts import Here
from deskwise.api.selection_words import LONGEST
from deskwise.app.annotate import LONGEST_NOTE, Note, annotate, annotation_json, list_annotations
from deskwise.app.annotations import AnnotationKind

router = APIRouter()
LONGEST_BYTES = 16_384
From = Annotated[
    Instant | None,
    Query(description="Only those that go on after this instant.", examples=["2025-01-01T00:00:00Z"]),
]
To = Annotated[
    Instant | None,
    Query(description="Only those that begin before this instant.", examples=["2025-04-01T00:00:00Z"]),
]
Team = Annotated[str | None, Query(max_length=LONGEST, description="Those on this team, and those on all.")]
OnMetric = Annotated[
    str | None, Query(max_length=LONGEST, description="Those on this metric, and those on all.")
]


class AnnotationBody(BaseModel):
    """A note on an instant, or on the time until `end_at`."""

    model_config = ConfigDict(extra="forbid", title="NewAnnotation")

    kind: AnnotationKind = Field(description="What kind of thing happened.")
    text: str = Field(min_length=1, max_length=LONGEST_NOTE, description="What happened, in a line.")
    at: Instant = Field(description="When it happened or began, with an offset.")
    end_at: Instant | None = Field(None, description="When it ended; null of an instant.")
    team: str | None = Field(None, max_length=LONGEST, description="The team it is on; null of all.")
    metric: str | None = Field(None, max_length=LONGEST, description="The metric it is on; null of all.")


@router.get("/annotations", name="annotations")
def notes(
    request: Request,
    here: Here,
    who: Calling,
    since: From = None,
    until: To = None,
    team: Team = None,
    metric: OnMetric = None,
) -> Response:
    """The notes on the line of time, by when they begin."""
    found = list_annotations(here.state, who.token, since, until, team=team, metric=metric)
    return tagged_answer(request, {"annotations": [annotation_json(each) for each in found]})


@router.post("/annotations", name="annotate", status_code=201)
def annotate_time(
    here: Here,
    who: Calling,
    body: Annotated[AnnotationBody, Depends(json_body(AnnotationBody, LONGEST_BYTES))],
) -> Response:
    """Note that something happened; charts show it where it did."""
    note = Note(body.kind, body.text, body.at, body.end_at, body.team, body.metric)
    return json_answer(annotation_json(annotate(here.state, here.clock, who.token, note)), 201)
