"""The people who sign in: shown, invited, changed, and let in no more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from deskwise.api.answers import json_answer, tagged_answer, versioned_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Caller, Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here, Parts
from deskwise.api.schemas import keeping_examples as examples
from deskwise.api.schemas.keeping import Invited, Link, People, Person
from deskwise.api.schemas.keeping_bodies import ActiveBody, InvitationBody, PersonBody
from deskwise.api.versions import IfMatch, made_from, unless_changed
from deskwise.app.access.holders import Person as PersonHere
from deskwise.app.change_people import PersonChange, activate, change_person, deactivate, list_people
from deskwise.app.invite_people import Invitation, invite, password_link
from deskwise.app.one_time_links import MadeLink
from deskwise.app.person_values import person_json
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say

router = APIRouter()
LONGEST_BYTES = 262_144
CHANGES = ("too-large", "wrong-media-type", "unknown-name")
# A link is as good as a password until it is used.
SECRET = {"Cache-Control": "no-store"}
PersonId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{1,32}$", description="The id of the person.", examples=[examples.PERSON.id]),
]


@router.get("/people", name="people", responses=answers(People, {"people": [examples.person()]}))
def people(request: Request, here: Here, who: Calling) -> Response:
    """Everybody, those who are not active too: what `deskwise people list` prints."""
    found = list_people(here.state, who.token)
    return tagged_answer(request, {"people": [person_json(each) for each in found]})


@router.post(
    "/people",
    name="invite",
    status_code=201,
    responses=answers(Invited, examples.invited(), "too-large", "wrong-media-type", status=201, tagged=False),
    openapi_extra=takes({JSON: InvitationBody}, examples.new_person()),
)
def invite_person(
    request: Request,
    here: Here,
    who: Calling,
    body: Annotated[InvitationBody, Depends(json_body(InvitationBody, LONGEST_BYTES))],
) -> Response:
    """Invite somebody: what `deskwise people invite` prints, with the link by which they set their password.

    The link leads to where this was asked. An e-mail address that is somebody's already is refused (400).
    """
    invitation = Invitation(body.name, body.email, body.role, body.actor, tuple(body.teams), body.language)
    person, link = invite(here.state, here.clock, who.token, invitation)
    return json_answer({**_link(request, link), "person": person_json(person)}, 201, SECRET)


@router.get("/people/{person}", name="person", responses=answers(Person, examples.person(), "unknown-name"))
def person(request: Request, here: Here, who: Calling, person: PersonId) -> Response:
    """One of them. The ETag is their version, for If-Match of whoever changes them."""
    found = _found(here, who, person)
    return versioned_answer(request, person_json(found), found.version)


@router.patch(
    "/people/{person}",
    name="change_person",
    responses=answers(
        Person, examples.person(), *CHANGES, "changed-since", "changed-meanwhile", tagged=False
    ),
    openapi_extra=takes({JSON: PersonBody}, examples.changed_person()),
)
def change(
    here: Here,
    who: Calling,
    person: PersonId,
    body: Annotated[PersonBody, Depends(json_body(PersonBody, LONGEST_BYTES))],
    if_match: IfMatch = None,
) -> Response:
    """Give somebody another role, teams, name, language, or name in the log; the last admin stays one.

    What `deskwise people role` prints.
    """
    found, version = _found(here, who, person), made_from(if_match)
    wanted = PersonChange(
        body.name,
        body.role,
        body.actor,
        None if body.teams is None else frozenset(body.teams),
        body.language,
    )
    with unless_changed(if_match):
        done = change_person(
            here.state, here.clock, who.token, found.id, found.version if version is None else version, wanted
        )
    return json_answer(person_json(done), headers={"ETag": f'"{done.version}"'})


@router.post(
    "/people/{person}/active",
    name="person_active",
    responses=answers(Person, examples.person(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: ActiveBody}, {"active": False}),
)
def active(
    here: Here,
    who: Calling,
    person: PersonId,
    body: Annotated[ActiveBody, Depends(json_body(ActiveBody, LONGEST_BYTES))],
) -> Response:
    """Let somebody in no more, or in again: what `deskwise people deactivate` prints.

    Their sessions, links and tokens end; the audit still names them. The last admin stays.
    """
    done = activate if body.active else deactivate
    found = done(here.state, here.clock, who.token, _found(here, who, person).id)
    return json_answer(person_json(found), headers={"ETag": f'"{found.version}"'})


@router.post(
    "/people/{person}/password-link",
    name="password_link",
    status_code=201,
    responses=answers(Link, examples.link(), "unknown-name", status=201, tagged=False),
)
def new_password(request: Request, here: Here, who: Calling, person: PersonId) -> Response:
    """A link by which somebody sets a new password: what `deskwise people set-up-link --for` prints.

    The old one works until then; earlier links do not any more.
    """
    link = password_link(here.state, here.clock, who.token, _found(here, who, person).id)
    return json_answer(_link(request, link), 201, SECRET)


def _found(here: Parts, who: Caller, person: str) -> PersonHere:
    found = next((each for each in list_people(here.state, who.token) if each.id == person), None)
    if found is None:
        raise UnknownNameError(say("nobody has this id"), do=say("see deskwise people list"))
    return found


def _link(request: Request, link: MadeLink) -> dict[str, object]:
    return {"url": str(request.base_url).rstrip("/") + link.path, "expires_at": link.expires_at}
