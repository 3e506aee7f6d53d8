"""A large help desk made beforehand, so that serving it costs little beside reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import World, instant

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
BETWEEN = timedelta(minutes=5)


def ticket(number: int) -> dict[str, Any]:
    """The ticket of a number: opened, answered twice, and most often solved; 8 entries with its moves."""
    opened = BEGAN + number * BETWEEN
    whats = ("reply", "status", "reply", "reply", "status", "reply", "status")
    history = []
    for place, what in enumerate(whats):
        at = instant(opened + timedelta(minutes=7 * (place + 1), seconds=number % 60))
        entry: dict[str, Any] = {"id": place + 1, "at": at, "what": what}
        if what == "reply":
            customer = place == 3
            entry |= {"by": "customer" if customer else f"agent {number % 20}", "body": "thank you " * 20}
            entry["role"] = "customer" if customer else "agent"
        else:
            entry |= {"by": f"agent {number % 20}", "role": "agent"}
            entry["to"] = ("open", "waiting", "solved")[(place + number) % 3]
        history.append(entry)
    return {
        "id": f"T{number:07}",
        "opened_at": instant(opened),
        "requester": f"customer {number % 30_000}",
        "subject": "it does not work",
        "priority": ("low", "normal", "high")[number % 3],
        "history": history,
        "changed_at": instant(opened + timedelta(hours=2)),
    }


@dataclass
class CannedDesk(FakeDesk):
    """So many tickets of `ticket`, in the order of their changes; paged by number, and never changed."""

    world: World = field(default_factory=World)
    tickets: int = 0

    def answer(self, path: str, query: dict[str, str], body: Any) -> Any:
        if path == "/count":
            first, last = self._place(query["since"]), self._place(query.get("until"))
            return {"count": max(last - first, 0)}
        return super().answer(path, query, body)

    def _page(self, query: dict[str, str]) -> Any:
        self.pages += 1
        after = query.get("after")
        first = self._place(query["since"]) if after is None else int(after.split(" T")[1]) + 1
        last = min(self._place(query.get("until")), first + self.most_a_page)
        return {"tickets": [ticket(number) for number in range(first, last)],
                "more": last < self._place(query.get("until"))}  # fmt: skip

    def _place(self, told: str | None) -> int:
        """How many tickets were changed before an instant."""
        if told is None:
            return self.tickets
        since = datetime.fromisoformat(told) - BEGAN - timedelta(hours=2)
        return min(max(-(-since // BETWEEN), 0), self.tickets)


def canned_desk(tickets: int) -> CannedDesk:
    """A desk of so many tickets, whose clock stands after the last of them."""
    return CannedDesk(
        World(now=BEGAN + tickets * BETWEEN + timedelta(days=1)), most_a_page=1_000, tickets=tickets
    )
