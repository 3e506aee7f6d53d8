"""Live contacts count in the half hour they began in, and people by picking up one after another."""

from __future__ import annotations

from typing import Any

from deskwise.facts.rules import Rules
from deskwise.metrics.half_hours import HALF_HOUR, PAUSE, read_half_hours
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, request, wait

KEPT = KeptSql()
# Ticket, when it began and how long it waited in seconds, how it ended, and who picked up.
CALLS: tuple[tuple[str, int, int, str, str | None], ...] = (
    ("a", 0, 20, "answered", "ann"),
    ("b", 300, 21, "answered", "ann"),
    ("c", 1_799, 60, "abandoned", None),
    ("d", 1_800, 0, "answered", "ben"),
    ("e", 1_900, 5, "answered", None),
    ("f", 4_000, 1, "unanswered", None),
)


def counts(where: dict[str, Any] | None = None, since_at: int = 0) -> list[tuple[int, ...]]:
    requests = [request(name, at * SECOND, channel="phone") for name, at, _, _, _ in CALLS]
    requests.append(request("mail", 0, channel="email"))
    waits = [
        wait(name, 1, at * SECOND, (at + length) * SECOND, outcome, agent=who, team="support")
        for name, at, length, outcome, who in CALLS
    ]
    waits.append(wait("mail", 1, 0, SECOND, "answered", agent="ann", team="support"))
    waits.append(wait("a", 2, 50 * SECOND, 60 * SECOND, "answered", agent="ann", team="support"))
    asked = select(
        ("service_level",), where=where or {"channel": ("phone",)}, since_at=since_at, until_at=DAY,
        within_seconds=20,
    )  # fmt: skip
    engine = DuckdbFacts(requests=requests, waits=waits)
    rows = read_half_hours(asked, rules=Rules(), horizon=Horizon(0, DAY), engine=engine, compiled=KEPT)
    return [tuple(map(int, row)) for row in rows]


def test_contacts_of_a_half_hour_and_those_who_answered_them() -> None:
    # Ann was there from her first to her second, 301 seconds, and that was her last before a pause.
    first = (0, 3, 1, 1, 101 * SECOND, 1, 301 * SECOND, 1)
    # Ben had but one; who the third was is not known.
    assert counts() == [first, (1, 2, 2, 0, 5 * SECOND, 1, 0, 1)]
    assert HALF_HOUR == 1_800 * SECOND


def test_only_the_chosen_contacts_and_the_time_asked_count() -> None:
    assert [row[:2] for row in counts(since_at=1_800 * SECOND)] == [(1, 2)]
    assert [row[:2] for row in counts({"channel": ("email",)})] == [(0, 1)]
    assert counts({"team": ("billing",)}) == []


def test_a_pause_is_more_than_a_quarter_of_an_hour() -> None:
    assert PAUSE == 900 * SECOND
