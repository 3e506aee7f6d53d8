"""Who is looking: the seam between pages and whatever knows people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from starlette.requests import Request

Act = Literal["read"]
Thing = Literal["figures", "tickets", "definitions", "data"]


class Visitor(Protocol):
    """A person, as far as a page must know one."""

    @property
    def name(self) -> str:
        """What the pages call them."""
        ...

    @property
    def role(self) -> str:
        """Their role, in words."""
        ...

    def may(self, act: Act, thing: Thing) -> bool:
        """Whether they may do something to a kind of thing."""
        ...


WhoIsLooking = Callable[[Request], Visitor]


class SignInNeededError(Exception):
    """Nobody is known to be looking."""


class NotAllowedError(Exception):
    """Somebody is, and may not see this."""


@dataclass(frozen=True)
class LocalVisitor:
    """Whoever sits at the machine the workspace is on: may read all of it."""

    name: str = "this computer"
    role: str = "reader"

    def may(self, act: Act, thing: Thing) -> bool:  # noqa: ARG002 - the protocol's
        """They could read the files as well."""
        return act == "read"


def local(request: Request) -> Visitor:  # noqa: ARG001 - the protocol's
    """Everybody is at the machine: only for a server that nobody else reaches."""
    return LocalVisitor()


def nobody(request: Request) -> Visitor:
    """Nobody is known: the default, as long as no sign-in says otherwise."""
    raise SignInNeededError(request.url.path)


def visitor(request: Request) -> Visitor:
    """Who is looking; raises `SignInNeededError` where nobody is known."""
    who: WhoIsLooking = request.app.state.who_is_looking
    found = who(request)
    request.state.visitor = found
    return found


def may_read(thing: Thing) -> Callable[[Request], None]:
    """What a page of a kind of thing depends on; raises `NotAllowedError` where it may not be seen."""

    # Not async: whoever looks people up may wait for a store, and is to hold up nobody else.
    def allowed(request: Request) -> None:
        if not visitor(request).may("read", thing):
            raise NotAllowedError(thing)

    return allowed
