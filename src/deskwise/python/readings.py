"""The readings of metrics."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from deskwise.app.read_metrics import Answer
from deskwise.app.tables.readings_table import readings_table
from deskwise.app.tables.table import Table
from deskwise.metrics import readings as told
from deskwise.metrics.timeline import ReadPeriod
from deskwise.python.frames import Kind
from deskwise.python.instants import moment
from deskwise.python.result import Rows

HEAD: dict[str, Kind] = {
    "metric": "text", "stat": "text", "clock": "text", "unit": "text", "period.start": "instant",
    "period.end": "instant", "period.partial": "flag",
}  # fmt: skip
TAIL: dict[str, Kind] = {
    "value": "number", "n": "whole", "numerator": "number", "denominator": "number", "excluded": "text",
    "open": "whole", "provisional": "whole", "ruled": "whole", "unjudged": "whole", "interval.low": "number",
    "interval.high": "number", "definition": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """From `start` to `end` (not included), in UTC; an edge nobody set is null.

    `partial` says that it had not ended at as-of.
    """

    start: datetime | None
    end: datetime | None
    partial: bool


@dataclass(frozen=True)
class Reading:
    """One figure with all that stands beside it.

    `value` is null where there is no data, never 0 for that: durations in seconds, shares 0 to 1. `n` are the
    cases behind it, `interval` its 95 % interval. `period` is null where none was asked, `clock` where it
    makes no difference.
    """

    metric: str
    stat: str
    clock: str | None
    unit: str
    period: Period | None
    by: Mapping[str, str | None]
    value: float | None
    n: int
    numerator: float | None
    denominator: float | None
    excluded: Mapping[str, int]
    open: int
    provisional: int
    ruled: int
    unjudged: int
    interval: tuple[float | None, float | None] | None
    definition: str


@dataclass(frozen=True, repr=False)
class Readings(Rows[Reading]):
    """The answer of `Workspace.metrics`: readings, by metric, slice, period and statistic."""

    _answer: Answer
    _by: tuple[str, ...]
    _every: str | None
    _clock: str

    @property
    def as_of(self) -> datetime:
        """Until when the data is known to be complete."""
        return moment(self._answer.readings.as_of)

    @cached_property
    def _items(self) -> tuple[Reading, ...]:
        return tuple(_reading(each) for each in self._answer.readings.readings)

    def _kinds(self) -> Mapping[str, Kind]:
        split = dict.fromkeys([*self._by, *(name for item in self._items for name in item.by)])
        by: dict[str, Kind] = {f"by.{name}": "text" for name in split}
        return HEAD | by | TAIL

    def _flat(self, item: Reading) -> dict[str, Any]:
        plain = {name: getattr(item, name) for name in (*HEAD, *TAIL) if "." not in name}
        period, (low, high) = item.period, item.interval or (None, None)
        return {
            **plain,
            **{f"by.{name}": value for name, value in item.by.items()},
            "period.start": None if period is None else period.start,
            "period.end": None if period is None else period.end,
            "period.partial": None if period is None else period.partial,
            # Reasons differ by metric: one cell holds them all, and the columns are the same for all data.
            "excluded": json.dumps(dict(item.excluded)) if item.excluded else None,
            "interval.low": low,
            "interval.high": high,
        }

    def _tables(self) -> Sequence[Table]:
        return (readings_table(self._answer, self._every, self._clock),)

    def _json(self) -> Any:
        return self._answer.readings.to_json()


def _reading(each: told.Reading) -> Reading:
    return Reading(
        metric=each.metric,
        stat=each.stat,
        clock=each.clock,
        unit=each.unit,
        period=None if each.period is None else _period(each.period),
        by=dict(each.by),
        value=each.value,
        n=each.n,
        numerator=each.numerator,
        denominator=each.denominator,
        excluded=dict(each.excluded),
        open=each.open,
        provisional=each.provisional,
        ruled=each.ruled,
        unjudged=each.unjudged,
        interval=each.interval,
        definition=each.definition,
    )


def _period(each: ReadPeriod) -> Period:
    return Period(moment(each.start_at), moment(each.end_at), each.partial)
