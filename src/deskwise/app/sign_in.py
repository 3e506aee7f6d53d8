"""Sign in, and sign out: a session is a secret that the browser shows each time.

What goes wrong is told in the same words and after the same time, whether or not an account exists.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskwise.app.access.holders import Person
from deskwise.app.audit import NOBODY, AuditEntry, Deed, entry
from deskwise.app.bearer_secrets import new_secret, secret_hash
from deskwise.app.passwords import Passwords
from deskwise.app.people import Session
from deskwise.app.person_values import LONGEST_PASSWORD, checked_email
from deskwise.app.sign_in_throttle import attempt_went_well, count_attempt
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SignInError, UsageError, WorkspaceBusyError
from deskwise.kernel.language import say

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=14)
# A session's last use is noted at most so often: reading a page is not to be a write.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """A session that has begun; `secret` goes into the browser's cookie, and is kept nowhere else."""

    person: Person
    secret: str
    expires_at: datetime


def sign_in(
    state: State,
    clock: Clock,
    passwords: Passwords,
    email: str,
    password: str,
    *,
    address: str,
    former: str | None = None,
) -> SignedIn:
    """Begin a session. `address` is where the call came from, `former` what the browser showed until now.

    The secret is always a new one, and the former session ends: nobody can have planted it. Raises
    `SignInError`, which says how long to wait where that is needed.
    """
    with state.changing() as stores:
        count_attempt(stores, email, address, clock.now())
        person = _who(stores, email)
        kept = None if person is None or not person.active else stores.people.password_hash(person.id)
    if not passwords.matches(kept, password[: LONGEST_PASSWORD + 1]) or person is None or kept is None:
        _note_failed(state, clock, person)
        raise _wrong()
    renewed = passwords.hash(password) if passwords.is_dated(kept) else None
    at = clock.now()
    with state.changing() as stores:
        now_kept = stores.people.password_hash(person.id)
        person = stores.people.find(person.id)
        if person is None or not person.active or now_kept != kept:
            raise _wrong()
        attempt_went_well(stores, email, address)
        if renewed is not None:
            stores.people.set_password_hash(person.id, renewed)
        if former is not None:
            stores.sessions.end(secret_hash(former))
        signed_in = begin_session(stores, person, at)
        stores.audit.add(entry(at, person, Deed.SIGNED_IN, f"person:{person.id}"))
    return signed_in


def begin_session(stores: Stores, person: Person, at: datetime) -> SignedIn:
    """A new session of a person, in the transaction of what lets them in."""
    secret = new_secret()
    stores.sessions.end_expired(at, at - IDLE)
    stores.sessions.add(Session(secret_hash(secret), person.id, at, at, at + ABSOLUTE))
    return SignedIn(person, secret, at + ABSOLUTE)


def who_is(state: State, clock: Clock, secret: str) -> Person | None:
    """Whose session a browser shows; null where it is none, has run out, or the person is not active."""
    at, key = clock.now(), secret_hash(secret)
    session, person = _found(state, at, key)
    if session is None or person is None:
        return None
    if session.seen_at + NOTED_EVERY <= at:
        # Somebody else's long change must not keep a page from being read.
        with suppress(WorkspaceBusyError), state.changing() as stores:
            stores.sessions.see(key, at)
    return person


def whose_session(state: State, clock: Clock, secret: str) -> Person | None:
    """The same, asked by what nobody did: the session is none the younger for it."""
    return _found(state, clock.now(), secret_hash(secret))[1]


def _found(state: State, at: datetime, key: str) -> tuple[Session | None, Person | None]:
    """A session that holds at an instant with its person, who is active; else neither."""
    with state.reading() as stores:
        session = stores.sessions.find(key)
        if session is None or session.expires_at <= at or session.seen_at + IDLE <= at:
            return None, None
        person = stores.people.find(session.person)
    return (session, person) if person is not None and person.active else (None, None)


def sign_out(state: State, clock: Clock, secret: str) -> None:
    """End the session that a browser shows; nothing where it is none."""
    with state.changing() as stores:
        session = stores.sessions.find(secret_hash(secret))
        person = None if session is None else stores.people.find(session.person)
        if person is not None and stores.sessions.end(secret_hash(secret)):
            stores.audit.add(entry(clock.now(), person, Deed.SIGNED_OUT, f"person:{person.id}"))


def sign_out_everywhere(state: State, clock: Clock, person: Person) -> int:
    """End all sessions of a person, this one too; how many they were."""
    with state.changing() as stores:
        ended = stores.sessions.end_of(person.id)
        if ended:
            told = {"sessions": ended}
            stores.audit.add(entry(clock.now(), person, Deed.SESSIONS_ENDED, f"person:{person.id}", told))
    return ended


def sessions_of(state: State, clock: Clock, person: Person) -> tuple[Session, ...]:
    """Where somebody is signed in now, the session that was used last first."""
    at = clock.now()
    with state.reading() as stores:
        found = stores.sessions.of(person.id)
    return tuple(one for one in found if at < one.expires_at and at < one.seen_at + IDLE)


def _note_failed(state: State, clock: Clock, person: Person | None) -> None:
    """Enter it in the audit, whether or not there is such an account: neither is to take longer."""
    on = "person:unknown" if person is None else f"person:{person.id}"
    with state.changing() as stores:
        stores.audit.add(AuditEntry(clock.now(), NOBODY, Deed.SIGN_IN_FAILED, on))


def _who(stores: Stores, email: str) -> Person | None:
    try:
        return stores.people.find_email(checked_email(email))
    except UsageError:
        return None


def _wrong() -> SignInError:
    return SignInError(
        say("the e-mail address or the password is wrong"), do=say("try again, or ask an admin")
    )
