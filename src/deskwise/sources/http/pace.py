"""How fast a help desk is asked, and how long to wait before asking again."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from deskwise.kernel.clock import Clock, SystemClock

MINUTE_SECONDS = 60.0


@dataclass(frozen=True)
class Pace:
    """What waits and draws, given from outside so that no test has to wait.

    `elapsed` is a clock that only goes on, in seconds; `draw` gives a number from 0 to 1.
    """

    clock: Clock = field(default_factory=SystemClock)
    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = random.random


@dataclass(frozen=True)
class Patience:
    """How often and how long a question is asked again.

    Before the n-th repetition it waits a time drawn from 0 to `first_seconds` x 2^(n - 1), `longest_seconds`
    at most: whoever failed together does not come back together. A help desk that asks for a longer wait
    gets it, but for one longer than `most_asked_seconds`.
    """

    attempts: int = 6
    first_seconds: float = 1.0
    longest_seconds: float = 60.0
    most_asked_seconds: float = 900.0

    def seconds(self, failed: int, asked: float | None, draw: Callable[[], float]) -> float:
        """How long to wait after so many failures, when the help desk asked for so much.

        >>> Patience().seconds(3, None, lambda: 0.5), Patience().seconds(1, 30.0, lambda: 0.5)
        (2.0, 30.5)
        """
        drawn = draw() * min(self.first_seconds * 2.0 ** (failed - 1), self.longest_seconds)
        return drawn if asked is None else asked + drawn


class Budget:
    """So many requests in any minute and no more; `per_minute` null is no limit."""

    def __init__(self, per_minute: int | None, pace: Pace) -> None:
        self._per_minute = per_minute
        self._pace = pace
        self._made: deque[float] = deque()

    def take(self) -> None:
        """Wait until another request may be made, and count it."""
        if self._per_minute is None:
            return
        now = self._pace.elapsed()
        if len(self._made) >= self._per_minute:
            free_at = self._made[0] + MINUTE_SECONDS
            if free_at > now:
                self._pace.sleep(free_at - now)
                now = max(self._pace.elapsed(), free_at)
            self._made.popleft()
        self._made.append(now)


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """How long a Retry-After asks to wait: seconds, or an HTTP date; null if it says nothing that is either.

    >>> retry_after_seconds("120", datetime(2025, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after_seconds("Wed, 01 Jan 2025 00:00:30 GMT", datetime(2025, 1, 1, tzinfo=UTC))
    30.0
    """
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) < 10 else None
    until = http_instant(text)
    return None if until is None else max((until - now).total_seconds(), 0.0)


def http_instant(header: str | None) -> datetime | None:
    """The instant of an HTTP date; null if it is none.

    >>> http_instant("Wed, 01 Jan 2025 00:00:30 GMT")
    datetime.datetime(2025, 1, 1, 0, 0, 30, tzinfo=datetime.timezone.utc)
    """
    if header is None:
        return None
    try:
        at = parsedate_to_datetime(header.strip())
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
