"""Who asks: a program, by the token it shows. Cookies count for nothing, so no page asks in a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from deskwise.api.parts import Parts
from deskwise.app.access.holders import Token
from deskwise.app.access.table import may, may_some, require
from deskwise.app.access.things import OPEN_POLICY, Act, Kind, Policy, Thing
from deskwise.app.change_settings import figures_policy
from deskwise.app.make_tokens import token_of

LONGEST_SECRET = 200


class TokenNeededError(Exception):
    """No token was shown, or one that does not work; `shown` says which."""

    def __init__(self, *, shown: bool) -> None:
        super().__init__("a token is needed")
        self.shown = shown


@dataclass(frozen=True)
class Caller:
    """A program with its token, under the workspace's policy on figures of single people."""

    token: Token
    policy: Policy = OPEN_POLICY

    def may(self, act: Act, thing: Thing) -> bool:
        """Whether it may do this: what the table of access says."""
        return may(self.token, act, thing, self.policy)

    def may_some(self, act: Act, kind: Kind) -> bool:
        """Whether there can be a thing of a kind to which it may do this."""
        return may_some(self.token, act, kind)

    def require(self, act: Act, thing: Thing) -> None:
        """Raise `NotAllowedError` where it may not."""
        require(self.token, act, thing, self.policy)


def find_caller(request: Request) -> Caller:
    """Who asks, by the header Authorization; raises `TokenNeededError`."""
    here: Parts = request.app.state.parts
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise TokenNeededError(shown=False)
    token = token_of(here.state, here.clock, secret) if len(secret) <= LONGEST_SECRET else None
    if token is None:
        raise TokenNeededError(shown=True)
    return Caller(token, figures_policy(here.workspace))


def caller(request: Request) -> Caller:
    """Who asks, found out before; raises `TokenNeededError` where it is nobody."""
    found = getattr(request.state, "caller", None)
    if not isinstance(found, Caller):
        raise TokenNeededError(shown=False)
    return found


Calling = Annotated[Caller, Depends(caller)]
