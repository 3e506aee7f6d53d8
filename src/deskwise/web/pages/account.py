"""One's own account: name and language, the password, and where one is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.bearer_secrets import secret_hash
from deskwise.app.change_people import PersonChange, change_password, change_person
from deskwise.app.person_values import SHORTEST_PASSWORD, checked_language
from deskwise.app.sign_in import sessions_of, sign_out_everywhere
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, SignInError, UsageError
from deskwise.web.languages import keep_language
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here, Served
from deskwise.web.sessions import farewell
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.get("/account", name="account")
def account(request: Request, here: Here, who: Looking) -> Response:
    """The page."""
    return _page(request, here, who, done=request.query_params.get("done", ""))


@router.post("/account", name="account_changed")
def account_changed(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Another name or language."""
    person = who.signed_in
    try:
        change = PersonChange(name=form.one("name"), language=checked_language(form.one("language")))
        change_person(here.state, here.clock, person, person.id, version_of_form(form), change)
    except ChangedMeanwhileError as error:
        return _page(request, here, who, told=error, status=409)
    except UsageError as error:
        return _page(request, here, who, told=error, status=400)
    answer = RedirectResponse(Links(request).page("account", {"done": "changed"}), 303)
    if change.language is not None:
        keep_language(request, answer, change.language)
    return answer


@router.post("/account/password", name="password_changed")
def password_changed(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Another password: every other session of theirs ends."""
    person, session = who.signed_in, who.session or ""
    try:
        change_password(
            here.state, here.clock, here.passwords, person, form.one("old"), form.one("new"), session
        )
    except SignInError as error:
        status = 400 if error.retry_after_seconds is None else 429
        return _page(request, here, who, told_of_password=error, status=status)
    except UsageError as error:
        return _page(request, here, who, told_of_password=error, status=400)
    return RedirectResponse(Links(request).page("account", {"done": "password"}), 303)


@router.post("/account/sign-out-everywhere", name="sign_out_everywhere")
def everywhere(request: Request, here: Here, who: Looking) -> Response:
    """End all sessions of theirs."""
    sign_out_everywhere(here.state, here.clock, who.signed_in)
    return farewell(request)


def _page(
    request: Request,
    here: Served,
    who: Visitor,
    *,
    done: str = "",
    told: DeskwiseError | None = None,
    told_of_password: DeskwiseError | None = None,
    status: int = 200,
) -> Response:
    person = who.signed_in
    if isinstance(told, ChangedMeanwhileError):
        person = told.now
    this = secret_hash(who.session or "")
    return render(
        request,
        "account.html",
        status,
        nav="account",
        person=person,
        done=done,
        told=told,
        told_of_password=told_of_password,
        shortest=SHORTEST_PASSWORD,
        sessions=[
            (utc_words(one.begun_at), utc_words(one.seen_at), one.secret_hash == this)
            for one in sessions_of(here.state, here.clock, person)
        ],
    )
