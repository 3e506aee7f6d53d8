"""What is held on a person, and forgetting them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from deskwise.api.answers import json_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Caller, Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here, Parts
from deskwise.api.schemas import keeping_examples as examples
from deskwise.api.schemas.keeping import Expired, ForgottenNotes, ForgottenPeople, HeldOnPerson
from deskwise.api.schemas.keeping_bodies import ExpiredBody, ForgetBody, IdentifierBody
from deskwise.app.forget_people import find_people
from deskwise.app.held_on_person import PersonalDataKeeper
from deskwise.app.plain_json import plain_values

router = APIRouter()
LONGEST_BYTES = 1024 * 1024
CHANGES = ("too-large", "wrong-media-type", "workspace-unreadable")
SECRET = {"Cache-Control": "no-store"}


@router.post(
    "/personal-data",
    name="personal_data",
    responses=answers(HeldOnPerson, examples.held(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: IdentifierBody}, {"identifier": "C-88"}),
)
def personal_data(
    here: Here,
    who: Calling,
    body: Annotated[IdentifierBody, Depends(json_body(IdentifierBody, LONGEST_BYTES))],
) -> Response:
    """What is held on one person, in all stores: what `deskwise personal-data` prints.

    It is posted so that nobody's identifier stands in an address. The audit notes that it was asked, and not
    of whom.
    """
    return json_answer(plain_values(_keeper(here, who).held(body.identifier).to_json()), headers=SECRET)


@router.get(
    "/personal-data/forgotten",
    name="forgotten",
    responses=answers(ForgottenNotes, examples.notes(), "workspace-unreadable", tagged=False),
)
def forgotten(here: Here, who: Calling) -> Response:  # noqa: ARG001 - the table of routes asks
    """What was forgotten so far, never who: what `deskwise forget --list` prints."""
    notes = here.open_personal_data().notes()
    return json_answer({"forgotten": [each.to_json() for each in notes]}, headers=SECRET)


@router.post(
    "/personal-data/forget",
    name="forget",
    responses=answers(ForgottenPeople, examples.forgotten(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: ForgetBody}, {"identifiers": ["C-88"], "dry_run": True}),
)
def forget(
    here: Here, who: Calling, body: Annotated[ForgetBody, Depends(json_body(ForgetBody, LONGEST_BYTES))]
) -> Response:
    """Let people's identifiers and texts leave the workspace: what `deskwise forget` prints.

    Figures stay. It cannot be undone: with `dry_run` it is told what would change, and nothing is.
    """
    keeper, wanted = _keeper(here, who), tuple(body.identifiers)
    found = find_people(keeper.data, wanted) if body.dry_run else keeper.forget(wanted)
    return json_answer({**found.to_json(), "dry_run": body.dry_run}, headers=SECRET)


@router.post(
    "/personal-data/expired",
    name="expired",
    responses=answers(Expired, examples.expired(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: ExpiredBody}, {"dry_run": True}),
)
def expired(
    here: Here, who: Calling, body: Annotated[ExpiredBody, Depends(json_body(ExpiredBody, LONGEST_BYTES))]
) -> Response:
    """Let go what the settings no longer keep: what `deskwise forget --expired` prints."""
    keeper = _keeper(here, who)
    found = keeper.find_expired() if body.dry_run else keeper.expire()
    told = [{"reason": reason, **one.to_json()} for reason, one in found]
    return json_answer({"expired": told, "dry_run": body.dry_run}, headers=SECRET)


def _keeper(here: Parts, who: Caller) -> PersonalDataKeeper:
    return PersonalDataKeeper(here.open_personal_data(), here.state, here.clock, who.token)
