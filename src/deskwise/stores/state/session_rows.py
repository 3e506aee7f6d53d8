"""Sessions, one-time links and failed attempts in the state; see the ports in `app.people`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskwise.app.people import Attempts, Link, Purpose, Session
from deskwise.stores.state.instants import from_micros, maybe_from_micros, maybe_to_micros, to_micros
from deskwise.stores.state.tables import LINKS, SESSIONS, SIGN_IN_ATTEMPTS


class SessionRows:
    """Sessions, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, secret_hash: str) -> Session | None:
        """The session of a secret."""
        row = self._connection.execute(
            sa.select(SESSIONS).where(SESSIONS.c.secret_hash == secret_hash)
        ).first()
        return None if row is None else _session(row)

    def of(self, person: str) -> tuple[Session, ...]:
        """All of a person, the one used last first."""
        rows = self._connection.execute(
            sa.select(SESSIONS).where(SESSIONS.c.person == person).order_by(SESSIONS.c.seen_at.desc())
        )
        return tuple(_session(row) for row in rows)

    def add(self, session: Session) -> None:
        """Keep a new session."""
        self._connection.execute(
            sa.insert(SESSIONS).values(
                secret_hash=session.secret_hash,
                person=session.person,
                begun_at=to_micros(session.begun_at),
                seen_at=to_micros(session.seen_at),
                expires_at=to_micros(session.expires_at),
            )
        )

    def see(self, secret_hash: str, at: datetime) -> None:
        """Note that it was in use."""
        self._connection.execute(
            sa.update(SESSIONS).where(SESSIONS.c.secret_hash == secret_hash).values(seen_at=to_micros(at))
        )

    def end(self, secret_hash: str) -> bool:
        """Remove one."""
        return self._remove(SESSIONS.c.secret_hash == secret_hash) > 0

    def end_of(self, person: str, but: str | None = None) -> int:
        """Remove all of a person."""
        other = sa.true() if but is None else SESSIONS.c.secret_hash != but
        return self._remove(sa.and_(SESSIONS.c.person == person, other))

    def end_expired(self, at: datetime, seen_before: datetime) -> int:
        """Remove those that have run out."""
        return self._remove(
            sa.or_(SESSIONS.c.expires_at <= to_micros(at), SESSIONS.c.seen_at <= to_micros(seen_before))
        )

    def _remove(self, condition: sa.ColumnElement[bool]) -> int:
        return int(self._connection.execute(sa.delete(SESSIONS).where(condition)).rowcount)


def _session(row: sa.Row[Any]) -> Session:
    return Session(
        row.secret_hash,
        row.person,
        from_micros(row.begun_at),
        from_micros(row.seen_at),
        from_micros(row.expires_at),
    )


class LinkRows:
    """One-time links, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, secret_hash: str) -> Link | None:
        """The link of a secret."""
        row = self._connection.execute(sa.select(LINKS).where(LINKS.c.secret_hash == secret_hash)).first()
        return None if row is None else _link(row)

    def add(self, link: Link) -> None:
        """Keep a new link."""
        self._connection.execute(
            sa.insert(LINKS).values(
                secret_hash=link.secret_hash,
                purpose=str(link.purpose),
                person=link.person,
                made_at=to_micros(link.made_at),
                expires_at=to_micros(link.expires_at),
                used_at=maybe_to_micros(link.used_at),
            )
        )

    def use(self, secret_hash: str, at: datetime) -> bool:
        """Use one up."""
        used = self._connection.execute(
            sa.update(LINKS)
            .where(LINKS.c.secret_hash == secret_hash, LINKS.c.used_at.is_(None))
            .values(used_at=to_micros(at))
        )
        return used.rowcount > 0

    def cancel(self, purpose: Purpose | None = None, person: str | None = None) -> int:
        """Remove unused ones."""
        of_purpose = sa.true() if purpose is None else LINKS.c.purpose == str(purpose)
        of_person = sa.true() if person is None else LINKS.c.person == person
        removed = self._connection.execute(
            sa.delete(LINKS).where(LINKS.c.used_at.is_(None), of_purpose, of_person)
        )
        return int(removed.rowcount)


def _link(row: sa.Row[Any]) -> Link:
    return Link(
        row.secret_hash,
        Purpose(row.purpose),
        row.person,
        from_micros(row.made_at),
        from_micros(row.expires_at),
        maybe_from_micros(row.used_at),
    )


class AttemptRows:
    """Failed attempts to sign in, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> Attempts | None:
        """What is kept of a key."""
        row = self._connection.execute(
            sa.select(SIGN_IN_ATTEMPTS).where(SIGN_IN_ATTEMPTS.c.key == key)
        ).first()
        return (
            None if row is None else Attempts(row.failed, from_micros(row.last_at), from_micros(row.free_at))
        )

    def keep(self, key: str, attempts: Attempts) -> None:
        """Put this in the place of what is kept."""
        self.forget(key)
        self._connection.execute(
            sa.insert(SIGN_IN_ATTEMPTS).values(
                key=key,
                failed=attempts.failed,
                last_at=to_micros(attempts.last_at),
                free_at=to_micros(attempts.free_at),
            )
        )

    def forget(self, key: str) -> None:
        """Remove what is kept of a key."""
        self._connection.execute(sa.delete(SIGN_IN_ATTEMPTS).where(SIGN_IN_ATTEMPTS.c.key == key))

    def forget_before(self, at: datetime) -> None:
        """Remove what is older than an instant."""
        self._connection.execute(
            sa.delete(SIGN_IN_ATTEMPTS).where(SIGN_IN_ATTEMPTS.c.last_at < to_micros(at))
        )
