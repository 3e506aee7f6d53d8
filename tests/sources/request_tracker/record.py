"""Record what a started Request Tracker tells of the two weeks, for the tests that do without one.

    PYTHONPATH=src:tests python -m sources.request_tracker.record

People and letters are invented. What is recorded are lists in the form REST2 gives them, not single answers:
the served desk of the tests answers questions from these.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from deskwise.sources.request_tracker_answers import ASKED_OF_TICKETS, ASKED_OF_TRANSACTIONS
from sources.request_tracker import server, two_weeks
from sources.request_tracker.people import Desk
from sources.request_tracker.seed import LIFECYCLES, READER, SEED

RECORDED = Path(__file__).parents[1] / "recorded" / "request_tracker" / "two_weeks.json"
MOST_AT_ONCE = 100
# Addresses of the machine it was recorded on, and of what else could be asked for.
NOT_KEPT = ("_url", "_hyperlinks")


def record(desk: Desk) -> dict[str, Any]:
    """All lists, as the reader of the tests sees them."""
    transactions = "fields=" + ",".join(ASKED_OF_TRANSACTIONS)
    tickets = "fields=" + ",".join(ASKED_OF_TICKETS) + "&fields[Requestor]=Organization"
    deleted = desk.act(READER, "GET", "ticket/8")
    people = desk.act(READER, "GET", f"users?fields=Name&per_page={MOST_AT_ONCE}")["items"]
    return {
        "rt": desk.act(READER, "GET", "rt"),
        "tickets": [*everything(desk, f"tickets?query=EffectiveId>0&orderby=id&{tickets}"), deleted],
        "transactions": everything(
            desk, f"transactions?query=ObjectType%3D'RT::Ticket'&orderby=id&{transactions}"
        ),
        "attachments": everything(
            desk, 'attachments?query=[{"field":"Parent","value":0}]&fields=TransactionId,Headers&orderby=id'
        ),
        "queues": [
            desk.act(READER, "GET", f"queue/{one['id']}")
            for one in everything(desk, "queues/all?fields=Name")
        ],
        "users": [numbered(desk.act(READER, "GET", f"user/{one['id']}")) for one in people],
    }


def everything(desk: Desk, question: str) -> list[Any]:
    """Every item of a list, to its first empty page."""
    found: list[Any] = []
    page = 0
    while True:
        page += 1
        asked = f"{question}&per_page={MOST_AT_ONCE}&page={page}".replace(" ", "%20").replace('"', "%22")
        items = desk.act(READER, "GET", asked.replace(">", "%3E"))["items"]
        if not items:
            return found
        found += items


def numbered(user: dict[str, Any]) -> dict[str, Any]:
    """A user with the number that only its links show."""
    return {"id": user["_hyperlinks"][0]["id"], **user}


def plain(said: Any) -> Any:
    """The same without addresses."""
    if isinstance(said, dict):
        return {name: plain(value) for name, value in sorted(said.items()) if name not in NOT_KEPT}
    return [plain(one) for one in said] if isinstance(said, list) else said


def main() -> None:
    """Start one, live through the two weeks, and write what it tells."""
    with tempfile.TemporaryDirectory() as folder:
        tracker = server.start(Path(folder) / "rt", seed=SEED, further=LIFECYCLES, now="2025-03-03 08:00:00")
        try:
            desk = Desk(tracker.url)
            for at, act in two_weeks.acts("2025", two_weeks.THIRD_SYNC):
                tracker.now(at)
                act(desk)
            tracker.now(two_weeks.THIRD_SYNC)
            told = plain(record(desk))
        finally:
            tracker.stop()
    RECORDED.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f" {json.dumps(name)}: "
        + (
            json.dumps(said)
            if isinstance(said, dict)
            else "[\n" + ",\n".join(f"  {json.dumps(one)}" for one in said) + "\n ]"
        )
        for name, said in told.items()
    ]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
