"""The tickets of the fake help desk: they are made, changed and deleted while it is asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
# Words that nobody may find in a log or an error.
SECRET_WORDS = "my card number is 4111"


def instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


@dataclass
class World:
    """What the help desk knows. `now` is its clock: it goes on when something happens."""

    now: datetime = BEGAN
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open(self, ticket: str, at: datetime | None = None, **further: Any) -> None:
        """A customer opens a ticket."""
        with self.lock:
            self.now = max(at or self.now + timedelta(minutes=1), self.now)
            self.tickets[ticket] = {
                "id": ticket,
                "opened_at": instant(at or self.now),
                "requester": f"customer {len(self.tickets) % 7}",
                "subject": SECRET_WORDS,
                "priority": "normal",
                "history": [],
                **further,
            }
            self._changed(ticket)

    def happen(self, ticket: str, what: str, **said: Any) -> None:
        """Something happens to a ticket."""
        with self.lock:
            self.now += timedelta(minutes=1)
            history = self.tickets[ticket]["history"]
            history.append({"id": len(history) + 1, "at": instant(self.now), "what": what, **said})
            self._changed(ticket)

    def reply(self, ticket: str, by: str = "ann", role: str = "agent") -> None:
        self.happen(ticket, "reply", by=by, role=role, body=SECRET_WORDS)

    def set_status(self, ticket: str, status: str, by: str = "ann") -> None:
        self.happen(ticket, "status", by=by, role="agent", to=status)

    def correct(self, ticket: str, number: int, **said: Any) -> None:
        """An entry of the history is told otherwise from now on."""
        with self.lock:
            self.now += timedelta(minutes=1)
            entry = self.tickets[ticket]["history"][number - 1]
            entry.update(said, version=entry.get("version", 0) + 1)
            self._changed(ticket)

    def delete(self, ticket: str) -> None:
        with self.lock:
            del self.tickets[ticket]

    def _changed(self, ticket: str) -> None:
        self.tickets[ticket]["changed_at"] = instant(self.now)

    def between(self, since: str, until: str) -> list[dict[str, Any]]:
        """The tickets last changed from `since` on and before `until`, in the order of their changes."""
        with self.lock:
            found = [one for one in self.tickets.values() if since <= one["changed_at"] < until]
            return sorted(found, key=lambda one: (one["changed_at"], one["id"]))


def busy_world(tickets: int) -> World:
    """So many tickets, each answered, most of them solved and some reopened."""
    world = World()
    for number in range(tickets):
        ticket = f"T{number:05}"
        world.open(ticket)
        world.reply(ticket)
        if number % 3:
            world.set_status(ticket, "solved")
        if number % 6 == 1:
            world.reply(ticket, "customer 1", "customer")
            world.set_status(ticket, "open", "customer 1")
    return world
