"""Tokens by which a form is known to be of a page of ours, made from what the browser shows beside it.

Another site can make a browser send a form, with its cookies; it cannot read what stands in our pages.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from deskwise.app.bearer_secrets import new_secret
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import say
from deskwise.web.secret_cookies import BEFORE, SESSION, read_secret

FIELD, HEADER = "form_token", "X-Form-Token"


@dataclass(frozen=True)
class PageToken:
    """What the forms of a page carry. `given` is a new secret that its browser has to keep, else null."""

    token: str
    given: str | None


def token_of(secret: str) -> str:
    """The token that goes with a secret, which cannot be found from it.

    >>> token_of("a") == token_of("a"), token_of("a") == token_of("b")
    (True, False)
    """
    return hmac.new(secret.encode(), b"deskwise form", hashlib.sha256).hexdigest()


def page_token(request: Request) -> PageToken:
    """The token for a page: of the session, or of what a browser is given before there is one."""
    who = getattr(request.state, "visitor", None)
    if who is not None and who.session is not None:
        return PageToken(token_of(who.session), None)
    before = read_secret(request, BEFORE)
    if before is not None:
        return PageToken(token_of(before), None)
    made = new_secret()
    return PageToken(token_of(made), made)


def check_form(request: Request, said: str, *, only_session: bool, unnamed_origin: bool) -> None:
    """Raise `NotAllowedError` where a form was not sent from a page of ours.

    `only_session` is for what needs one: then the token of before does not do. `unnamed_origin` is for forms
    of pages that name themselves to nobody.
    """
    if not _from_here(request, unnamed=unnamed_origin):
        raise NotAllowedError(
            say("this form was sent from another site"),
            do=say("open the page here, and send the form from it"),
        )
    names = (SESSION,) if only_session else (SESSION, BEFORE)
    known = [token_of(secret) for name in names if (secret := read_secret(request, name)) is not None]
    given = said.encode("utf-8", "replace")
    if not any(hmac.compare_digest(each.encode(), given) for each in known):
        raise NotAllowedError(
            say("this form is of a page that was loaded before you signed in or out, or without cookies"),
            do=say("load the page again, and send it once more"),
        )


def _from_here(request: Request, *, unnamed: bool) -> bool:
    """What the browser says of where the form stood; one that says nothing has its token alone."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None or (origin == "null" and unnamed):
        return True
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
