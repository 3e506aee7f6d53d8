"""Instants as whole microseconds since 1970 in UTC, and what local dates and times mean in them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1)
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)

SHAPE = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?"
    r"\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?"
)


def micros(span: timedelta) -> int:
    return span.days * DAY + span.seconds * SECOND + span.microseconds


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_instant(local: datetime, tz: ZoneInfo) -> int:
    """A local time's instant: its first if it comes twice, moved on by the gap if it does not exist."""
    offset = local.replace(tzinfo=tz, fold=0).utcoffset()
    assert offset is not None
    return micros(local - EPOCH) - micros(offset)


def local_time(instant: int, tz: ZoneInfo) -> datetime:
    return (EPOCH_UTC + timedelta(microseconds=instant)).astimezone(tz).replace(tzinfo=None)


def first_instant(day: date, tz: ZoneInfo) -> int:
    return local_instant(datetime(day.year, day.month, day.day), tz)


class ZoneUndeclaredError(Exception):
    """The text has no offset and nobody said what zone it is in."""


class NoInstantError(Exception):
    """The text is no instant."""


def parse(text: str | None, timezone: str | None) -> int:
    """The instant a text names; digits finer than a microsecond are cut off."""
    found = SHAPE.fullmatch(text.strip()) if text else None
    if found is None:
        raise NoInstantError(text)
    year, month, day, hour, minute, second, digits, offset = found.groups()
    fraction = int(((digits or "") + "000000")[:6])
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), fraction
        )
    except ValueError as error:
        raise NoInstantError(text) from error
    if offset is None:
        if timezone is None:
            raise ZoneUndeclaredError(text)
        return local_instant(local, zone(timezone))
    if offset in "Zz":
        return micros(local - EPOCH)
    sign = -1 if offset[0] == "-" else 1
    plain = offset[1:].replace(":", "")
    shift = int(plain[:2]) * HOUR + int(plain[2:] or 0) * MINUTE
    return micros(local - EPOCH) - sign * shift


def iso(instant: int | None) -> str | None:
    """`2025-01-01T00:00:00Z`, with microseconds only where there are some."""
    if instant is None:
        return None
    return (EPOCH + timedelta(microseconds=instant)).isoformat() + "Z"


def iso_long(instant: int) -> str:
    return (EPOCH + timedelta(microseconds=instant)).isoformat(timespec="microseconds") + "Z"
