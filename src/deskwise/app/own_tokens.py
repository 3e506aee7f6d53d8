"""Tokens that people make for themselves: no program may more by one than they may, and each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from deskwise.app.access.holders import OF_PERSON, Person, Scope, Token
from deskwise.app.audit import Deed, entry
from deskwise.app.bearer_secrets import new_secret, secret_hash
from deskwise.app.make_tokens import LASTS_DAYS, MARK, SHOWN_LETTERS, revoke_now, token_json, works
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import NotAllowedError, UnknownNameError, UsageError
from deskwise.kernel.language import say

LONGEST_OWN_DAYS = 365
MOST_OWN = 20


@dataclass(frozen=True)
class OwnToken:
    """A token as somebody asks for it: `own_read` to read what they may, `own` to change it as well."""

    name: str
    scope: str
    days: int = LASTS_DAYS


def make_own_token(state: State, clock: Clock, by: Person, wanted: OwnToken) -> tuple[Token, str]:
    """A new token that may what somebody may themselves, and its secret, which is shown this once.

    Raises `UsageError`, also where they have as many as there may be, and `NotAllowedError` where they are
    not active any more.
    """
    if wanted.scope not in set(OF_PERSON):
        raise UsageError(say("that is no scope"), do=say("choose from %(names)s", names=", ".join(OF_PERSON)))
    if not 1 <= wanted.days <= LONGEST_OWN_DAYS:
        raise UsageError(
            say("a token cannot last so long"), do=say("use 1 to %(most)s days", most=str(LONGEST_OWN_DAYS))
        )
    name, at, secret = checked_text("the name", wanted.name), clock.now(), MARK + new_secret()
    ends_at = at + timedelta(days=wanted.days)
    token = Token(
        new_id(), name, secret[:SHOWN_LETTERS], frozenset({Scope(wanted.scope)}), by.id, at, ends_at
    )
    with state.changing() as stores:
        person = stores.people.find(by.id)
        if person is None or not person.active:
            raise NotAllowedError(
                say("you are not active here any more"), do=say("ask an admin of the workspace")
            )
        if sum(each.made_by == by.id and works(each, at) for each in stores.tokens.all()) >= MOST_OWN:
            raise UsageError(
                say("%(n)s tokens of yours work already", n=MOST_OWN), do=say("revoke one that is not used")
            )
        stores.tokens.add(token, secret_hash(secret))
        stores.audit.add(entry(at, by, Deed.TOKEN_MADE, f"token:{token.id}", None, token_json(token)))
    return token, secret


def own_tokens(state: State, by: Person) -> tuple[Token, ...]:
    """What somebody made, the latest first, those that work no more too."""
    with state.reading() as stores:
        return tuple(each for each in stores.tokens.all() if each.made_by == by.id)


def revoke_own_token(state: State, clock: Clock, by: Person, token_id: str) -> None:
    """Let a token of theirs work no more. Raises `UnknownNameError` for one that they did not make."""
    with state.changing() as stores:
        found = stores.tokens.find(token_id)
        if found is None or found.made_by != by.id:
            raise UnknownNameError(say("no token of yours has this id"), do=say("choose one of the list"))
        revoke_now(stores, clock.now(), by, token_id)
