"""Notes on the line of time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer
from deskwise.api.bodies import json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.instants import Instant
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.bodies import AnnotationBody
from deskwise.api.schemas.data import Annotation, Annotations
from deskwise.api.selection_words import LONGEST
from deskwise.app.annotate import Note, annotate, annotation_json, list_annotations

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


@router.get(
    "/annotations",
    name="annotations",
    responses=answers(Annotations, {"annotations": [examples.annotation()]}),
)
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


@router.post(
    "/annotations",
    name="annotate",
    status_code=201,
    responses=answers(
        Annotation, examples.annotation(), "too-large", "wrong-media-type", status=201, tagged=False
    ),
    openapi_extra=takes({"application/json": AnnotationBody}, examples.new_annotation()),
)
def annotate_time(
    here: Here,
    who: Calling,
    body: Annotated[AnnotationBody, Depends(json_body(AnnotationBody, LONGEST_BYTES))],
) -> Response:
    """Note that something happened; charts show it where it did."""
    note = Note(body.kind, body.text, body.at, body.end_at, body.team, body.metric)
    return json_answer(annotation_json(annotate(here.state, here.clock, who.token, note)), 201)
