"""Instants and periods as people name them, in the workspace's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from deskwise.metrics.timeline import ReadPeriod

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local(instant: int, zone: str) -> datetime:
    """An instant (microseconds since 1970 UTC) on the clocks of a zone."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))


def instant_words(instant: int, zone: str) -> str:
    """An instant as date and time of a zone, as exact as it is.

    >>> instant_words(0, "Europe/Berlin"), instant_words(1_500_000, "UTC")
    ('1970-01-01 01:00 +01:00', '1970-01-01 00:00:01.500000 UTC')
    """
    told = local(instant, zone)
    if told.microsecond:
        clock = told.strftime("%H:%M:%S.%f")
    else:
        clock = told.strftime("%H:%M:%S") if told.second else told.strftime("%H:%M")
    offset = told.isoformat()[-6:]
    return f"{told:%Y-%m-%d} {clock} {'UTC' if offset == '+00:00' else offset}"


def period_name(period: ReadPeriod, every: str | None, zone: str) -> str:
    """What a period is called: 2025-03 of months, 2025-W09 of weeks, its first day of quarters and years.

    Without a grain it is named by its edges.
    """
    if every is None or period.start_at is None:
        edges = [
            None if edge is None else instant_words(edge, zone) for edge in (period.start_at, period.end_at)
        ]
        words = [
            f"{word} {edge}" for word, edge in zip(("from", "to"), edges, strict=True) if edge is not None
        ]
        return " ".join(words)
    start = local(period.start_at, zone)
    if every == "hour":
        return start.strftime("%Y-%m-%d %H:%M")
    if every == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if every == "month":
        return start.strftime("%Y-%m")
    return ("from " if every in {"quarter", "year"} else "") + start.strftime("%Y-%m-%d")
