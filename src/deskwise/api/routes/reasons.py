"""The reasons that customers' subjects give, and what they are called."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer
from deskwise.api.bodies import json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here
from deskwise.api.schemas import reason_examples
from deskwise.api.schemas.reasons import (
    MergingBody,
    NamedReasons,
    NamingBody,
    Reasons,
    TakenBackNameBody,
)
from deskwise.app.name_reasons import list_reasons, merge_reasons, name_reason, take_name_back
from deskwise.app.reason_names import ReasonName

router = APIRouter()
LONGEST_BYTES = 65_536
JSON = "application/json"
CHANGES = ("too-large", "wrong-media-type", "changed-meanwhile", "nothing-imported")


@router.get(
    "/reasons",
    name="reasons",
    responses=answers(Reasons, reason_examples.reasons(), "nothing-imported"),
)
def reasons(request: Request, here: Here, who: Calling) -> Response:
    """The reasons, the largest first: what `deskwise reasons list --format json` prints.

    A reason is a cluster of subjects that say the same, or several of one name.
    """
    found = list_reasons(here.workspace, here.state, who.token)
    told = {"kept": found is not None, "reasons": [each.to_json() for each in found or ()]}
    return tagged_answer(request, told)


@router.post(
    "/reasons/named",
    name="name_reason",
    responses=answers(NamedReasons, reason_examples.named(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: NamingBody}, reason_examples.naming()),
)
def named(
    here: Here, who: Calling, body: Annotated[NamingBody, Depends(json_body(NamingBody, LONGEST_BYTES))]
) -> Response:
    """Call a cluster something; called as another it is one reason with it."""
    done = name_reason(here.workspace, here.state, here.clock, who.token, body.key, body.name, body.version)
    return _told(done)


@router.post(
    "/reasons/merged",
    name="merge_reasons",
    responses=answers(NamedReasons, reason_examples.merged(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: MergingBody}, reason_examples.merging()),
)
def merged(
    here: Here, who: Calling, body: Annotated[MergingBody, Depends(json_body(MergingBody, LONGEST_BYTES))]
) -> Response:
    """Make one reason of several clusters, by giving all of them one name."""
    done = merge_reasons(here.workspace, here.state, here.clock, who.token, body.keys, body.name)
    return _told(*done)


@router.post(
    "/reasons/name-taken-back",
    name="take_back_reason_name",
    responses=answers(NamedReasons, reason_examples.taken_back(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: TakenBackNameBody}, reason_examples.taking_back()),
)
def taken_back(
    here: Here,
    who: Calling,
    body: Annotated[TakenBackNameBody, Depends(json_body(TakenBackNameBody, LONGEST_BYTES))],
) -> Response:
    """Call a cluster by its key again; it is no more one with others."""
    take_name_back(here.state, here.clock, who.token, body.key, body.version)
    return _told()


def _told(*done: ReasonName) -> Response:
    return json_answer(
        {"named": [{"key": each.key, "name": each.name, "version": each.version} for each in done]}
    )
