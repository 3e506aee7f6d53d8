"""Who is looking: somebody who is signed in, or whoever sits at a machine on which nobody is set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from deskwise.app.access.holders import TERMINAL, Holder, Person
from deskwise.app.access.table import may, may_some
from deskwise.app.access.things import OPEN_POLICY, TELLS, Act, Kind, Policy, Thing
from deskwise.app.change_settings import figures_policy
from deskwise.app.set_up import needs_set_up
from deskwise.app.sign_in import who_is
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import marked, mid_sentence, say
from deskwise.web.own_hosts import asked_of_this_machine
from deskwise.web.secret_cookies import SESSION, read_secret
from deskwise.web.served import Served

# What is nobody's to read without an account, even at the machine itself: pages that keep who is who.
OF_PEOPLE = frozenset({Kind.PEOPLE, Kind.TOKENS, Kind.AUDIT, Kind.SETTINGS, Kind.PERSONAL_DATA})


class SignInNeededError(Exception):
    """Nobody is known to be looking."""


@dataclass(frozen=True)
class Visitor:
    """Whoever looks at a page.

    `person` is null where nobody is set up, and whoever sits at the machine may read. `session` is the secret
    that their browser shows, null of whom nobody signed in.
    """

    person: Person | None = None
    policy: Policy = OPEN_POLICY
    session: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What the pages call them."""
        return say("this computer") if self.person is None else self.person.name

    @property
    def role(self) -> str:
        """Their role, in a word."""
        return marked("reader") if self.person is None else str(self.person.role)

    @property
    def holder(self) -> Holder:
        """Who asks, for the table of access and for use cases."""
        return TERMINAL if self.person is None else self.person

    @property
    def signed_in(self) -> Person:
        """The person; raises `SignInNeededError` where it is nobody."""
        if self.person is None:
            raise SignInNeededError
        return self.person

    def may(self, act: Act, thing: Thing) -> bool:
        """Whether they may do this: what the table of access says."""
        return self._at_all(act, thing.kind) and may(self.holder, act, thing, self.policy)

    def may_some(self, act: Act, kind: Kind) -> bool:
        """Whether there can be a thing of a kind to which they may do this."""
        return self._at_all(act, kind) and may_some(self.holder, act, kind)

    def require(self, act: Act, thing: Thing) -> None:
        """Raise `NotAllowedError` where they may not."""
        if not self.may(act, thing):
            raise not_allowed(act, thing.kind)

    def _at_all(self, act: Act, kind: Kind) -> bool:
        return self.person is not None or (act is Act.READ and kind not in OF_PEOPLE)


def not_allowed(act: Act, kind: Kind) -> NotAllowedError:
    """What is told whoever asks for a thing they may not have."""
    what = mid_sentence(say(TELLS[kind]).rstrip("."))
    read = say("your role does not let you read this: %(what)s", what=what)
    change = say("your role does not let you change this: %(what)s", what=what)
    return NotAllowedError(
        read if act is Act.READ else change,
        do=say("ask an admin of the workspace"),
    )


WhoIsLooking = Callable[[Request], Visitor | None]


def local(request: Request) -> Visitor | None:
    """Whoever is at the machine, which nobody else reaches."""
    return Visitor(policy=_policy(request))


def signed_in(request: Request) -> Visitor | None:
    """Whose session the browser shows; null where it shows none that holds."""
    here: Served = request.app.state.served
    secret = read_secret(request, SESSION)
    person = None if secret is None else who_is(here.state, here.clock, secret)
    return None if person is None else Visitor(person, _policy(request), secret)


def signed_in_or_at_the_machine(request: Request) -> Visitor | None:
    """As `signed_in`; but as long as nobody is set up, whoever is at the machine may read."""
    found = signed_in(request)
    if found is not None or not asked_of_this_machine(request.scope):
        return found
    return local(request) if needs_set_up(request.app.state.served.state) else None


def _policy(request: Request) -> Policy:
    here: Served = request.app.state.served
    return figures_policy(here.workspace)


def visitor(request: Request) -> Visitor:
    """Who is looking, found out before the page was asked; raises `SignInNeededError` where nobody is."""
    found = getattr(request.state, "visitor", None)
    if not isinstance(found, Visitor):
        raise SignInNeededError
    return found


Looking = Annotated[Visitor, Depends(visitor)]
