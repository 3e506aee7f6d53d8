"""Disputes: what people say is not right in the figures of their tickets, and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here
from deskwise.api.schemas import ruling_examples as examples
from deskwise.api.schemas.ruling_bodies import DeclinedBody, DisputeBody
from deskwise.api.schemas.rulings import Dispute, Disputes
from deskwise.app.dispute_figures import (
    Complaint,
    decline_dispute,
    dispute_json,
    list_disputes,
    open_dispute,
)
from deskwise.app.disputes import DisputeState
from deskwise.app.make_tokens import person_of

router = APIRouter()
LONGEST_BYTES = 16_384
InState = Annotated[DisputeState | None, Query(description="Only those that stand so.")]
DisputeId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{1,32}$", description="The id of the dispute.", examples=["8a60d1c7e25f9b34"]),
]
CHANGES = ("too-large", "wrong-media-type", "unknown-name")


@router.get("/disputes", name="disputes", responses=answers(Disputes, {"disputes": [examples.dispute()]}))
def disputes(request: Request, here: Here, who: Calling, state: InState = None) -> Response:
    """The open ones, the oldest first, then those decided last: what `deskwise disputes list` prints."""
    found = list_disputes(here.state, who.token, state)
    return tagged_answer(request, {"disputes": [dispute_json(each) for each in found]})


@router.post(
    "/disputes",
    name="dispute",
    status_code=201,
    responses=answers(Dispute, examples.dispute(), *CHANGES, "nothing-imported", status=201, tagged=False),
    openapi_extra=takes({JSON: DisputeBody}, examples.new_dispute()),
)
def dispute(
    here: Here, who: Calling, body: Annotated[DisputeBody, Depends(json_body(DisputeBody, LONGEST_BYTES))]
) -> Response:
    """Say that a figure of a ticket is not right; a lead rules on the ticket, or declines and says why.

    It is the person's who made the token, of a ticket that is theirs; a token that nobody known made opens
    none (403).
    """
    complaint = Complaint(body.ticket, body.why, body.source, body.event, body.metric)
    person = person_of(here.state, who.token)
    made = open_dispute(here.workspace, here.state, here.clock, person, complaint)
    return json_answer(dispute_json(made), 201)


@router.post(
    "/disputes/{dispute}/declined",
    name="decline_dispute",
    responses=answers(Dispute, examples.declined_dispute(), *CHANGES, "changed-meanwhile", tagged=False),
    openapi_extra=takes({JSON: DeclinedBody}, examples.declined()),
)
def decline(
    here: Here,
    who: Calling,
    dispute: DisputeId,
    body: Annotated[DeclinedBody, Depends(json_body(DeclinedBody, LONGEST_BYTES))],
) -> Response:
    """Leave the figures as they are, and say why: what `deskwise disputes decline` prints.

    A dispute that is decided already is not decided again (409). To decide one by a ruling, name it there.
    """
    done = decline_dispute(here.state, here.clock, who.token, dispute, body.version, body.answer)
    return json_answer(dispute_json(done))
