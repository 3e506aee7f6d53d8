"""People, tokens and the audit in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deskwise.app.access.holders import Person, Token
from deskwise.app.audit import AuditEntry
from deskwise.app.plain_json import plain
from deskwise.app.tables.table import Column, Table

LONGEST_CELL = 60


def people_table(people: Sequence[Person]) -> Table:
    """The people, and what they may."""
    titles = ("id", "name", "e-mail", "role", "acts as", "teams", "language", "")
    rows = [
        [
            one.id,
            one.name,
            one.email,
            str(one.role),
            one.actor or "",
            ", ".join(sorted(one.teams)),
            one.language,
            "" if one.active else "not active",
        ]
        for one in people
    ]
    notes = () if people else ("Nobody is here yet: deskwise people set-up-link.",)
    return Table([Column(title) for title in titles], rows, None, notes)


def tokens_table(tokens: Sequence[Token], now: datetime) -> Table:
    """The tokens, and what became of them."""
    titles = ("id", "name", "begins", "scopes", "made by", "made", "ends", "last used", "")
    rows = [
        [
            one.id,
            one.name,
            one.prefix,
            ", ".join(sorted(one.scopes)),
            one.made_by,
            _minute(one.made_at),
            "never" if one.expires_at is None else _minute(one.expires_at),
            "never" if one.last_used_at is None else _minute(one.last_used_at),
            _standing(one, now),
        ]
        for one in tokens
    ]
    notes = (
        ("Times are of UTC.",) if tokens else ("There is none yet: deskwise tokens make NAME --scope read.",)
    )
    return Table([Column(title) for title in titles], rows, None, notes)


def audit_table(entries: Sequence[AuditEntry]) -> Table:
    """Who changed what; of long changes the beginning."""
    titles = ("", "at", "who", "what", "on", "before", "after")
    rows = [
        [
            "" if one.number is None else f"{one.number}",
            f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
            one.who,
            str(one.what),
            one.on,
            _short(one.before),
            _short(one.after),
        ]
        for one in entries
    ]
    notes = ("Times are of UTC.",) if entries else ("Nothing was changed that this asks for.",)
    columns = [Column(title, "right" if title == "" else "left") for title in titles]
    return Table(columns, rows, None, notes)


def _standing(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "has run out" if token.expires_at is not None and token.expires_at <= now else ""


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=plain)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
