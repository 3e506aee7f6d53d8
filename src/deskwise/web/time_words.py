"""Instants and stretches of time as pages write them: as charts do, see `reports.time_words`."""

from __future__ import annotations

from datetime import UTC, datetime

from deskwise.reports.time_words import axis_label as axis_label
from deskwise.reports.time_words import edge_text as edge_text
from deskwise.reports.time_words import exact_words as exact_words
from deskwise.reports.time_words import instant_words as instant_words
from deskwise.reports.time_words import period_title as period_title
from deskwise.reports.time_words import span_words as span_words


def utc_words(at: datetime) -> str:
    """An instant of the accounts, to the minute.

    >>> utc_words(datetime(2026, 3, 1, 9, tzinfo=UTC))
    '2026-03-01 09:00 UTC'
    """
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
