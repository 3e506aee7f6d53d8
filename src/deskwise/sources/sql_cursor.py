"""Where a way through a table goes on: values of a database, written so that they stay of their kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

KINDS: Mapping[str, tuple[type, Callable[[str], Any]]] = {
    "datetime": (datetime, datetime.fromisoformat),
    "date": (date, date.fromisoformat),
    "decimal": (Decimal, Decimal),
    "uuid": (UUID, UUID),
}


@dataclass(frozen=True)
class Place:
    """A row that was read, by its change and key; `nulls` while the rows without a change are read.

    `after` is not null where no row was read yet, and all that changed up to this number was read before.
    """

    nulls: bool = False
    changed: Any = None
    key: Any = None
    after: Any = None

    def written(self) -> str:
        """The place as a cursor.

        >>> Place(False, Decimal(7), 7).written()
        '{"nulls": false, "c": ["decimal", "7"], "k": 7}'
        """
        if self.after is not None:
            return json.dumps({"after": _written(self.after)})
        return json.dumps({"nulls": self.nulls, "c": _written(self.changed), "k": _written(self.key)})


def read_place(cursor: str | None) -> Place | None:
    """A cursor as the place it was; null before the first row."""
    if cursor is None:
        return None
    said = json.loads(cursor)
    if "after" in said:
        return Place(after=_read(said["after"]))
    return Place(said["nulls"], _read(said["c"]), _read(said["k"]))


def counts_up(value: Any) -> bool:
    """Whether a value is a number, as that of a column that grows with each change."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _written(value: Any) -> Any:
    for name, (kind, _) in KINDS.items():
        if isinstance(value, kind):
            return [name, value.isoformat() if isinstance(value, date) else str(value)]
    return value


def _read(said: Any) -> Any:
    return KINDS[said[0]][1](said[1]) if isinstance(said, list) else said
