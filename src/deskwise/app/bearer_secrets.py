"""Secrets whose bearer is believed: of sessions, links and tokens. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

# 256 bits: nobody guesses one, so a quick hash is enough for what is kept.
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret of 256 random bits, as 43 letters that may stand in a URL."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """What is kept of a secret.

    >>> len(secret_hash(new_secret()))
    64
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
