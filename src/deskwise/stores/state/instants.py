"""Instants as the state keeps them: whole microseconds since 1970 UTC, as the lake does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """An instant as it is kept.

    >>> to_micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (at - EPOCH) // _MICROSECOND


def from_micros(kept: int) -> datetime:
    """The instant that is kept."""
    return EPOCH + kept * _MICROSECOND


def maybe_to_micros(at: datetime | None) -> int | None:
    """An instant as it is kept, null where there is none."""
    return None if at is None else to_micros(at)


def maybe_from_micros(kept: int | None) -> datetime | None:
    """The instant that is kept, null where none is."""
    return None if kept is None else from_micros(kept)
