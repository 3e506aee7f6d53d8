"""Make tokens for programs, see whose one is, and revoke them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from deskwise.app.access.holders import OF_PERSON, OF_WORKSPACE, Holder, Person, Scope, Token, holder_id
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.bearer_secrets import new_secret, secret_hash
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import NotAllowedError, UsageError, WorkspaceBusyError
from deskwise.kernel.language import number, say

# So that whoever finds one knows what it is, and a scanner for secrets can.
MARK = "dw_"
SHOWN_LETTERS = len(MARK) + 6
LASTS_DAYS, LONGEST_DAYS = 90, 3_650
NOTED_EVERY = timedelta(minutes=1)
TOKENS = Thing(Kind.TOKENS)


@dataclass(frozen=True)
class NewToken:
    """A token as an admin asks for it; `days` is null of one that does not end by itself."""

    name: str
    scopes: Iterable[str]
    days: int | None = LASTS_DAYS


def make_token(state: State, clock: Clock, by: Holder, wanted: NewToken) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once; one made by a token ends no later than that.

    Raises `NotAllowedError` and `UsageError`.
    """
    require(by, Act.CHANGE, TOKENS)
    scopes = frozenset(_scope(word) for word in wanted.scopes)
    if not scopes:
        raise UsageError(
            say("the token has no scope"), do=say("choose from %(names)s", names=", ".join(OF_WORKSPACE))
        )
    if wanted.days is not None and not 1 <= wanted.days <= LONGEST_DAYS:
        raise UsageError(
            say("a token cannot last so long"),
            do=say("use 1 to %(most)s days", most=number(LONGEST_DAYS)),
        )
    at, secret = clock.now(), MARK + new_secret()
    expires_at = None if wanted.days is None else at + timedelta(days=wanted.days)
    if isinstance(by, Token):
        # Whoever has found one does not keep what it may any longer by it.
        expires_at = min(filter(None, (expires_at, by.expires_at)), default=None)
    name = checked_text("the name", wanted.name)
    token = Token(new_id(), name, secret[:SHOWN_LETTERS], scopes, holder_id(by), at, expires_at)
    with state.changing() as stores:
        stores.tokens.add(token, secret_hash(secret))
        stores.audit.add(entry(at, by, Deed.TOKEN_MADE, f"token:{token.id}", None, token_json(token)))
    return token, secret


def token_of(state: State, clock: Clock, secret: str) -> Token | None:
    """The token that a program shows; null where it is none, is revoked or has run out."""
    at = clock.now()
    with state.reading() as stores:
        token = stores.tokens.find_secret(secret_hash(secret))
        if token is not None and token.scopes & set(OF_PERSON):
            token = replace(token, person=stores.people.find(token.made_by))
    if token is None or not works(token, at):
        return None
    if token.last_used_at is None or token.last_used_at + NOTED_EVERY <= at:
        # Somebody else's long change must not keep an answer from being given.
        with suppress(WorkspaceBusyError), state.changing() as stores:
            stores.tokens.use(token.id, at)
    return token


def works(token: Token, at: datetime) -> bool:
    """Whether a token is neither revoked nor has run out."""
    return token.revoked_at is None and (token.expires_at is None or at < token.expires_at)


def person_of(state: State, token: Token) -> Person:
    """Who made a token and is still here: what only a person does is done in their name.

    Raises `NotAllowedError` where nobody known made it, such as whoever has the workspace's folder.
    """
    with state.reading() as stores:
        found = stores.people.find(token.made_by)
    if found is None or not found.active:
        raise NotAllowedError(
            say("only a person does this, and nobody who signs in here made this token"),
            do=say("use a token that somebody made who signed in"),
        )
    return found


def list_tokens(state: State, by: Holder) -> tuple[Token, ...]:
    """All tokens, the latest first. Raises `NotAllowedError`."""
    require(by, Act.READ, TOKENS)
    with state.reading() as stores:
        return stores.tokens.all()


def revoke_token(state: State, clock: Clock, by: Holder, token_id: str) -> None:
    """Let a token, and those that were made by it, work no more; nothing where it does not any more.

    Raises `NotAllowedError`.
    """
    require(by, Act.CHANGE, TOKENS)
    with state.changing() as stores:
        if stores.tokens.find(token_id) is None:
            raise UsageError(say("no token has this id"), do=say("see deskwise tokens list"))
        revoke_now(stores, clock.now(), by, token_id)


def revoke_tokens_of(
    stores: Stores, at: datetime, by: Holder, maker: str, *, spare_own: bool = False
) -> None:
    """Revoke what a person or token made that may make none any more, and knows the secrets.

    With `spare_own` those stay that a person made for themselves, which may no more than they may.
    """
    for token in stores.tokens.all():
        if token.made_by == maker and not (spare_own and token.scopes <= set(OF_PERSON)):
            revoke_now(stores, at, by, token.id)


def token_json(token: Token) -> dict[str, Any]:
    """What the audit and the command line say of a token."""
    return {
        "id": token.id,
        "name": token.name,
        "prefix": token.prefix,
        "scopes": sorted(token.scopes),
        "made_by": token.made_by,
        "made_at": token.made_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }


def revoke_now(stores: Stores, at: datetime, by: Holder, token_id: str) -> None:
    """Revoke a token, and those that were made by it; nothing where it works no more."""
    if stores.tokens.revoke(token_id, at):
        stores.audit.add(entry(at, by, Deed.TOKEN_REVOKED, f"token:{token_id}"))
        revoke_tokens_of(stores, at, by, f"token:{token_id}")


def _scope(word: str) -> Scope:
    if word not in set(OF_WORKSPACE):
        raise UsageError(
            say("that is no scope"), do=say("choose from %(names)s", names=", ".join(OF_WORKSPACE))
        )
    return Scope(word)
