"""What of objectives is made of parts, as JSON: each value as its fields by their names.

Days are ISO dates, instants microseconds since 1970 UTC, decimals text. A field that a state does not have
yet takes its default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from deskwise.metrics.intervals import Interval
from deskwise.okr.baseline import Baseline, BaselineRule
from deskwise.okr.binding import Binding, Window
from deskwise.okr.check_in import Known
from deskwise.okr.close_out import FinalResult
from deskwise.okr.key_result import Bounds, Change, Checkpoint, Milestone
from deskwise.stores.state.instants import maybe_from_micros, to_micros

Part = Baseline | BaselineRule | Binding | Bounds | Change | Checkpoint | FinalResult | Known | Milestone
Fields = Mapping[str, Any]
Value = TypeVar("Value")


def written(part: Part) -> str:
    """A value as it is kept.

    >>> written(Checkpoint(date(2026, 2, 1), 0.5))
    '{"day": "2026-02-01", "progress": 0.5}'
    """
    return _json(asdict(part))


def maybe_written(part: Part | None) -> str | None:
    """A value as it is kept, null where there is none."""
    return None if part is None else written(part)


def all_written(parts: Iterable[Part]) -> str:
    """Values as they are kept, in their order."""
    return _json([asdict(part) for part in parts])


def read(value: Callable[[Fields], Value], kept: str) -> Value:
    """The value that is kept.

    >>> read(checkpoint, '{"day": "2026-02-01", "progress": 0.5}')
    Checkpoint(day=datetime.date(2026, 2, 1), progress=0.5)
    """
    return value(json.loads(kept))


def maybe_read(value: Callable[[Fields], Value], kept: str | None) -> Value | None:
    """The value that is kept, null where none is."""
    return None if kept is None else read(value, kept)


def all_read(value: Callable[[Fields], Value], kept: str) -> tuple[Value, ...]:
    """The values that are kept."""
    return tuple(value(each) for each in json.loads(kept))


def binding(fields: Fields) -> Binding:
    """A binding."""
    return Binding(
        **{
            **fields,
            "where": tuple((name, tuple(values)) for name, values in fields["where"]),
            "window": Window(**fields["window"]),
            "within_seconds": _maybe(Decimal, fields.get("within_seconds")),
        }
    )


def change(fields: Fields) -> Change:
    """By how much a metric is to move."""
    return Change(**fields)


def bounds(fields: Fields) -> Bounds:
    """What a metric is to stay within."""
    return Bounds(**fields)


def milestone(fields: Fields) -> Milestone:
    """A milestone."""
    return Milestone(
        **{**fields, "due": _day(fields.get("due")), "done_at": maybe_from_micros(fields.get("done_at"))}
    )


def checkpoint(fields: Fields) -> Checkpoint:
    """A checkpoint."""
    return Checkpoint(**{**fields, "day": date.fromisoformat(fields["day"])})


def baseline_rule(fields: Fields) -> BaselineRule:
    """Where a baseline comes from."""
    return BaselineRule(**_with_days(fields))


def baseline(fields: Fields) -> Baseline:
    """A baseline as it was frozen."""
    return Baseline(**{**_with_days(fields), "interval": _interval(fields)})


def known(fields: Fields) -> Known:
    """What was known of a key result."""
    return Known(**{**fields, "interval": _interval(fields)})


def final_result(fields: Fields) -> FinalResult:
    """What a key result came to."""
    return FinalResult(**{**fields, "known": known(fields["known"])})


def _with_days(fields: Fields) -> dict[str, Any]:
    return {
        **fields,
        "first_day": _day(fields.get("first_day")),
        "last_day": _day(fields.get("last_day")),
    }


def _day(kept: str | None) -> date | None:
    return _maybe(date.fromisoformat, kept)


def _interval(fields: Fields) -> Interval | None:
    kept = fields.get("interval")
    return None if kept is None else (kept[0], kept[1])


def _maybe(made: Callable[[str], Value], kept: str | None) -> Value | None:
    return None if kept is None else made(kept)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> str | int:
    if isinstance(value, datetime):
        return to_micros(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
