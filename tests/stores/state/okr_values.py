"""Objectives to keep: of each value one that has nothing it can lack, and any that can be."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Window
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Bounds, KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Objective, Owner

Value = TypeVar("Value")
AT = datetime(2026, 2, 1, 9, tzinfo=UTC)
CYCLE = Cycle("c1", "Q1 2026", date(2026, 1, 1), date(2026, 3, 31))
OBJECTIVE = Objective("o1", "first-replies", "c1", "Answer sooner", "they wait", Owner(Level.TEAM, "support"))
KEY_RESULT = KeyResult("k1", "within-an-hour", "o1", "Within an hour", KeyResultKind.REACH, target=0.9)

_finite = st.floats(allow_nan=False, allow_infinity=False)
_above_nothing = st.floats(1e-9, 1e9)
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    # PostgreSQL keeps no zero byte, and nothing keeps halves of a character.
    str: st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    float: _finite,
    int: st.integers(1, 2**31 - 2),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    Window: st.one_of(
        st.builds(Window, st.just("trailing"), st.integers(1, 400)),
        st.builds(Window, st.sampled_from(["cycle_to_date", "last_full_week", "last_full_month"])),
    ),
    BaselineRule: st.one_of(
        st.builds(BaselineRule, st.sampled_from(["span_before", "same_quarter_last_year"])),
        st.builds(BaselineRule, st.just("dates"), st.dates(), st.dates()),
        st.builds(BaselineRule, st.just("number"), number=_finite),
    ),
    Bounds: st.one_of(
        st.builds(Bounds, st.floats(-10, 0), st.none() | st.floats(0, 10), st.sampled_from(["week", "day"])),
        st.builds(Bounds, st.none(), st.floats(0, 10)),
    ),
}
_FIELDS: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (Cycle, "first_day"): st.dates(max_value=date(2026, 1, 1)),
    (Cycle, "last_day"): st.dates(min_value=date(2026, 1, 1)),
    (Objective, "weight"): _above_nothing,
    (KeyResult, "weight"): _above_nothing,
}


def any_of(value: type[Value]) -> st.SearchStrategy[Value]:
    """Any value there can be of a type: all its fields, as they are declared, are filled with anything."""
    return _of(value)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _LEAVES:
        return _LEAVES[hint]
    parts = get_args(hint)
    if hint is None or hint is type(None):
        return st.none()
    if get_origin(hint) in {Union, UnionType}:
        return st.one_of(*(_of(part) for part in parts))
    if get_origin(hint) is Literal:
        return st.sampled_from(parts)
    if get_origin(hint) is tuple:
        if parts[-1] is Ellipsis:
            return st.lists(_of(parts[0]), max_size=3).map(tuple)
        return st.tuples(*(_of(part) for part in parts))
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _filled(hint)


def _filled(value: type) -> st.SearchStrategy[Any]:
    assert is_dataclass(value)
    hints = get_type_hints(value)
    fields = {
        name: _FIELDS[value, name] if (value, name) in _FIELDS else _of(each) for name, each in hints.items()
    }
    return st.builds(value, **fields)
