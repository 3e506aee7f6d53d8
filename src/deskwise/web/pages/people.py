"""The people who sign in: who they are, what they may, and the links by which they come in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.holders import Person
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.change_people import (
    PersonChange,
    activate,
    change_person,
    deactivate,
    find_person,
    list_people,
)
from deskwise.app.invite_people import Invitation, invite, password_link
from deskwise.app.one_time_links import MadeLink
from deskwise.app.person_values import checked_language, checked_role
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# What a role may, in a line; docs/people.md has the table.
ROLES = (
    ("viewer", marked("Viewer: figures of three people and more")),
    ("agent", marked("Agent: own tickets and figures, the own teams' figures")),
    ("lead", marked("Lead: all of the own teams")),
    ("admin", marked("Admin: everything")),
)


@router.get("/people", name="people")
def people(request: Request, here: Here, who: Looking) -> Response:
    """Everybody whom whoever looks may see, and a form to invite somebody."""
    return _list(request, here, who)


@router.post("/people", name="person_invited")
def person_invited(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Invite somebody; the link is shown this once."""
    try:
        invitation = Invitation(
            form.one("name"),
            form.one("email"),
            checked_role(form.one("role")),
            form.one("actor").strip() or None,
            _teams(form),
            checked_language(form.one("language")),
        )
        person, link = invite(here.state, here.clock, who.holder, invitation)
    except UsageError as error:
        return _list(request, here, who, told=error, said=form, status=400)
    return _list(request, here, who, link=link, link_of=person)


@router.get("/people/{person}", name="person")
def person(request: Request, here: Here, who: Looking, person: str) -> Response:
    """One of them."""
    found = find_person(here.state, who.holder, person)
    return _one(request, who, found, done=request.query_params.get("done", ""))


@router.post("/people/{person}", name="person_changed")
def person_changed(request: Request, here: Here, who: Looking, form: Posted, person: str) -> Response:
    """Another name, role, teams or id in tickets."""
    found = find_person(here.state, who.holder, person)
    try:
        change = PersonChange(
            form.one("name"),
            checked_role(form.one("role")),
            form.one("actor").strip(),
            frozenset(_teams(form)),
        )
        change_person(here.state, here.clock, who.holder, found.id, version_of_form(form), change)
    except ChangedMeanwhileError as error:
        return _one(request, who, error.now, told=error, status=409)
    except UsageError as error:
        return _one(request, who, found, told=error, status=400)
    return RedirectResponse(Links(request).page("person", {"done": "changed"}, person=found.id), 303)


@router.post("/people/{person}/active", name="person_let_in")
def person_let_in(request: Request, here: Here, who: Looking, form: Posted, person: str) -> Response:
    """Let somebody in no more, or again."""
    found = find_person(here.state, who.holder, person)
    change = activate if form.one("active") == "yes" else deactivate
    try:
        after = change(here.state, here.clock, who.holder, found.id)
    except UsageError as error:
        return _one(request, who, found, told=error, status=400)
    done = "activated" if after.active else "deactivated"
    return RedirectResponse(Links(request).page("person", {"done": done}, person=found.id), 303)


@router.post("/people/{person}/password-link", name="password_link_made")
def password_link_made(request: Request, here: Here, who: Looking, person: str) -> Response:
    """A link by which they set a new password; it is shown this once."""
    found = find_person(here.state, who.holder, person)
    try:
        link = password_link(here.state, here.clock, who.holder, found.id)
    except UsageError as error:
        return _one(request, who, found, told=error, status=400)
    return _one(request, who, found, link=link)


def _teams(form: PostedForm) -> tuple[str, ...]:
    return tuple(team for said in form.one("teams").split(",") if (team := said.strip()))


def _may_change(who: Visitor) -> bool:
    return who.may(Act.CHANGE, Thing(Kind.PEOPLE))


def _address(request: Request, link: MadeLink | None) -> tuple[str, str] | None:
    """Where a link leads, under the name by which these pages were opened, and until when."""
    if link is None:
        return None
    here = f"{request.url.scheme}://{request.url.netloc}{Links(request).root}"
    return here + link.path, utc_words(link.expires_at)


def _list(
    request: Request,
    here: Served,
    who: Visitor,
    *,
    told: DeskwiseError | None = None,
    said: PostedForm | None = None,
    link: MadeLink | None = None,
    link_of: Person | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "people.html",
        status,
        nav="people",
        people=list_people(here.state, who.holder),
        may_change=_may_change(who),
        roles=[(role, say(words)) for role, words in ROLES],
        told=told,
        said=said or PostedForm(),
        link_made=_address(request, link),
        link_of=link_of,
    )


def _one(
    request: Request,
    who: Visitor,
    found: Person,
    *,
    done: str = "",
    told: DeskwiseError | None = None,
    link: MadeLink | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "person.html",
        status,
        nav="people",
        person=found,
        may_change=_may_change(who),
        roles=[(role, say(words)) for role, words in ROLES],
        done=done,
        told=told,
        link_made=_address(request, link),
    )
