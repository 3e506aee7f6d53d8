"""Instants of the accounts of people, which have no workspace's zone, as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_words(at: datetime) -> str:
    """An instant of the accounts, to the minute.

    >>> utc_words(datetime(2026, 3, 1, 9, tzinfo=UTC))
    '2026-03-01 09:00 UTC'
    """
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
