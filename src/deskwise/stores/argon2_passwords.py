"""Passwords hashed by Argon2id; see the port `app.passwords.Passwords`."""

from __future__ import annotations

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """Argon2id, as strong as its library recommends unless a hasher is given."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hash(self, password: str) -> str:
        """What may be kept of a password."""
        return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is the password."""
        try:
            self._hasher.verify(kept or self._of_nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_dated(self, kept: str) -> bool:
        """Whether the hash was made more cheaply than is wanted today."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _of_nobody(self) -> str:
        """What is compared where nothing is kept, so that it takes as long."""
        return self._hasher.hash(secrets.token_urlsafe())
