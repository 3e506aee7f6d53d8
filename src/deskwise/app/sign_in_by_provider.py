"""Sign in with what a provider of identities says: for people who were invited, and nobody else.

Nobody gets an account by this. Who has one is found by their e-mail address, if the provider has verified it.
"""

from __future__ import annotations

from collections.abc import Callable

from deskwise.app.access.holders import Person
from deskwise.app.audit import NOBODY, AuditEntry, Deed, entry
from deskwise.app.bearer_secrets import secret_hash
from deskwise.app.identity_provider import Identity, IdentityProvider
from deskwise.app.person_values import checked_email
from deskwise.app.sign_in import SignedIn, begin_session
from deskwise.app.sign_in_throttle import attempt_went_well, count_attempt
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SignInError, UsageError
from deskwise.kernel.language import say


def sign_in_by_provider(
    state: State,
    clock: Clock,
    provider: IdentityProvider,
    identity: Callable[[], Identity],
    *,
    address: str,
    former: str | None = None,
) -> SignedIn:
    """Begin a session for whom `identity` tells of, which asks the provider.

    `address` is where the call came from, `former` what the browser showed until now: that session ends, and
    the secret is a new one. Raises `SignInError` where it is nobody who may come in, or who has to wait, and
    what `identity` raises.
    """
    with state.changing() as stores:
        count_attempt(stores, None, address, clock.now())
    try:
        found = identity()
        email = _verified_email(provider, found)
    except SignInError:
        _note_failed(state, clock, provider, None)
        raise
    at = clock.now()
    with state.changing() as stores:
        person = _who(stores, email)
        if person is not None and person.active:
            attempt_went_well(stores, None, address)
            if former is not None:
                stores.sessions.end(secret_hash(former))
            signed_in = begin_session(stores, person, at)
            by = {"by": provider.issuer}
            stores.audit.add(entry(at, person, Deed.SIGNED_IN, f"person:{person.id}", None, by))
            return signed_in
    _note_failed(state, clock, provider, person)
    raise SignInError(
        say(
            "%(provider)s knows you as %(email)s, and nobody who may come in here has that address",
            provider=provider.name,
            email=email,
        ),
        do=say("ask an admin to invite you by it"),
    )


def _verified_email(provider: IdentityProvider, found: Identity) -> str:
    if found.email is None:
        raise SignInError(
            say("%(provider)s tells no e-mail address of yours", provider=provider.name),
            do=say("ask an admin: the provider has to give the scope email to this application"),
        )
    if not found.email_verified:
        raise SignInError(
            say("%(provider)s has not verified your e-mail address", provider=provider.name),
            do=say("verify it there and sign in again, or sign in with your password"),
        )
    return found.email


def _who(stores: Stores, email: str) -> Person | None:
    try:
        return stores.people.find_email(checked_email(email))
    except UsageError:
        return None


def _note_failed(state: State, clock: Clock, provider: IdentityProvider, person: Person | None) -> None:
    on = "person:unknown" if person is None else f"person:{person.id}"
    with state.changing() as stores:
        told = AuditEntry(clock.now(), NOBODY, Deed.SIGN_IN_FAILED, on, None, {"by": provider.issuer})
        stores.audit.add(told)
