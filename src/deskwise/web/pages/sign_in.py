"""Signing in, and out."""

from __future__ import annotations

from math import ceil

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.sign_in import sign_out as end_session
from deskwise.kernel.errors import DeskwiseError, ProviderError, SignInError
from deskwise.web.own_paths import own_path
from deskwise.web.posted_forms import Posted
from deskwise.web.secret_cookies import SESSION, read_secret
from deskwise.web.served import Here, Served
from deskwise.web.sessions import begin, farewell, welcome
from deskwise.web.templating import Links, render

router = APIRouter(include_in_schema=False)


@router.get("/sign-in", name="sign_in")
def sign_in(request: Request, here: Here) -> Response:
    """The page; whoever is signed in goes on to where they wanted."""
    onward = own_path(request.query_params.get("next", ""))
    who = request.state.visitor
    if who is not None and who.person is not None:
        return RedirectResponse(Links(request).root + onward, 303)
    done = request.query_params.get("done") == "1"
    return sign_in_page(request, here, onward, done=done)


@router.post("/sign-in", name="sign_in_sent")
def sign_in_sent(request: Request, here: Here, form: Posted) -> Response:
    """Begin a session, or say that something was wrong."""
    onward = own_path(form.one("next"))
    email, password = form.one("email"), form.one("password")
    try:
        begun = begin(request, here, email, password)
    except SignInError as error:
        return sign_in_page(request, here, onward, error, email=email)
    return welcome(request, here, begun, onward)


def sign_in_page(
    request: Request,
    here: Served,
    onward: str,
    told: DeskwiseError | None = None,
    *,
    email: str = "",
    done: bool = False,
    way: str = "password",
) -> Response:
    """The page to sign in at, with what went wrong by which way; a status that says so too."""
    if told is not None:
        here.metrics.sign_in_failed(way)
    wait = told.retry_after_seconds if isinstance(told, SignInError) else None
    status = 200 if told is None else 502 if isinstance(told, ProviderError) else 401
    by = None if here.sign_in_provider is None else here.sign_in_provider.provider.name
    shown = {"onward": onward, "email": email, "told": told, "done": done, "provider": by}
    answer = render(request, "sign_in.html", status if wait is None else 429, **shown)
    if wait is not None:
        answer.headers["Retry-After"] = str(ceil(wait))
    return answer


@router.post("/sign-out", name="sign_out")
def sign_out(request: Request, here: Here) -> Response:
    """End the session of this browser."""
    secret = read_secret(request, SESSION)
    if secret is not None:
        end_session(here.state, here.clock, secret)
    return farewell(request)
