"""Cycles, objectives and key results as objects of plain values, for the audit and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


def told(value: object) -> Any:
    """A value of the room `okr` as its fields, all of them, in their order.

    >>> from deskwise.okr.binding import Window
    >>> told(Window("trailing", 28))
    {'kind': 'trailing', 'days': 28}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: told(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): told(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [told(each) for each in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
