"""The last full period of a name, and the one of equal length before it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

from deskwise.app.compared_periods import between, last_ended, last_full, settled_periods, since_known
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.periods import Period, day_start

BERLIN = Rules(zone="Europe/Berlin")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def days(since: str, until: str, zone: str = "Europe/Berlin") -> Period:
    return Period(day_start(date.fromisoformat(since), zone), day_start(date.fromisoformat(until), zone))


# Thursday 19 November 2026.
AS_OF = at("2026-11-19 08:40")


@pytest.mark.parametrize(
    ("name", "now", "before"),
    [
        ("4_weeks", ("2026-10-19", "2026-11-16"), ("2026-09-21", "2026-10-19")),
        ("week", ("2026-11-09", "2026-11-16"), ("2026-11-02", "2026-11-09")),
        ("month", ("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01")),
        ("quarter", ("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")),
    ],
)
def test_the_last_full_period(name: str, now: tuple[str, str], before: tuple[str, str]) -> None:
    found = last_full(name, BERLIN, AS_OF)
    assert (found.now, found.before) == (days(*now), days(*before))
    assert found.grain == (None if name == "4_weeks" else name)


def test_a_period_that_ends_at_as_of_has_ended() -> None:
    edge = day_start(date(2026, 11, 16), "Europe/Berlin")
    assert last_full("week", BERLIN, edge).now.end_at == edge
    assert last_full("week", BERLIN, edge - 1).now.end_at < edge


def test_a_quarter_is_the_fiscal_years() -> None:
    found = last_full("quarter", Rules(zone="Europe/Berlin", fiscal_year_starts=2), AS_OF)
    assert found.now == days("2026-08-01", "2026-11-01")


def test_a_name_there_is_not() -> None:
    with pytest.raises(UsageError, match="fortnight"):
        last_full("fortnight", BERLIN, AS_OF)


def test_the_last_ended_are_as_many_as_asked_and_follow_each_other() -> None:
    found = last_ended("month", BERLIN, AS_OF, 26)
    assert len(found) == 26
    assert all(one.end_at == other.start_at for one, other in itertools.pairwise(found))


def test_a_period_of_ones_own_is_held_against_as_many_days_before() -> None:
    # The clocks change on 25 October: days are counted, not hours.
    now = days("2026-10-19", "2026-10-26")
    assert between(now.start_at, now.end_at, BERLIN).before == days("2026-10-12", "2026-10-19")
    part = between(at("2026-03-02 10:00"), at("2026-03-02 13:00"), Rules())
    assert part.before == Period(at("2026-03-02 07:00"), at("2026-03-02 10:00"))


def test_periods_before_the_log_say_nothing() -> None:
    periods = (Period(0, 10), Period(10, 20), Period(20, 30))
    assert since_known(periods, 15) == periods[1:]
    assert since_known(periods, 10) == periods[1:]
    assert since_known(periods, 99) == periods[-1:]
    assert since_known(periods, None) == periods[-1:]


def test_a_named_period_is_moved_back_until_its_days_are_over_and_ones_own_is_cut() -> None:
    named = last_full("quarter", BERLIN, AS_OF)
    length = named.now.end_at - named.now.start_at
    moved = settled_periods(named, 2 * length, AS_OF)
    assert moved.now == Period(AS_OF - 3 * length, AS_OF - 2 * length)
    assert moved.before == Period(AS_OF - 4 * length, AS_OF - 3 * length)
    own = between(named.now.start_at, named.now.end_at, BERLIN)
    part = AS_OF - named.now.end_at + length // 2
    assert settled_periods(own, part, AS_OF).now == Period(named.now.start_at, AS_OF - part)
    assert settled_periods(own, 0, AS_OF) is own
    with pytest.raises(UsageError, match="not over for anybody"):
        settled_periods(own, part + length, AS_OF)
