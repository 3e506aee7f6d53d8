"""Names of reasons in the state; see the port `app.reason_names.ReasonNameStore`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deskwise.app.reason_names import ReasonName
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.stores.state.instants import from_micros, to_micros
from deskwise.stores.state.tables import REASON_NAMES


class ReasonNameRows:
    """Names of reasons, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> ReasonName | None:
        """The name of a cluster."""
        row = self._connection.execute(sa.select(REASON_NAMES).where(REASON_NAMES.c.key == key)).first()
        return None if row is None else _name(row)

    def all(self) -> tuple[ReasonName, ...]:
        """All names, by the keys of their clusters."""
        rows = self._connection.execute(sa.select(REASON_NAMES))
        return tuple(sorted((_name(row) for row in rows), key=lambda each: each.key))

    def add(self, name: ReasonName) -> None:
        """Keep the name of a cluster that has none."""
        self._connection.execute(
            sa.insert(REASON_NAMES).values(key=name.key, version=name.version, **_columns(name))
        )

    def change(self, name: ReasonName) -> ReasonName:
        """Keep a changed name."""
        changed = self._connection.execute(
            sa.update(REASON_NAMES)
            .where(_this_version(name))
            .values(version=name.version + 1, **_columns(name))
        )
        now = self.find(name.key)
        if now is None or not changed.rowcount:
            raise _changed_meanwhile(now)
        return now

    def remove(self, name: ReasonName) -> None:
        """Remove a name of this version."""
        removed = self._connection.execute(sa.delete(REASON_NAMES).where(_this_version(name)))
        if not removed.rowcount:
            raise _changed_meanwhile(self.find(name.key))


def _this_version(name: ReasonName) -> sa.ColumnElement[bool]:
    return sa.and_(REASON_NAMES.c.key == name.key, REASON_NAMES.c.version == name.version)


def _changed_meanwhile(now: ReasonName | None) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        say("somebody else named this reason meanwhile"), do=say("look at it as it is now"), now=now
    )


def _columns(name: ReasonName) -> dict[str, Any]:
    return {"name": name.name, "named_by": name.by, "named_at": to_micros(name.named_at)}


def _name(row: sa.Row[Any]) -> ReasonName:
    return ReasonName(row.key, row.name, row.named_by, from_micros(row.named_at), row.version)
