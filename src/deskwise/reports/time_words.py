"""Instants and stretches of time as pages and charts write them, in the workspace's zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskwise.kernel.language import date_words, say
from deskwise.kernel.periods import Period, local_time, zone_info
from deskwise.metrics.timeline import ReadPeriod

LAST_MICROSECOND = 1
# How a date is written in each language.
INSTANT = {"en": "EEE d MMM y, HH:mm", "de": "EEE d. MMM y, HH:mm"}
EXACT = {"en": "EEE d MMM y, HH:mm:ss", "de": "EEE d. MMM y, HH:mm:ss"}
HOUR = {"en": "EEE d MMM HH:mm", "de": "EEE d. MMM HH:mm"}
DAY = {"en": "d MMM", "de": "d. MMM"}
DAY_ALONE = {"en": "d", "de": "d."}
DATE = {"en": "d MMM y", "de": "d. MMM y"}
MONTH = {"en": "MMM y", "de": "MMM y"}
SHORT_MONTH = {"en": "MMM yy", "de": "MMM yy"}


def instant_words(instant: int | None, zone: str) -> str:
    """An instant as a weekday, a date and a time; `no data` if there is none.

    >>> instant_words(0, "Europe/Berlin")
    'Thu 1 Jan 1970, 01:00'
    """
    if instant is None:
        return say("no data")
    return date_words(local_time(instant, zone_info(zone)), INSTANT)


def day_words(instant: int, zone: str) -> str:
    """The day of an instant.

    >>> day_words(0, "UTC")
    '1 Jan 1970'
    """
    return _dated(local_time(instant, zone_info(zone)))


def exact_words(instant: int, zone: str) -> str:
    """An instant with its seconds.

    >>> exact_words(0, "UTC")
    'Thu 1 Jan 1970, 00:00:00'
    """
    return date_words(local_time(instant, zone_info(zone)), EXACT)


def edge_text(instant: int | None, zone: str) -> str:
    """An instant as a question names it: a date where it is one's first instant; empty if there is none.

    >>> edge_text(0, "UTC"), edge_text(3_600_000_000, "UTC"), edge_text(None, "UTC")
    ('1970-01-01', '1970-01-01T01:00:00+00:00', '')
    """
    if instant is None:
        return ""
    told = local_time(instant, zone_info(zone))
    return (
        f"{told:%Y-%m-%d}"
        if (told.hour, told.minute, told.second, told.microsecond) == (0, 0, 0, 0)
        else (told.isoformat())
    )


def span_words(period: Period | ReadPeriod | None, zone: str) -> str:
    """A stretch of time by its first and last day, which is part of it; `all time` without edges.

    >>> span_words(Period(0, 14 * 86_400_000_000), "UTC")
    '1 – 14 Jan 1970'
    """
    if period is None or (period.start_at is None and period.end_at is None):
        return say("all time")
    if period.start_at is None:
        assert period.end_at is not None
        last = local_time(period.end_at - LAST_MICROSECOND, zone_info(zone))
        return say("up to %(day)s", day=_dated(last))
    start = local_time(period.start_at, zone_info(zone))
    if period.end_at is None:
        return say("since %(day)s", day=_dated(start))
    end = local_time(period.end_at, zone_info(zone)) - timedelta(microseconds=LAST_MICROSECOND)
    if start.date() == end.date():
        return _dated(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{date_words(start, DAY_ALONE)} – {_dated(end)}"
    return f"{_day(start) if start.year == end.year else _dated(start)} – {_dated(end)}"


def period_title(period: ReadPeriod | None, grain: str | None, zone: str) -> str:
    """A period of a series by its name.

    >>> period = ReadPeriod(0, 1, False)
    >>> period_title(period, "week", "UTC"), period_title(period, "month", "UTC")
    ('W01 1970', 'Jan 1970')
    """
    if period is None or period.start_at is None:
        return say("all time")
    start = local_time(period.start_at, zone_info(zone))
    if grain == "hour":
        return date_words(start, HOUR)
    if grain == "week":
        year, week, _ = start.isocalendar()
        return say("W%(week)02d %(year)d", week=week, year=year)
    if grain == "month":
        return date_words(start, MONTH)
    if grain == "year":
        return f"{start:%Y}"
    return say("from %(day)s", day=_dated(start)) if grain == "quarter" else _dated(start)


def axis_label(period: ReadPeriod | None, grain: str | None, zone: str) -> str:
    """A period's beginning, short enough for an axis.

    >>> period = ReadPeriod(0, 1, False)
    >>> axis_label(period, "week", "UTC"), axis_label(period, "month", "UTC")
    ('1 Jan', 'Jan 70')
    """
    if period is None or period.start_at is None:
        return ""
    start = local_time(period.start_at, zone_info(zone))
    if grain == "year":
        return f"{start:%Y}"
    return date_words(start, SHORT_MONTH) if grain in {"month", "quarter"} else _day(start)


def _day(told: datetime) -> str:
    return date_words(told, DAY)


def _dated(told: datetime) -> str:
    return date_words(told, DATE)
