"""Beginning and ending the session of a browser, around the answer that tells it so."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import RedirectResponse

from deskwise.app.access.holders import Person
from deskwise.app.sign_in import SignedIn, sign_in
from deskwise.kernel.errors import SignInError
from deskwise.web.languages import keep_language
from deskwise.web.secret_cookies import BEFORE, SESSION, give_secret, read_secret, take_secret
from deskwise.web.served import Served
from deskwise.web.templating import Links

NOBODY = "an address that is not known"


def begin(request: Request, here: Served, email: str, password: str) -> SignedIn:
    """Sign somebody in, in the place of whoever was; raises `SignInError`."""
    former = read_secret(request, SESSION)
    return sign_in(
        here.state, here.clock, here.passwords, email, password, address=asked_from(request), former=former
    )


def welcome(request: Request, here: Served, begun: SignedIn, path: str) -> RedirectResponse:
    """To a page of ours, with a session that nobody knew of before."""
    answer = RedirectResponse(Links(request).root + path, 303)
    seconds = int((begun.expires_at - here.clock.now()).total_seconds())
    give_secret(request, answer, SESSION, begun.secret, seconds)
    take_secret(request, answer, BEFORE)
    keep_language(request, answer, begun.person.language)
    return answer


def welcome_new(request: Request, here: Served, person: Person, password: str) -> RedirectResponse:
    """To the overview, for somebody who has just set a password; to sign in where that has to wait."""
    try:
        return welcome(request, here, begin(request, here, person.email, password), "/")
    except SignInError:
        return RedirectResponse(Links(request).page("sign_in"), 303)


def farewell(request: Request) -> RedirectResponse:
    """To the page to sign in at, with nothing kept."""
    answer = RedirectResponse(Links(request).page("sign_in", {"done": "1"}), 303)
    take_secret(request, answer, SESSION)
    return answer


def asked_from(request: Request) -> str:
    """The address that a call came from."""
    return NOBODY if request.client is None else request.client.host
