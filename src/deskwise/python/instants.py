"""Instants as Python has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def moment(instant: int) -> datetime: ...


@overload
def moment(instant: None) -> None: ...


def moment(instant: int | None) -> datetime | None:
    """Microseconds since 1970-01-01 UTC as a datetime in UTC; null stays null.

    >>> moment(0).isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    return None if instant is None else _EPOCH + timedelta(microseconds=instant)
