"""Closing out: the final score of an objective, frozen, and what its owner learnt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskwise.okr.check_in import Known


@dataclass(frozen=True)
class FinalResult:
    """What a key result came to: what was known at the end, and its score of 0 to 1, or null."""

    key_result: str
    known: Known
    score: float | None
    typed: float | None = None


@dataclass(frozen=True)
class CloseOut:
    """How an objective ended; never changed.

    `score` is null where no key result had a figure. `carried_to` is the objective of the next cycle that
    goes on with it, null where none does.
    """

    objective: str
    by: str
    at: datetime
    score: float | None
    results: tuple[FinalResult, ...]
    note: str = ""
    went_well: str = ""
    went_badly: str = ""
    next_time: str = ""
    carried_to: str | None = None
