"""Local dates and times as instants, and series of periods (definitions, section 8).

Every instant here is whole microseconds since 1970-01-01 UTC.
"""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from deskwise.kernel.errors import SettingsError, UsageError
from deskwise.kernel.language import say

Grain = Literal["hour", "day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)

HOUR_MICROSECONDS = 3_600_000_000
ONE_DAY = timedelta(days=1)
MONTHS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2199
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local times are counted from it, in any zone
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class Period:
    """The half-open stretch [start_at, end_at), in microseconds since 1970-01-01 UTC."""

    start_at: int
    end_at: int


def zone_info(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        SettingsError: no zone is called so.

    >>> zone_info("Europe/Berlin").key
    'Europe/Berlin'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        close = difflib.get_close_matches(name, available_timezones(), n=1)
        example = close[0] if close else "Europe/Berlin"
        raise SettingsError(
            say("no time zone is called %(name)s", name=repr(name)),
            do=say('write an IANA name, for example "%(example)s"', example=example),
        ) from error


def local_instant(local: datetime, zone: ZoneInfo) -> int:
    """The instant at which the clocks of a zone show a local time (given without a zone).

    One that comes twice is its first; one that does not exist is moved on by the length of the gap.

    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> local_time(local_instant(datetime(2025, 3, 30, 2, 30), berlin), berlin).isoformat()
    '2025-03-30T03:30:00+02:00'
    """
    offset = local.replace(tzinfo=zone, fold=0).utcoffset()
    assert offset is not None
    return (local - _LOCAL_EPOCH - offset) // _MICROSECOND


def local_time(instant: int, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at an instant, with the zone."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def day_start(day: date, zone: str) -> int:
    """The first instant of a local date.

    Raises:
        SettingsError: no zone is called so.

    >>> day_start(date(1970, 1, 2), "UTC")
    86400000000
    """
    return local_instant(datetime.combine(day, time.min), zone_info(zone))


def period_series(
    grain: Grain, zone: str, fiscal_year_starts: int, since_at: int, until_at: int
) -> tuple[Period, ...]:
    """The periods that cover [since_at, until_at), in order, the first and the last clipped to it.

    Days begin at the first instant of the local date, weeks on Monday; quarters and years are fiscal
    ones, counted from the first day of the month `fiscal_year_starts`. An hour begins where the local clock
    shows a full hour and where clocks change, so a day has 23 or 25 of them when they do by an hour. A
    date that never was has no period. Empty if `until_at` is not after `since_at`.

    Raises:
        SettingsError: no zone is called so.

    >>> [(p.start_at, p.end_at) for p in period_series("hour", "UTC", 1, 0, 5_400_000_000)]
    [(0, 3600000000), (3600000000, 5400000000)]
    """
    if until_at <= since_at:
        return ()
    info = zone_info(zone)
    if grain == "hour":
        starts = _hour_starts(info, since_at)
    else:
        starts = _date_starts(grain, info, fiscal_year_starts, since_at)
    periods = []
    start = next(starts)
    while start < until_at:
        end = next(starts)
        clipped = Period(max(start, since_at), min(end, until_at))
        if clipped.start_at < clipped.end_at:
            periods.append(clipped)
        start = end
    return tuple(periods)


def _hour_starts(zone: ZoneInfo, since_at: int) -> Iterator[int]:
    """The instant itself, then every full local hour and clock change after it."""
    start, offset = since_at, _offset(since_at, zone)
    while True:
        yield start
        following = start + HOUR_MICROSECONDS - (start + offset) % HOUR_MICROSECONDS
        following_offset = _offset(following, zone)
        if following_offset != offset:
            before = start
            while following - before > 1:
                middle = (before + following) // 2
                if _offset(middle, zone) == offset:
                    before = middle
                else:
                    following = middle
            offset = _offset(following, zone)
        start = following


def _date_starts(grain: Grain, zone: ZoneInfo, fiscal_year_starts: int, since_at: int) -> Iterator[int]:
    """The first instants of the periods of whole dates, from the one that holds the instant."""
    first, following = _date_steps(grain, fiscal_year_starts)
    # A date can begin before clocks go back into the one before it: what then comes too early is empty.
    day = first(local_time(since_at, zone).date())
    while True:
        yield local_instant(datetime.combine(day, time.min), zone)
        day = following(day)


def _date_steps(
    grain: Grain, fiscal_year_starts: int
) -> tuple[Callable[[date], date], Callable[[date], date]]:
    """How to find the first date of a date's period, and from there the first of the next."""
    if grain == "day":
        return (lambda day: day), (lambda day: day + ONE_DAY)
    if grain == "week":
        return (lambda day: day - day.weekday() * ONE_DAY), (lambda day: day + 7 * ONE_DAY)
    months = {"month": 1, "quarter": 3, "year": MONTHS}[grain]

    def first(day: date) -> date:
        return _month(day, -((day.month - fiscal_year_starts) % months))

    return first, (lambda day: _month(day, months))


def _month(day: date, months: int) -> date:
    """The first of the month that lies so many months after the date's."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, 1)


def _offset(instant: int, zone: ZoneInfo) -> int:
    offset = local_time(instant, zone).utcoffset()
    assert offset is not None
    return offset // _MICROSECOND


def parse_day_or_instant(text: str, zone: str) -> int:
    """The instant a date (its first instant in the zone) or an ISO 8601 date and time names.

    Without an offset it is read in the zone; digits finer than a microsecond are cut off.

    Raises:
        UsageError: the text is neither, or outside the years 1900 to 2199.
        SettingsError: no zone is called so.

    >>> parse_day_or_instant("1970-01-02", "UTC") == parse_day_or_instant("1970-01-02T01:00+01:00", "UTC")
    True
    """
    info = zone_info(zone)
    example = say("write a date or an instant, for example 2025-01-31 or 2025-01-31T09:30:00+01:00")
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(say("%(text)s is no date and no instant", text=repr(text)), do=example) from error
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise UsageError(
            say(
                "%(text)s is outside the years %(first_year)s to %(last_year)s",
                text=repr(text),
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            ),
            do=example,
        )
    if told.tzinfo is None:
        return local_instant(told, info)
    return (told - _EPOCH) // _MICROSECOND
