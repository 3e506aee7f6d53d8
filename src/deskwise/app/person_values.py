"""What of a person can be written, checked; and what the audit and the command line say of them."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from deskwise.app.access.holders import LANGUAGES, Language, Person, Role
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import number, say

LONGEST_TEXT = 200
LONGEST_EMAIL = 254
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1_000


def new_id() -> str:
    """An id that nothing else has."""
    return secrets.token_hex(8)


def person_json(person: Person) -> dict[str, Any]:
    """A person as an object."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": str(person.role),
        "actor": person.actor,
        "teams": sorted(person.teams),
        "language": person.language,
        "active": person.active,
    }


def checked_email(text: str) -> str:
    """An e-mail address as it is kept: in small letters.

    >>> checked_email(" Anna@Example.org ")
    'anna@example.org'
    """
    email = unicodedata.normalize("NFC", text.strip()).casefold()
    name, at, domain = email.rpartition("@")
    clean = email.isprintable() and " " not in email
    if not (name and at and domain and clean) or len(email) > LONGEST_EMAIL:
        raise UsageError(say("that is no e-mail address"), do=say("write one such as anna@example.org"))
    return email


def checked_text(what: str, text: str, longest: int = LONGEST_TEXT) -> str:
    """A line of text that is not empty, does not steer a terminal, and ends somewhere."""
    line = unicodedata.normalize("NFC", text.strip())
    if not line or not line.isprintable() or len(line) > longest:
        raise UsageError(
            say("%(what)s is empty, or no line of text", what=what),
            do=say("write up to %(n)s letters", n=longest),
        )
    return line


def checked_role(word: str) -> Role:
    """The role of a name."""
    if word not in set(Role):
        raise UsageError(say("that is no role"), do=say("choose from %(names)s", names=", ".join(Role)))
    return Role(word)


def checked_language(word: str) -> Language:
    """The language of a code."""
    for known in LANGUAGES:
        if word == known:
            return known
    raise UsageError(say("that is no language"), do=say("choose from %(names)s", names=", ".join(LANGUAGES)))


def checked_password(password: str, person: Person | None = None) -> str:
    """A password that may be kept: of 12 characters or more, and neither the name nor the e-mail address."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            say("the password is too short or too long"),
            do=say(
                "use %(least)s to %(most)s characters",
                least=SHORTEST_PASSWORD,
                most=number(LONGEST_PASSWORD),
            ),
        )
    told = set() if person is None else {person.name.casefold(), person.email.casefold()}
    if password.casefold() in told or len(set(password)) < 4:
        raise UsageError(say("the password is easy to guess"), do=say("use another one, such as five words"))
    return password
