"""Port: the people who sign in, their sessions and one-time links, and the attempts that failed.

No secret is kept: of passwords, sessions and links there are hashes alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from deskwise.app.access.holders import Person


@dataclass(frozen=True)
class Session:
    """Somebody signed in at one browser. `secret_hash` is of what the browser shows each time.

    `expires_at` is when it ends in any case; it ends earlier when it was not seen for long.
    """

    secret_hash: str
    person: str
    begun_at: datetime
    seen_at: datetime
    expires_at: datetime


class Purpose(StrEnum):
    """What a one-time link is for."""

    FIRST_RUN = "first_run"
    SET_UP = "set_up"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - the purpose, not one


@dataclass(frozen=True)
class Link:
    """A link that works once. `person` is null where it makes one; `used_at` is null until it was used."""

    secret_hash: str
    purpose: Purpose
    person: str | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Attempts:
    """Attempts to sign in that failed, of one account or address, one after another.

    `last_at` is the last that counted, `free_at` when the next one counts.
    """

    failed: int
    last_at: datetime
    free_at: datetime


class PeopleStore(Protocol):
    """Where people are kept. Nobody is ever removed, for the audit names them."""

    def find(self, person: str) -> Person | None:
        """The person of an id."""
        ...

    def find_email(self, email: str) -> Person | None:
        """The person of an e-mail address, written as it is kept."""
        ...

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        ...

    def admins(self) -> tuple[Person, ...]:
        """The active admins who have a password: those who could let others in."""
        ...

    def add(self, person: Person, at: datetime) -> None:
        """Keep a new person."""
        ...

    def change(self, person: Person) -> Person:
        """Keep a changed person, whose version must be the one that is kept; the answer has the next one.

        Raises `ChangedMeanwhileError` with the person as they are now.
        """
        ...

    def password_hash(self, person: str) -> str | None:
        """The hash of their password, null while they have none."""
        ...

    def set_password_hash(self, person: str, password_hash: str) -> None:
        """Put another password in the place of theirs."""
        ...


class SessionStore(Protocol):
    """Where sessions are kept."""

    def find(self, secret_hash: str) -> Session | None:
        """The session of a secret, also one that has run out."""
        ...

    def of(self, person: str) -> tuple[Session, ...]:
        """All of a person, the one used last first, also those that have run out."""
        ...

    def add(self, session: Session) -> None:
        """Keep a new session."""
        ...

    def see(self, secret_hash: str, at: datetime) -> None:
        """Note that it was in use."""
        ...

    def end(self, secret_hash: str) -> bool:
        """Remove one; false if there is none."""
        ...

    def end_of(self, person: str, but: str | None = None) -> int:
        """Remove all of a person, but the one of a secret; how many they were."""
        ...

    def end_expired(self, at: datetime, seen_before: datetime) -> int:
        """Remove those that have run out by an instant, or were not seen since another."""
        ...


class LinkStore(Protocol):
    """Where one-time links are kept."""

    def find(self, secret_hash: str) -> Link | None:
        """The link of a secret, also one that is used or has run out."""
        ...

    def add(self, link: Link) -> None:
        """Keep a new link."""
        ...

    def use(self, secret_hash: str, at: datetime) -> bool:
        """Use one up; false if it was used up before."""
        ...

    def cancel(self, purpose: Purpose | None = None, person: str | None = None) -> int:
        """Remove the unused ones of a purpose, of a person, or of both."""
        ...


class SignInAttempts(Protocol):
    """Where failed attempts are counted. `key` is a hash of an account or address."""

    def find(self, key: str) -> Attempts | None:
        """What is kept of a key."""
        ...

    def keep(self, key: str, attempts: Attempts) -> None:
        """Put this in the place of what is kept."""
        ...

    def forget(self, key: str) -> None:
        """Remove what is kept of a key."""
        ...

    def forget_before(self, at: datetime) -> None:
        """Remove what is older than an instant."""
        ...
