"""Events as plain columns of whole numbers: collected by kind, then put in order and given a `seq`."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.span import FIRST, LAST, Ints
from deskwise.sample.words import KINDS

NO_VALUE = -(1 << 62)
# Actors: agents by their code, then these, then customers.
REVIEWER, GREETER, AUTOMATON = (1 << 20, (1 << 20) + 1, (1 << 20) + 2)
FIRST_CUSTOMER = 1 << 21
# Forms of `extra`: what `x` and `y` mean.
(
    ACKNOWLEDGED, REASON, INTO, TO_PROBLEM, ARTICLE, PROMISE, RULING, SALE,
    SURVEY, FOUND, STAGE, CAMPAIGN, PLANNED,
) = range(1, 14)  # fmt: skip

NULLS = {
    "ticket": -1, "kind": -1, "actor": -1, "role": -1, "team": -1, "agent": -1, "customer": -1, "status": -1,
    "channel": -1, "type": -1, "category": -1, "priority": -1, "product": -1, "value": NO_VALUE, "scale": -1,
    "form": 0, "x": 0, "y": 0,
}  # fmt: skip
_INSTANT_BITS = 46

Rows = dict[str, Ints]


class EventRows:
    """Collects events. Rows of one ticket at one instant keep the order in which they were added."""

    def __init__(self) -> None:
        self._chunks: list[Rows] = []
        self._size = 0

    def add(self, kind: str, at: Ints, **columns: Ints | int) -> Ints:
        """Add an event wherever `at` is inside the log.

        Columns are as long as `at`, or the same for all. Returns each row's place in the collection, -1 where
        there is none, for rulings to refer to.
        """
        rows = np.flatnonzero(at <= LAST)
        chunk = {"at": at[rows], "kind": np.full(len(rows), KINDS.index(kind), dtype=np.int64)}
        for name, column in columns.items():
            if isinstance(column, np.ndarray):
                chunk[name] = column[rows].astype(np.int64, copy=False)
            else:
                chunk[name] = np.full(len(rows), column, dtype=np.int64)
        places = np.full(len(at), -1, dtype=np.int64)
        places[rows] = self._size + np.arange(len(rows))
        self._chunks.append(chunk)
        self._size += len(rows)
        return places

    def in_order(self) -> Rows:
        """All events by ticket and instant, without a ticket first; `seq` counts from 0 in each."""
        ticket, at = self._column("ticket"), self._column("at")
        key = (ticket + 1 << _INSTANT_BITS) + (at - FIRST)
        order = np.argsort(key, kind="stable")
        rows = {name: self._column(name)[order] for name in ("at", *NULLS)}
        fresh = np.flatnonzero(np.diff(rows["ticket"], prepend=-2))
        lengths = np.diff(np.append(fresh, self._size))
        rows["seq"] = np.arange(self._size) - np.repeat(fresh, lengths)
        # A ruling names the event it is on by its place; events are named by their `seq`.
        rulings = np.flatnonzero(rows["form"] == RULING)
        place_of = np.empty(self._size, dtype=np.int64)
        place_of[order] = np.arange(self._size)
        rows["x"][rulings] = rows["seq"][place_of[rows["x"][rulings]]]
        return rows

    def _column(self, name: str) -> Ints:
        null = NULLS.get(name, 0)
        parts = [
            chunk[name] if name in chunk else np.full(len(chunk["at"]), null, dtype=np.int64)
            for chunk in self._chunks
        ]
        return np.concatenate(parts)
