"""The tokens by which programs ask: made, looked through and revoked. A secret is shown once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.holders import Scope, Token
from deskwise.app.access.things import Act
from deskwise.app.change_people import list_people
from deskwise.app.make_tokens import (
    LASTS_DAYS,
    LONGEST_DAYS,
    TOKENS,
    NewToken,
    list_tokens,
    make_token,
    revoke_token,
    works,
)
from deskwise.kernel.errors import DeskwiseError, UnknownNameError, UsageError
from deskwise.kernel.language import marked, number, say
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# What a token of a scope may, in a line; docs/people.md has the table.
SCOPES = (
    (Scope.READ, marked("read: figures, requests, tickets and how far the data goes")),
    (Scope.WRITE_EVENTS, marked("write_events: send events, and nothing else")),
    (Scope.ADMIN, marked("admin: everything, settings and people too")),
)


@router.get("/tokens", name="tokens")
def tokens(request: Request, here: Here, who: Looking) -> Response:
    """All of them, or with `whose=mine` one's own; the latest first."""
    return _page(request, here, who, done=request.query_params.get("done", ""))


@router.post("/tokens", name="token_made")
def token_made(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """A new one, with its secret this once."""
    try:
        wanted = NewToken(form.one("name"), form.all("scope"), _days(form))
        token, secret = make_token(here.state, here.clock, who.holder, wanted)
    except UsageError as error:
        return _page(request, here, who, told=error, said=form, status=400)
    return _page(request, here, who, made=token, secret=secret)


@router.post("/tokens/{token}/revoke", name="token_revoked")
def token_revoked(request: Request, here: Here, who: Looking, token: str) -> Response:
    """Let one work no more, at once."""
    if not any(each.id == token for each in list_tokens(here.state, who.holder)):
        raise UnknownNameError(say("no token has this id"), do=say("choose one on the page of tokens"))
    revoke_token(here.state, here.clock, who.holder, token)
    return RedirectResponse(Links(request).page("tokens", {"done": "revoked"}), 303)


def _days(form: PostedForm) -> int | None:
    said = form.one("days").strip()
    if form.one("endless") == "yes":
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(LONGEST_DAYS))):
        raise UsageError(
            say("that is no number of days"),
            do=say("use 1 to %(most)s days", most=number(LONGEST_DAYS)),
        )
    return int(said)


def _page(
    request: Request,
    here: Served,
    who: Visitor,
    *,
    done: str = "",
    told: DeskwiseError | None = None,
    said: PostedForm | None = None,
    made: Token | None = None,
    secret: str = "",
    status: int = 200,
) -> Response:
    mine = request.query_params.get("whose") == "mine"
    own = None if who.person is None else who.person.id
    found = list_tokens(here.state, who.holder)
    names = {each.id: each.name for each in list_people(here.state, who.holder)}
    now, links = here.clock.now(), Links(request)
    answer = render(
        request,
        "tokens.html",
        status,
        nav="tokens",
        tokens=[
            {
                "it": each,
                "scopes": ", ".join(sorted(each.scopes)),
                "made_by": names.get(each.made_by, each.made_by),
                "made_at": utc_words(each.made_at),
                "used_at": None if each.last_used_at is None else utc_words(each.last_used_at),
                "expires_at": None if each.expires_at is None else utc_words(each.expires_at),
                "works": works(each, now),
                "revoked_at": None if each.revoked_at is None else utc_words(each.revoked_at),
            }
            for each in found
            if not mine or each.made_by == own
        ],
        whose=[
            (say("All"), links.page("tokens"), not mine),
            (say("Mine"), links.page("tokens", {"whose": "mine"}), mine),
        ],
        may_change=who.may(Act.CHANGE, TOKENS),
        scopes=[(scope, say(words)) for scope, words in SCOPES],
        lasts_days=LASTS_DAYS,
        done=done,
        told=told,
        said=said or PostedForm(),
        made=made,
        secret=secret,
    )
    if secret:
        answer.headers["Cache-Control"] = "no-store"
    return answer
