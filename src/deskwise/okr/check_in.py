"""A check-in: what a key result read at an instant, and what its owner says of it. And a typed value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskwise.metrics.intervals import Interval

LEAST_CONFIDENCE, MOST_CONFIDENCE = 0, 10


@dataclass(frozen=True)
class Known:
    """What was known of a key result at an instant, kept as it was then.

    `value` is null where there was no figure. Instants are microseconds since 1970 UTC: the edges of what was
    read, and the as-of of the facts. `settings` is the fingerprint of the rules they were folded by,
    `rulings` how many of the cases were ruled on. Of a typed number, `n` and all that follows is null.
    """

    value: float | None
    progress: float | None
    n: int | None = None
    interval: Interval | None = None
    provisional: int | None = None
    rulings: int | None = None
    definition: str | None = None
    start_at: int | None = None
    end_at: int | None = None
    as_of: int | None = None
    settings: str | None = None


@dataclass(frozen=True)
class CheckIn:
    """What somebody said of a key result, with what it read by itself at that moment; never changed.

    `typed` is the value that stood in the place of the reading then, null where none did. `confidence` is 0
    to 10, null where they did not say.
    """

    id: str
    key_result: str
    by: str
    at: datetime
    known: Known
    typed: float | None = None
    confidence: int | None = None
    moved_by: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class TypedValue:
    """A value somebody typed: the value of a typed number, or an override of what a key result reads.

    `why` is the reason of an override. `known` is what was read by itself at that moment, and stays beside
    it. An override counts until it is `resumed_at`, or another one comes; both stay on record.
    """

    id: str
    key_result: str
    value: float
    why: str
    by: str
    at: datetime
    known: Known | None = None
    resumed_at: datetime | None = None
    resumed_by: str | None = None
