"""One's own account: name and language, the password, tokens of one's own, and where one is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.holders import Scope, Token
from deskwise.app.bearer_secrets import secret_hash
from deskwise.app.change_people import PersonChange, change_password, change_person
from deskwise.app.make_tokens import LASTS_DAYS, works
from deskwise.app.own_tokens import (
    LONGEST_OWN_DAYS,
    OwnToken,
    make_own_token,
    own_tokens,
    revoke_own_token,
)
from deskwise.app.person_values import SHORTEST_PASSWORD, checked_language
from deskwise.app.sign_in import sessions_of, sign_out_everywhere
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, SignInError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.web.languages import keep_language
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.sessions import farewell
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# What a token of one's own may, in a line.
SCOPES = (
    (Scope.OWN_READ, marked("read what you may read, and change nothing")),
    (Scope.OWN, marked("all that you may here, but no tokens")),
)


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


@router.post("/account/tokens", name="own_token_made")
def own_token_made(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """A token of their own, with its secret this once."""
    try:
        wanted = OwnToken(form.one("name"), form.one("scope"), _days(form.one("days").strip()))
        made = make_own_token(here.state, here.clock, who.signed_in, wanted)
    except UsageError as error:
        return _page(request, here, who, told_of_tokens=error, said=form, status=400)
    return _page(request, here, who, made=made)


@router.post("/account/tokens/{token}/revoke", name="own_token_revoked")
def own_token_revoked(request: Request, here: Here, who: Looking, token: str) -> Response:
    """Let a token of theirs work no more, at once."""
    revoke_own_token(here.state, here.clock, who.signed_in, token)
    return RedirectResponse(Links(request).page("account", {"done": "revoked"}), 303)


def _days(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(LONGEST_OWN_DAYS))):
        raise UsageError(
            say("that is no number of days"), do=say("use 1 to %(most)s days", most=str(LONGEST_OWN_DAYS))
        )
    return int(said)


def _page(
    request: Request,
    here: Served,
    who: Visitor,
    *,
    done: str = "",
    told: DeskwiseError | None = None,
    told_of_password: DeskwiseError | None = None,
    told_of_tokens: DeskwiseError | None = None,
    said: PostedForm | None = None,
    made: tuple[Token, str] | None = None,
    status: int = 200,
) -> Response:
    person = who.signed_in
    if isinstance(told, ChangedMeanwhileError):
        person = told.now
    this, now = secret_hash(who.session or ""), here.clock.now()
    answer = render(
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
        tokens=[
            {
                "it": each,
                "may": ", ".join(sorted(each.scopes)),
                "made_at": utc_words(each.made_at),
                "used_at": None if each.last_used_at is None else utc_words(each.last_used_at),
                "expires_at": None if each.expires_at is None else utc_words(each.expires_at),
                "works": works(each, now),
            }
            for each in own_tokens(here.state, person)
        ],
        token_scopes=[(scope, say(words)) for scope, words in SCOPES],
        lasts_days=LASTS_DAYS,
        told_of_tokens=told_of_tokens,
        said=said or PostedForm(),
        made=None if made is None else made[0],
        secret="" if made is None else made[1],
    )
    if made is not None:
        answer.headers["Cache-Control"] = "no-store"
    return answer
