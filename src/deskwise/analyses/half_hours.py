"""Live contacts by half hour: how many came, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HALF_HOUR = 1_800_000_000
OF_DAY = 48
SECOND = 1_000_000


@dataclass(frozen=True)
class HalfHour:
    """The contacts that began in a half hour: `start_at` is its instant.

    `met` were answered within the threshold, `waited_seconds` is what those who were answered or gave up
    waited together, and `people` are as many as answered any of them. `stayed_seconds` are those from one
    pick-up to the next of the same person, of a quarter of an hour at most; `left` are the last ones before a
    longer pause.
    """

    start_at: int
    offered: int
    met: int
    abandoned: int
    waited_seconds: float
    people: int
    stayed_seconds: float
    left: int

    def agents(self, handle_seconds: float) -> float:
        """How many were on the phone on average, each after their last contact as long as one takes.

        >>> HalfHour(0, 10, 8, 1, 90.0, 2, 1_500.0, 2).agents(150.0)
        1.0
        """
        return (self.stayed_seconds + self.left * handle_seconds) * SECOND / HALF_HOUR


@dataclass(frozen=True)
class LiveLoad:
    """The live contacts of some weeks, up to as-of, with the dates that are closed: holidays and one's own.

    Half hours without a contact are missing. `since_at` is where the weeks begin.
    """

    since_at: int
    half_hours: tuple[HalfHour, ...]
    closed: frozenset[date]
