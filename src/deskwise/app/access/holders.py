"""Who asks: a person with a role, a token with scopes, or whoever has the folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

Language = Literal["en", "de"]
# Those of `kernel.language`, as types have to name them.
LANGUAGES: tuple[Language, ...] = ("en", "de")


class Role(StrEnum):
    """What a person is here for."""

    ADMIN = "admin"
    LEAD = "lead"
    AGENT = "agent"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What a token is for; the last two are of tokens that people make for themselves."""

    READ = "read"
    WRITE_EVENTS = "write_events"
    ADMIN = "admin"
    OWN_READ = "own_read"
    OWN = "own"


OF_WORKSPACE = (Scope.READ, Scope.WRITE_EVENTS, Scope.ADMIN)
OF_PERSON = (Scope.OWN_READ, Scope.OWN)


@dataclass(frozen=True)
class Person:
    """Somebody of the team who signs in.

    `actor` is the id under which they act in tickets, null if they do not. `version` counts the changes, so
    that nobody writes over what they have not seen. Who is not `active` may do nothing.
    """

    id: str
    name: str
    email: str
    role: Role
    actor: str | None = None
    teams: frozenset[str] = frozenset()
    language: Language = "en"
    active: bool = True
    version: int = 1


@dataclass(frozen=True)
class Token:
    """What a program asks with. `prefix` is the beginning of the secret, which is kept nowhere.

    `expires_at` is null of one that does not end, `last_used_at` of one that was never used. `person` is who
    made it for themselves, as they are now: it may no more than they may; null of a workspace's tokens.
    """

    id: str
    name: str
    prefix: str
    scopes: frozenset[Scope]
    made_by: str
    made_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Terminal:
    """Whoever has the workspace's folder and calls the command line in it."""


TERMINAL = Terminal()
Holder = Person | Token | Terminal


def holder_id(holder: Holder) -> str:
    """How the audit names who did something.

    >>> holder_id(TERMINAL)
    'terminal'
    """
    if isinstance(holder, Person):
        return holder.id
    return f"token:{holder.id}" if isinstance(holder, Token) else "terminal"
