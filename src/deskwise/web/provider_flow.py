"""What ties a browser to its way to the provider of identities and back: a secret that it alone shows.

All that is sent is made from it, so nothing is kept here; what comes back in another browser fits nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from deskwise.app.bearer_secrets import new_secret
from deskwise.app.identity_provider import Flow
from deskwise.web.own_paths import own_path
from deskwise.web.secret_cookies import give_secret, read_secret, take_secret

COOKIE = "dw-provider"
LASTS_SECONDS = 600
LONGEST_ONWARD = 1_000


def begin_flow(onward: str) -> tuple[str, Flow]:
    """A new secret for a browser, and what goes with it; `onward` is where it wants to be then."""
    secret = new_secret()
    return secret, flow_of(secret, onward)


def flow_of(secret: str, onward: str) -> Flow:
    """What goes with a secret, none of which tells it, nor the other parts.

    >>> flow_of("a", "/").state == flow_of("a", "/data").state
    False
    """
    onward = onward if len(onward) <= LONGEST_ONWARD else "/"
    # The state carries where to go on, and nobody can put another place there.
    state = f"{_made(secret, f'state {onward}')}.{quote(onward, safe='')}"
    return Flow(state, _made(secret, "nonce"), _made(secret, "verifier"))


def flow_that_came_back(request: Request, state: str) -> tuple[Flow, str] | None:
    """The flow of a browser that shows a state, and where it wants to go; null where they do not fit."""
    secret = read_secret(request, COOKIE)
    onward = unquote(state.partition(".")[2])
    if secret is None or not state:
        return None
    flow = flow_of(secret, onward)
    if not hmac.compare_digest(flow.state.encode(), state.encode("utf-8", "replace")):
        return None
    return flow, own_path(onward)


def keep_flow(request: Request, answer: Response, secret: str) -> None:
    """Let the browser keep the secret until it is back."""
    give_secret(request, answer, COOKIE, secret, LASTS_SECONDS)


def forget_flow(request: Request, answer: Response) -> None:
    """Let the browser forget it: what came back once is not taken again."""
    take_secret(request, answer, COOKIE)


def _made(secret: str, what: str) -> str:
    made = hmac.new(secret.encode(), f"deskwise provider {what}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")
