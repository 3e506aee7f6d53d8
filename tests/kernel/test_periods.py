"""Periods in the workspace's zone: where they begin, how long they are, and what is clipped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.kernel.errors import SettingsError, UsageError
from deskwise.kernel.periods import (
    GRAINS,
    Grain,
    Period,
    day_start,
    local_time,
    parse_day_or_instant,
    period_series,
)

HOUR = 3_600_000_000
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BERLIN = "Europe/Berlin"
ZONES = [
    BERLIN,
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
]


def at(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def series(
    grain: Grain, since: str, until: str, zone: str = BERLIN, fiscal_year_starts: int = 1
) -> list[str]:
    """The starts of the periods and the end of the last, as local times."""
    edges = day_start(date.fromisoformat(since), zone), day_start(date.fromisoformat(until), zone)
    periods = period_series(grain, zone, fiscal_year_starts, *edges)
    instants = [period.start_at for period in periods] + [periods[-1].end_at]
    return [local_time(instant, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") for instant in instants]


def test_a_date_begins_at_its_first_instant() -> None:
    assert day_start(date(2025, 3, 30), BERLIN) == at("2025-03-29T23:00")
    assert day_start(date(2025, 3, 31), BERLIN) == at("2025-03-30T22:00")
    # Midnight does not exist.
    assert day_start(date(2025, 3, 9), "America/Havana") == at("2025-03-09T05:00")
    # Midnight comes twice.
    assert day_start(date(2025, 11, 2), "America/Havana") == at("2025-11-02T04:00")
    # Clocks go back at midnight into the date before, which is 25 hours long.
    assert day_start(date(2018, 2, 18), "America/Sao_Paulo") == at("2018-02-18T03:00")
    # A date that was skipped begins where the next one does.
    assert day_start(date(2011, 12, 30), "Pacific/Apia") == day_start(date(2011, 12, 31), "Pacific/Apia")


def test_weeks_begin_on_monday_and_the_first_is_clipped() -> None:
    assert series("week", "2024-12-31", "2025-01-14") == [
        "2024-12-31T00:00",
        "2025-01-06T00:00",
        "2025-01-13T00:00",
        "2025-01-14T00:00",
    ]


def test_months() -> None:
    assert series("month", "2024-11-15", "2025-02-01") == [
        "2024-11-15T00:00",
        "2024-12-01T00:00",
        "2025-01-01T00:00",
        "2025-02-01T00:00",
    ]


def test_fiscal_quarters_and_years_count_from_the_fiscal_years_first_month() -> None:
    assert series("quarter", "2025-01-01", "2025-07-01", fiscal_year_starts=2) == [
        "2025-01-01T00:00",
        "2025-02-01T00:00",
        "2025-05-01T00:00",
        "2025-07-01T00:00",
    ]
    assert series("year", "2024-01-01", "2026-01-01", fiscal_year_starts=4) == [
        "2024-01-01T00:00",
        "2024-04-01T00:00",
        "2025-04-01T00:00",
        "2026-01-01T00:00",
    ]
    assert series("year", "2024-01-01", "2026-01-01") == [
        "2024-01-01T00:00",
        "2025-01-01T00:00",
        "2026-01-01T00:00",
    ]


@pytest.mark.parametrize(
    ("day", "zone", "lengths"),
    [
        ("2025-03-29", BERLIN, [60] * 24),
        ("2025-03-30", BERLIN, [60] * 23),
        ("2025-10-26", BERLIN, [60] * 25),
        ("2025-01-01", "Asia/Kathmandu", [60] * 24),
        ("2025-10-05", "Australia/Lord_Howe", [60, 60, 30, *[60] * 21]),
        ("2025-04-06", "Australia/Lord_Howe", [60, 60, 30, *[60] * 22]),
    ],
)
def test_hours_are_those_of_the_local_clock(day: str, zone: str, lengths: list[int]) -> None:
    start, end = (day_start(date.fromisoformat(day) + timedelta(days=more), zone) for more in (0, 1))
    periods = period_series("hour", zone, 1, start, end)
    assert [(period.end_at - period.start_at) * 60 // HOUR for period in periods] == lengths


def test_hours_begin_at_full_hours_of_a_zone_that_is_half_an_hour_off() -> None:
    periods = period_series("hour", "Asia/Kolkata", 1, at("2025-01-01T00:00"), at("2025-01-01T01:45"))
    assert periods == (
        Period(at("2025-01-01T00:00"), at("2025-01-01T00:30")),
        Period(at("2025-01-01T00:30"), at("2025-01-01T01:30")),
        Period(at("2025-01-01T01:30"), at("2025-01-01T01:45")),
    )


def test_a_skipped_date_has_no_period() -> None:
    assert series("day", "2011-12-28", "2012-01-01", "Pacific/Apia") == [
        "2011-12-28T00:00",
        "2011-12-29T00:00",
        "2011-12-31T00:00",
        "2012-01-01T00:00",
    ]


def test_an_instant_after_a_dates_first_but_back_in_the_date_before() -> None:
    # In St John's clocks went back from 00:01 of 2005-10-30 to 23:01 of the 29th.
    since = day_start(date(2005, 10, 30), "America/St_Johns") + 10 * 60_000_000
    until = day_start(date(2005, 10, 31), "America/St_Johns")
    assert period_series("day", "America/St_Johns", 1, since, until) == (Period(since, until),)


def test_nothing_lies_between_an_instant_and_itself() -> None:
    assert period_series("day", BERLIN, 1, 5, 5) == ()
    assert period_series("hour", BERLIN, 1, 5, 4) == ()
    assert period_series("hour", BERLIN, 1, 5, 6) == (Period(5, 6),)


def test_an_unknown_zone_is_an_error_of_the_settings() -> None:
    for name in ("Mars", "", "../etc", "Europe", "Europe/Zü\u0000rich"):
        with pytest.raises(SettingsError):
            day_start(date(2025, 1, 1), name)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(GRAINS),
    st.sampled_from(ZONES),
    st.integers(1, 12),
    st.integers(at("2004-01-01"), at("2026-01-01")),
    st.integers(1, 500 * DAY),
)
def test_periods_cover_what_was_asked_without_gaps(
    grain: Grain, zone: str, fiscal_year_starts: int, since: int, length: int
) -> None:
    if grain == "hour":
        length = length % (20 * DAY) + 1
    periods = period_series(grain, zone, fiscal_year_starts, since, since + length)
    assert periods[0].start_at == since
    assert periods[-1].end_at == since + length
    assert all(before.end_at == after.start_at for before, after in pairwise(periods))
    assert all(period.start_at < period.end_at for period in periods)
    for period in periods[1:]:
        first = local_time(period.start_at, ZoneInfo(zone))
        before = local_time(period.start_at - 1, ZoneInfo(zone))
        if grain == "hour":
            changed = first.utcoffset() != before.utcoffset()
            assert changed or (first.minute, first.second, first.microsecond) == (0, 0, 0)
        else:
            assert period.start_at == day_start(first.date(), zone)
            assert grain != "week" or first.weekday() == 0
            assert grain not in {"month", "quarter", "year"} or first.day == 1
            assert grain != "quarter" or (first.month - fiscal_year_starts) % 3 == 0
            assert grain != "year" or first.month == fiscal_year_starts


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-30", "2025-03-29T23:00"),
        (" 2025-03-30 ", "2025-03-29T23:00"),
        ("2025-03-30T12:00:00Z", "2025-03-30T12:00"),
        ("2025-03-30T12:00:00.123456789+02:00", "2025-03-30T10:00:00.123456"),
        ("2025-03-30 12:00", "2025-03-30T10:00"),
        ("2025-03-30T02:30", "2025-03-30T01:30"),  # moved on by the gap
        ("2025-10-26T02:30", "2025-10-26T00:30"),  # the first of two
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999"),
    ],
)
def test_a_date_or_instant_is_read_in_the_zone_unless_it_has_an_offset(text: str, instant: str) -> None:
    assert parse_day_or_instant(text, BERLIN) == at(instant)


@pytest.mark.parametrize("text", ["", "now", "2025-13-01", "2025-01-01T25:00", "0001-01-01", "9999-01-01"])
def test_what_is_neither_is_a_usage_error_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_day_or_instant(text, BERLIN)
    assert "2025-01-31" in raised.value.do
