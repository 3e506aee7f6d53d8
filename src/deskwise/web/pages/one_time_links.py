"""The pages that one-time links open: the first admin, an invitation, a new password.

Their address is a secret, so they name themselves to nobody.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.app.access.holders import Person
from deskwise.app.invite_people import invited, join
from deskwise.app.person_values import SHORTEST_PASSWORD, checked_language
from deskwise.app.set_up import FirstAdmin, is_set_up_link, set_up
from deskwise.kernel.errors import UsageError
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here
from deskwise.web.sessions import welcome_new
from deskwise.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/set-up/{secret}", name="set_up")
def set_up_page(request: Request, here: Here, secret: str) -> Response:
    """Where somebody becomes the first admin; raises `LinkError` where the link does not work."""
    is_set_up_link(here.state, here.clock, secret)
    return _set_up_form(request, "", "", "en", None)


@router.post("/set-up/{secret}", name="set_up_sent")
def set_up_sent(request: Request, here: Here, form: Posted, secret: str) -> Response:
    """Make the admin, and sign them in."""
    name, email, password = form.one("name"), form.one("email"), form.one("password")
    language = form.one("language")
    try:
        admin = FirstAdmin(name, email, password, checked_language(language))
        person = set_up(here.state, here.clock, here.passwords, secret, admin)
    except UsageError as error:
        return _set_up_form(request, name, email, language, error)
    return welcome_new(request, here, person, password)


def _set_up_form(request: Request, name: str, email: str, language: str, told: UsageError | None) -> Response:
    said = {"name": name, "email": email, "language": language, "told": told}
    status = 200 if told is None else 400
    return render(request, "set_up.html", status, **said, shortest=SHORTEST_PASSWORD)


@router.get("/join/{secret}", name="join")
def join_page(request: Request, here: Here, secret: str) -> Response:
    """Where who is invited sets a password; raises `LinkError` where the link does not work."""
    person = invited(here.state, here.clock, secret)
    return _join_form(request, person, person.name, None, is_new=True)


@router.post("/join/{secret}", name="join_sent")
def join_sent(request: Request, here: Here, form: Posted, secret: str) -> Response:
    """Set the password and the name, and sign them in."""
    return _joined(request, here, form, secret, is_new=True)


@router.get("/new-password/{secret}", name="new_password")
def new_password_page(request: Request, here: Here, secret: str) -> Response:
    """Where somebody sets a new password; raises `LinkError` where the link does not work."""
    person = invited(here.state, here.clock, secret)
    return _join_form(request, person, person.name, None, is_new=False)


@router.post("/new-password/{secret}", name="new_password_sent")
def new_password_sent(request: Request, here: Here, form: Posted, secret: str) -> Response:
    """Set the password, and sign them in."""
    return _joined(request, here, form, secret, is_new=False)


def _joined(request: Request, here: Here, form: Posted, secret: str, *, is_new: bool) -> Response:
    name = form.one("name") if is_new else None
    try:
        person = join(here.state, here.clock, here.passwords, secret, form.one("password"), name)
    except UsageError as error:
        whose = invited(here.state, here.clock, secret)
        return _join_form(request, whose, name or whose.name, error, is_new=is_new)
    return welcome_new(request, here, person, form.one("password"))


def _join_form(
    request: Request, person: Person, name: str, told: UsageError | None, *, is_new: bool
) -> Response:
    said = {"person": person, "name": name, "told": told, "is_new": is_new, "shortest": SHORTEST_PASSWORD}
    return render(request, "join.html", 200 if told is None else 400, **said)
