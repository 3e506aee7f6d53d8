"""Port: how passwords are turned into what may be kept, and compared with it."""

from __future__ import annotations

from typing import Protocol


class Passwords(Protocol):
    """Hashes that are slow to make on purpose."""

    def hash(self, password: str) -> str:
        """What may be kept of a password."""
        ...

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; where nothing is kept this is false, and takes as long."""
        ...

    def is_dated(self, kept: str) -> bool:
        """Whether the hash was made more cheaply than is wanted today."""
        ...
