"""The audit in the state; see the port `app.audit.AuditTrail`.

The database refuses to change an entry, and each is sealed with the one before it: whoever gets around the
database, with its file in hand, breaks the seals of all that follow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from deskwise.app.audit import AuditEntry, AuditQuestion, Deed
from deskwise.app.plain_json import plain
from deskwise.stores.state.instants import from_micros, to_micros
from deskwise.stores.state.tables import AUDIT


class AuditRows:
    """The audit, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, entry: AuditEntry) -> None:
        """Keep an entry, as the next one."""
        last = self._connection.execute(
            sa.select(AUDIT.c.number, AUDIT.c.seal).order_by(AUDIT.c.number.desc()).limit(1)
        ).first()
        number, before = (0, "") if last is None else (last.number, last.seal)
        row = {
            "number": number + 1,
            "at": to_micros(entry.at),
            "who": entry.who,
            "what": str(entry.what),
            "on": entry.on,
            "before": _written(entry.before),
            "after": _written(entry.after),
        }
        self._connection.execute(sa.insert(AUDIT).values(**row, seal=_seal(before, row)))

    def read(self, question: AuditQuestion) -> tuple[AuditEntry, ...]:
        """Entries, the latest first."""
        asked = [
            None if question.who is None else AUDIT.c.who == question.who,
            None if question.what is None else AUDIT.c.what == str(question.what),
            None if question.on is None else AUDIT.c.on == question.on,
            None if question.since is None else AUDIT.c.at >= to_micros(question.since),
            None if question.until is None else AUDIT.c.at < to_micros(question.until),
            None if question.before is None else AUDIT.c.number < question.before,
        ]
        rows = self._connection.execute(
            sa.select(AUDIT)
            .where(sa.true(), *(one for one in asked if one is not None))
            .order_by(AUDIT.c.number.desc())
            .limit(question.most)
        )
        return tuple(_entry(row) for row in rows)


def broken_seals(connection: sa.Connection) -> Iterator[int]:
    """The numbers of entries that are not what was written, or stand where one is missing."""
    before, expected = "", 1
    for row in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.number)):
        said = {name: value for name, value in row._mapping.items() if name != "seal"}
        if row.number != expected or row.seal != _seal(before, said):
            yield row.number
        before, expected = row.seal, row.number + 1


def _seal(before: str, row: Mapping[str, Any]) -> str:
    said = json.dumps(dict(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{said}".encode()).hexdigest()


def _written(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False, default=plain)


def _entry(row: sa.Row[Any]) -> AuditEntry:
    return AuditEntry(
        from_micros(row.at),
        row.who,
        Deed(row.what),
        row.on,
        None if row.before is None else json.loads(row.before),
        None if row.after is None else json.loads(row.after),
        row.number,
    )
