"""Tokens in the state; see the port `app.tokens.TokenStore`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskwise.app.access.holders import Scope, Token
from deskwise.stores.state.instants import from_micros, maybe_from_micros, maybe_to_micros, to_micros
from deskwise.stores.state.tables import TOKENS


class TokenRows:
    """Tokens, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, token: str) -> Token | None:
        """The token of an id."""
        return self._first(TOKENS.c.id == token)

    def find_secret(self, secret_hash: str) -> Token | None:
        """The token of a secret."""
        return self._first(TOKENS.c.secret_hash == secret_hash)

    def all(self) -> tuple[Token, ...]:
        """All of them, the latest first."""
        rows = self._connection.execute(sa.select(TOKENS).order_by(TOKENS.c.made_at.desc(), TOKENS.c.id))
        return tuple(_token(row) for row in rows)

    def add(self, token: Token, secret_hash: str) -> None:
        """Keep a new token."""
        self._connection.execute(
            sa.insert(TOKENS).values(
                id=token.id,
                secret_hash=secret_hash,
                name=token.name,
                prefix=token.prefix,
                scopes=json.dumps(sorted(token.scopes)),
                made_by=token.made_by,
                made_at=to_micros(token.made_at),
                expires_at=maybe_to_micros(token.expires_at),
            )
        )

    def use(self, token: str, at: datetime) -> None:
        """Note that it was used."""
        self._connection.execute(
            sa.update(TOKENS).where(TOKENS.c.id == token).values(last_used_at=to_micros(at))
        )

    def revoke(self, token: str, at: datetime) -> bool:
        """Make it work no more."""
        revoked = self._connection.execute(
            sa.update(TOKENS)
            .where(TOKENS.c.id == token, TOKENS.c.revoked_at.is_(None))
            .values(revoked_at=to_micros(at))
        )
        return revoked.rowcount > 0

    def _first(self, condition: sa.ColumnElement[bool]) -> Token | None:
        row = self._connection.execute(sa.select(TOKENS).where(condition)).first()
        return None if row is None else _token(row)


def _token(row: sa.Row[Any]) -> Token:
    return Token(
        row.id,
        row.name,
        row.prefix,
        frozenset(Scope(word) for word in json.loads(row.scopes)),
        row.made_by,
        from_micros(row.made_at),
        maybe_from_micros(row.expires_at),
        maybe_from_micros(row.last_used_at),
        maybe_from_micros(row.revoked_at),
    )
