"""Signing in at a provider of identities: to it, and back from it."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.identity_provider import IdentityProvider
from deskwise.app.sign_in_by_provider import sign_in_by_provider
from deskwise.kernel.errors import DeskwiseError, ProviderError, SignInError, UnknownNameError
from deskwise.kernel.language import say
from deskwise.web.own_paths import own_path
from deskwise.web.pages.sign_in import sign_in_page
from deskwise.web.provider_flow import begin_flow, flow_that_came_back, forget_flow, keep_flow
from deskwise.web.secret_cookies import SESSION, read_secret
from deskwise.web.served import Here, Served
from deskwise.web.sessions import asked_from, welcome

LOG = logging.getLogger("deskwise.web")
# What a provider says in place of a code is one of the protocol's words, or is not repeated.
LONGEST_WORD = 40

router = APIRouter(include_in_schema=False)


@router.get("/sign-in/provider", name="provider_sign_in")
def to_provider(request: Request, here: Here) -> Response:
    """To the provider, with what ties the way back to this browser."""
    provider, back = _provider(here)
    onward = own_path(request.query_params.get("next", ""))
    secret, flow = begin_flow(onward)
    try:
        answer = RedirectResponse(provider.sign_in_address(back, flow), 303)
    except ProviderError as error:
        return _refused(request, here, error, onward)
    keep_flow(request, answer, secret)
    return answer


@router.get("/sign-in/provider/back", name="provider_back")
def back_from_provider(request: Request, here: Here) -> Response:
    """Begin a session for whom the provider has told of, or say why not."""
    provider, back = _provider(here)
    said = request.query_params
    came = flow_that_came_back(request, said.get("state", ""))
    if came is None:
        error = SignInError(
            say("this sign-in was not begun in this browser, or too long ago"),
            do=say("sign in again from here"),
        )
        return _refused(request, here, error, "/")
    flow, onward = came
    code = said.get("code", "")
    if said.get("error") or not code or said.get("iss", provider.issuer) != provider.issuer:
        error = SignInError(
            say("%(provider)s did not let you in", provider=provider.name) + _word(said.get("error", "")),
            do=say("try again"),
        )
        return _refused(request, here, error, onward)
    try:
        begun = sign_in_by_provider(
            here.state,
            here.clock,
            provider,
            lambda: provider.identity(back, flow, code),
            address=asked_from(request),
            former=read_secret(request, SESSION),
        )
    except (SignInError, ProviderError) as error:
        return _refused(request, here, error, onward)
    answer = welcome(request, here, begun, onward)
    forget_flow(request, answer)
    return answer


def _provider(here: Served) -> tuple[IdentityProvider, str]:
    if here.sign_in_provider is None:
        raise UnknownNameError(
            say("nobody signs in by a provider here"), do=say("sign in with your password")
        )
    return here.sign_in_provider.provider, here.sign_in_provider.back


def _refused(request: Request, here: Served, error: DeskwiseError, onward: str) -> Response:
    LOG.info("not signed in by provider", extra={"fields": {"error": type(error).__name__}})
    answer = sign_in_page(request, here, onward, error, way="provider")
    forget_flow(request, answer)
    return answer


def _word(said: str) -> str:
    """A word of the protocol in brackets; nothing for anything else, which anybody could put there."""
    plain = len(said) <= LONGEST_WORD and said.isascii() and said.replace("_", "").isalpha()
    return f" ({said})" if plain else ""
