"""Opening time of schedules as exact instants (definitions, section 5).

Everything local is turned into instants first, edge by edge; holidays, exceptions and the change from one
schedule to the next then cut instants, so no rule about clock changes is needed twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import say
from deskwise.kernel.periods import day_start, local_instant, zone_info
from deskwise.kernel.schedules import DAY_MICROSECONDS, Holidays, Schedule, Span

Spans = list[tuple[int, int]]

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
# A span ends up to two dates after it begins, a zone is up to 14 hours off, a clock change can skip a date.
_DATES_BEFORE, _DATES_AFTER = 4, 3


def opening_spans(schedules: Sequence[Schedule], first_day: date, last_day: date) -> Spans:
    """The opening time of schedules, one in force after another, within the UTC dates first to last.

    Sorted, non-empty [start, end) in microseconds since 1970-01-01 UTC, none touching the next; cut to
    the first instant of `first_day` and the last of `last_day`, both in UTC. The first schedule reaches back
    for ever; each other is in force from the first instant of its `valid_from` in its own zone.

    Raises:
        SettingsError: a zone, country or region is unknown.

    >>> nine_to_five = (Span(9 * 3_600_000_000, 17 * 3_600_000_000),)
    >>> opening_spans([Schedule("UTC", week=(nine_to_five,) * 7)], date(1970, 1, 1), date(1970, 1, 1))
    [(32400000000, 61200000000)]
    """
    from_here = (first_day.toordinal() - _EPOCH_ORDINAL) * DAY_MICROSECONDS
    to_here = (last_day.toordinal() + 1 - _EPOCH_ORDINAL) * DAY_MICROSECONDS
    found: Spans = []
    # From the last: where zones put two first instants out of order, the later schedule stands.
    for number in reversed(range(len(schedules))):
        schedule = schedules[number]
        begins = from_here
        if number > 0 and schedule.valid_from is not None:
            begins = max(from_here, day_start(schedule.valid_from, schedule.zone))
        if begins < to_here:
            found += _clipped(_opening(schedule, first_day, last_day), begins, to_here)
            to_here = begins
    return _merged(found)


def holiday_dates(holidays: Holidays, first_year: int, last_year: int) -> frozenset[date]:
    """The dates of these years on which such a schedule is closed: the country's and one's own.

    Raises:
        SettingsError: the country or the region is unknown.
    """
    own = frozenset(holidays.dates)
    if holidays.country is None:
        return own
    return own | _public_holidays(holidays.country, holidays.region, first_year, last_year)


@lru_cache(maxsize=64)
def _public_holidays(country: str, region: str | None, first_year: int, last_year: int) -> frozenset[date]:
    from holidays import country_holidays, list_supported_countries

    known = list_supported_countries()
    if country not in known:
        raise SettingsError(
            say("no holidays are known of country %(country)s", country=repr(country)),
            do=say('write its ISO 3166 code, for example country = "DE", or list your own holidays as dates'),
        )
    try:
        found = country_holidays(country, subdiv=region, years=range(first_year, last_year + 1))
    except NotImplementedError as error:
        regions = ", ".join(known[country])
        raise SettingsError(
            say(
                "country %(country)s has no region %(region)s with holidays of its own",
                country=country,
                region=repr(region),
            ),
            do=say("write one of %(regions)s", regions=regions) if regions else say("leave the region out"),
        ) from error
    return frozenset(found)


def _opening(schedule: Schedule, first_day: date, last_day: date) -> Spans:
    """What one schedule opens around the UTC dates first to last, were it in force for ever."""
    zone = zone_info(schedule.zone)
    first = max(first_day.toordinal() - _DATES_BEFORE, date.min.toordinal() + 1)
    last = min(last_day.toordinal() + _DATES_AFTER, date.max.toordinal() - _DATES_BEFORE)
    dates = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
    exceptions = dict(schedule.exceptions)
    closed = holiday_dates(schedule.holidays, dates[0].year, dates[-1].year) | exceptions.keys()
    weekly: Spans = []
    special: Spans = []
    replaced: Spans = []
    for day in dates:
        weekly += _instants(schedule.week[day.weekday()], day, zone)
        if day in closed:
            midnight = datetime.combine(day, time.min)
            whole = (local_instant(midnight, zone), local_instant(midnight + timedelta(days=1), zone))
            special.append(whole)
            replaced += _clipped(_instants(exceptions.get(day, ()), day, zone), *whole)
    return _merged(_without(_merged(weekly), _merged(special)) + replaced)


def _instants(spans: Iterable[Span], day: date, zone: ZoneInfo) -> Spans:
    """Spans of a local date, each edge made one instant, without those then not after their start."""
    midnight = datetime.combine(day, time.min)
    found = []
    for span in spans:
        closes = span.closes if span.closes > span.opens else span.closes + DAY_MICROSECONDS
        start = local_instant(midnight + timedelta(microseconds=span.opens), zone)
        end = local_instant(midnight + timedelta(microseconds=closes), zone)
        if start < end:
            found.append((start, end))
    return found


def _clipped(spans: Spans, from_here: int, to_here: int) -> Spans:
    cut = ((max(start, from_here), min(end, to_here)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def _merged(spans: Spans) -> Spans:
    """The union, sorted; what touches becomes one."""
    merged: Spans = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(spans: Spans, holes: Spans) -> Spans:
    """Merged spans less merged holes."""
    left: Spans = []
    passed = 0
    for start, end in spans:
        while passed < len(holes) and holes[passed][1] <= start:
            passed += 1
        reached = start
        for hole_start, hole_end in islice(holes, passed, None):
            if hole_start >= end:
                break
            if reached < hole_start:
                left.append((reached, hole_start))
            reached = hole_end
        if reached < end:
            left.append((reached, end))
    return left
