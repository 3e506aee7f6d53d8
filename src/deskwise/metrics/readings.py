"""A reading: one figure with all that section 7 of the definitions demands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.intervals import Interval
from deskwise.metrics.timeline import ReadPeriod

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Number = int | float


@dataclass(frozen=True)
class Reading:
    """One figure. Durations are seconds, shares 0 to 1, nps -100 to 100; null is not zero.

    `by` pairs each dimension it is split by with its value. `clock` is null where the clock makes no
    difference. `interval` is the 95 % interval, null where there is none; a side of it that does not exist
    is null.
    """

    metric: str
    stat: Stat
    clock: Clock | None
    unit: str
    period: ReadPeriod | None
    by: tuple[tuple[str, str | None], ...]
    value: Number | None
    n: int
    numerator: Number | None
    denominator: Number | None
    excluded: tuple[tuple[str, int], ...]
    open: int
    provisional: int
    ruled: int
    unjudged: int
    interval: Interval | None
    definition: str

    def to_json(self) -> dict[str, Any]:
        """The reading as `metrics --format json` prints it."""
        period: Mapping[str, Any] | None = None
        if self.period is not None:
            period = {
                "start": iso(self.period.start_at),
                "end": iso(self.period.end_at),
                "partial": self.period.partial,
            }
        return {
            "metric": self.metric,
            "stat": self.stat,
            "clock": self.clock,
            "unit": self.unit,
            "period": period,
            "by": dict(self.by),
            "value": self.value,
            "n": self.n,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "excluded": dict(self.excluded),
            "open": self.open,
            "provisional": self.provisional,
            "ruled": self.ruled,
            "unjudged": self.unjudged,
            "interval": None if self.interval is None else list(self.interval),
            "definition": self.definition,
        }


@dataclass(frozen=True)
class Readings:
    """The readings of a selection and the instant they are known up to."""

    as_of: int
    readings: tuple[Reading, ...]

    def to_json(self) -> dict[str, Any]:
        """The object `metrics --format json` prints."""
        return {"as_of": iso(self.as_of), "readings": [reading.to_json() for reading in self.readings]}


def iso(instant: int | None) -> str | None:
    """An instant as text, in UTC; fractions of a second only where there are any.

    >>> iso(1_500_000), iso(0), iso(None)
    ('1970-01-01T00:00:01.500000Z', '1970-01-01T00:00:00Z', None)
    """
    if instant is None:
        return None
    return (_EPOCH + timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")
