"""The stretch of time figures are read over, and the one before it that they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import (
    Grain,
    Period,
    local_instant,
    local_time,
    parse_day_or_instant,
    period_series,
    zone_info,
)
from deskwise.metrics.timeline import REACH

PeriodName = Literal["4_weeks", "week", "month", "quarter"]
PERIOD_NAMES: tuple[PeriodName, ...] = get_args(PeriodName)
USUAL: PeriodName = "4_weeks"
WEEKS = 4


@dataclass(frozen=True)
class ComparedPeriods:
    """A period and the one before it. `grain` is null where the period is none of a grain's."""

    name: PeriodName | None
    grain: Grain | None
    now: Period
    before: Period


def asked_periods(rules: Rules, as_of: int, period: str, since: str, until: str) -> ComparedPeriods:
    """The periods that words ask for: the last full one of a name, or one from a date to another.

    Without words it is the usual one. Raises `UsageError` for words that name none.
    """
    if not since and not until:
        return last_full(period or USUAL, rules, as_of)
    if not since:
        raise UsageError(say("a period has no beginning"), do=say("give a date to begin at as well"))
    since_at = parse_day_or_instant(since, rules.zone)
    until_at = parse_day_or_instant(until, rules.zone) if until else as_of
    if until_at <= since_at:
        raise UsageError(say("the period ends before it begins"), do=say("give a later end"))
    return between(since_at, until_at, rules)


def last_full(name: str, rules: Rules, as_of: int) -> ComparedPeriods:
    """The last period of a name that had ended at as-of, and the one before it.

    Raises `UsageError` for a name there is not.

    >>> last_full("week", Rules(), 14 * 86_400_000_000).now
    Period(start_at=345600000000, end_at=950400000000)
    """
    known = next((each for each in PERIOD_NAMES if each == name), None)
    if known is None:
        raise UsageError(
            say("no period is called %(name)s", name=repr(name)),
            do=say("choose from %(names)s", names=", ".join(PERIOD_NAMES)),
        )
    if known == "4_weeks":
        ended = last_ended("week", rules, as_of, 2 * WEEKS)
        return ComparedPeriods(
            known,
            None,
            Period(ended[WEEKS].start_at, ended[-1].end_at),
            Period(ended[0].start_at, ended[WEEKS - 1].end_at),
        )
    before, now = last_ended(known, rules, as_of, 2)
    return ComparedPeriods(known, known, now, before)


def last_ended(grain: Grain, rules: Rules, as_of: int, count: int) -> tuple[Period, ...]:
    """The last so many periods of a grain that had ended at as-of, in order."""
    # The first of a series is cut off at its beginning, and is one more than is wanted.
    since = as_of - (count + 2) * REACH[grain]
    found = period_series(grain, rules.zone, rules.fiscal_year_starts, since, as_of + REACH[grain])
    return tuple(each for each in found[1:] if each.end_at <= as_of)[-count:]


def since_known(periods: tuple[Period, ...], first_at: int | None) -> tuple[Period, ...]:
    """Those of the periods that anything is known of: the ones before the log's first event say nothing."""
    known = tuple(each for each in periods if first_at is not None and each.end_at > first_at)
    return known or periods[-1:]


def between(since_at: int, until_at: int, rules: Rules) -> ComparedPeriods:
    """A period of one's own choice, and that of as many days (or as long, if not of whole days) before it."""
    zone = zone_info(rules.zone)
    since, until = local_time(since_at, zone), local_time(until_at, zone)
    whole_days = since.time() == until.time()
    if whole_days:
        days = (until.date() - since.date()).days
        start_at = local_instant(since.replace(tzinfo=None) - timedelta(days=days), zone)
    else:
        start_at = since_at - (until_at - since_at)
    return ComparedPeriods(None, None, Period(since_at, until_at), Period(start_at, since_at))


def settled_periods(periods: ComparedPeriods, within: int, as_of: int) -> ComparedPeriods:
    """Periods after whose later end so many microseconds are known: moved back, or if asked by edges cut.

    Raises `UsageError` where nothing is left of what was asked by edges.

    >>> week = ComparedPeriods("week", "week", Period(7, 14), Period(0, 7))
    >>> settled_periods(week, 3, 15).now, settled_periods(week, 1, 15) is week
    (Period(start_at=5, end_at=12), True)
    """
    late = periods.now.end_at + within - as_of
    if late <= 0:
        return periods
    now = periods.now
    if periods.name is not None:
        start_at, end_at = now.start_at - late, now.end_at - late
    else:
        start_at, end_at = now.start_at, now.end_at - late
    if end_at <= start_at:
        raise UsageError(
            say("the days after it are not over for anybody of this period"),
            do=say("ask for an earlier one, or for fewer days"),
        )
    return ComparedPeriods(None, None, Period(start_at, end_at), Period(2 * start_at - end_at, start_at))
