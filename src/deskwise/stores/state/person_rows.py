"""People in the state; see the port `app.people.PeopleStore`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskwise.app.access.holders import Person, Role
from deskwise.app.person_values import checked_language
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import say
from deskwise.stores.state.instants import to_micros
from deskwise.stores.state.tables import PEOPLE


class PersonRows:
    """People, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, person: str) -> Person | None:
        """The person of an id."""
        return self._first(PEOPLE.c.id == person)

    def find_email(self, email: str) -> Person | None:
        """The person of an e-mail address."""
        return self._first(PEOPLE.c.email == email)

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        return self._where(sa.true())

    def admins(self) -> tuple[Person, ...]:
        """The active admins who have a password."""
        return self._where(
            sa.and_(
                PEOPLE.c.role == str(Role.ADMIN),
                PEOPLE.c.active.is_(True),
                PEOPLE.c.password_hash.is_not(None),
            )
        )

    def add(self, person: Person, at: datetime) -> None:
        """Keep a new person."""
        self._connection.execute(
            sa.insert(PEOPLE).values(
                id=person.id, version=person.version, added_at=to_micros(at), **_columns(person)
            )
        )

    def change(self, person: Person) -> Person:
        """Keep a changed person."""
        changed = self._connection.execute(
            sa.update(PEOPLE)
            .where(PEOPLE.c.id == person.id, PEOPLE.c.version == person.version)
            .values(version=person.version + 1, **_columns(person))
        )
        now = self.find(person.id)
        if now is None:
            raise UsageError(say("nobody has this id"), do=say("see deskwise people list"))
        if not changed.rowcount:
            raise ChangedMeanwhileError(
                say("somebody else changed this person meanwhile"),
                do=say("look at them as they are now"),
                now=now,
            )
        return now

    def password_hash(self, person: str) -> str | None:
        """The hash of their password."""
        found = self._connection.execute(sa.select(PEOPLE.c.password_hash).where(PEOPLE.c.id == person))
        kept = found.scalar()
        return None if kept is None else str(kept)

    def set_password_hash(self, person: str, password_hash: str) -> None:
        """Put another password in the place of theirs."""
        self._connection.execute(
            sa.update(PEOPLE).where(PEOPLE.c.id == person).values(password_hash=password_hash)
        )

    def _first(self, condition: sa.ColumnElement[bool]) -> Person | None:
        found = self._where(condition)
        return found[0] if found else None

    def _where(self, condition: sa.ColumnElement[bool]) -> tuple[Person, ...]:
        rows = self._connection.execute(
            sa.select(PEOPLE).where(condition).order_by(PEOPLE.c.name, PEOPLE.c.id)
        )
        return tuple(_person(row) for row in rows)


def _columns(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "role": str(person.role),
        "actor": person.actor,
        "teams": json.dumps(sorted(person.teams), ensure_ascii=False),
        "language": person.language,
        "active": person.active,
    }


def _person(row: sa.Row[Any]) -> Person:
    return Person(
        row.id,
        row.name,
        row.email,
        Role(row.role),
        row.actor,
        frozenset(json.loads(row.teams)),
        checked_language(row.language),
        row.active,
        row.version,
    )
