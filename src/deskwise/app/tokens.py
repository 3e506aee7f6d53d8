"""Port: the tokens by which programs ask; of their secrets the hashes alone are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from deskwise.app.access.holders import Token


class TokenStore(Protocol):
    """Where tokens are kept. None is ever removed, for the audit names them."""

    def find(self, token: str) -> Token | None:
        """The token of an id."""
        ...

    def find_secret(self, secret_hash: str) -> Token | None:
        """The token of a secret, also one that is revoked or has run out."""
        ...

    def all(self) -> tuple[Token, ...]:
        """All of them, the latest first."""
        ...

    def add(self, token: Token, secret_hash: str) -> None:
        """Keep a new token."""
        ...

    def use(self, token: str, at: datetime) -> None:
        """Note that it was used."""
        ...

    def revoke(self, token: str, at: datetime) -> bool:
        """Make it work no more; false where it was revoked before."""
        ...
