"""Opening time, rule by rule of the definitions, section 5, and against the naive way on random schedules."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.kernel.errors import SettingsError
from deskwise.kernel.opening_hours import opening_spans
from deskwise.kernel.schedules import Holidays, Schedule, Span
from deskwise.kernel.working_time import WorkingCalendar
from kernel.naive_working_time import Naive

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def daily(*spans: Span) -> tuple[tuple[Span, ...], ...]:
    return (spans,) * 7


def on(weekday: int, *spans: Span) -> tuple[tuple[Span, ...], ...]:
    return tuple(spans if day == weekday else () for day in range(7))


def hours(opens: float, closes: float) -> Span:
    return Span(round(opens * HOUR), round(closes * HOUR))


def spans_of(schedule: Schedule, day: str, last: str | None = None) -> list[tuple[int, int]]:
    return opening_spans([schedule], date.fromisoformat(day), date.fromisoformat(last or day))


def texts(*pairs: tuple[str, str]) -> list[tuple[int, int]]:
    return [(at(start), at(end)) for start, end in pairs]


def test_several_spans_a_day_and_overlaps_count_once() -> None:
    schedule = Schedule("UTC", daily(hours(13, 15), hours(9, 11), hours(10, 12), hours(12, 12.5)))
    assert spans_of(schedule, "2025-01-06") == texts(
        ("2025-01-06T09:00", "2025-01-06T12:30"), ("2025-01-06T13:00", "2025-01-06T15:00")
    )


def test_a_span_may_end_at_24_00_and_touch_the_next_day() -> None:
    schedule = Schedule("UTC", daily(hours(20, 24), hours(0, 1)))
    assert spans_of(schedule, "2025-01-06", "2025-01-07") == texts(
        ("2025-01-06T00:00", "2025-01-06T01:00"),
        ("2025-01-06T20:00", "2025-01-07T01:00"),
        ("2025-01-07T20:00", "2025-01-08T00:00"),
    )


def test_equal_ends_mean_24_hours_of_the_clock() -> None:
    ordinary = Schedule("Europe/Berlin", on(4, hours(9, 9)))
    assert spans_of(ordinary, "2025-03-20", "2025-03-23") == texts(("2025-03-21T08:00", "2025-03-22T08:00"))
    clocks_go_on = Schedule("Europe/Berlin", on(5, hours(9, 9)))
    assert spans_of(clocks_go_on, "2025-03-28", "2025-03-31") == texts(
        ("2025-03-29T08:00", "2025-03-30T07:00")
    )
    clocks_go_back = Schedule("Europe/Berlin", on(6, hours(0, 0)))
    assert spans_of(clocks_go_back, "2025-10-25", "2025-10-27") == texts(
        ("2025-10-25T22:00", "2025-10-26T23:00")
    )


def test_a_span_crosses_midnight() -> None:
    schedule = Schedule("America/New_York", on(0, hours(22, 6)))
    assert spans_of(schedule, "2025-01-06", "2025-01-08") == texts(("2025-01-07T03:00", "2025-01-07T11:00"))


def test_spans_over_a_clock_change_have_their_true_length() -> None:
    schedule = Schedule("Europe/Berlin", on(6, hours(1, 4)))
    assert spans_of(schedule, "2025-03-30") == texts(("2025-03-30T00:00", "2025-03-30T02:00"))
    assert spans_of(schedule, "2025-10-25", "2025-10-26") == texts(("2025-10-25T23:00", "2025-10-26T03:00"))


def test_an_edge_that_does_not_exist_is_moved_on_by_the_gap() -> None:
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(2.25, 2.75))), "2025-03-30") == texts(
        ("2025-03-30T01:15", "2025-03-30T01:45")
    )
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(1, 2.5))), "2025-03-30") == texts(
        ("2025-03-30T00:00", "2025-03-30T01:30")
    )


def test_a_span_that_then_ends_at_or_before_its_start_is_empty() -> None:
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(2.5, 3.25))), "2025-03-30") == []
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(2.5, 3.5))), "2025-03-30") == []
    one_more = Span(round(2.5 * HOUR), round(3.5 * HOUR) + 1)
    start = at("2025-03-30T01:30")
    assert spans_of(Schedule("Europe/Berlin", on(6, one_more)), "2025-03-30") == [(start, start + 1)]


def test_an_edge_that_comes_twice_is_its_first() -> None:
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(1, 2.5))), "2025-10-25", "2025-10-26") == texts(
        ("2025-10-25T23:00", "2025-10-26T00:30")
    )
    assert spans_of(Schedule("Europe/Berlin", on(6, hours(2.5, 4))), "2025-10-26") == texts(
        ("2025-10-26T00:30", "2025-10-26T03:00")
    )


def test_a_half_hour_clock_change() -> None:
    schedule = Schedule("Australia/Lord_Howe", on(6, hours(1, 3)))
    # Clocks go on from 02:00 to 02:30 at 15:30 UTC, and back from 02:00 to 01:30 at 15:00 UTC.
    assert spans_of(schedule, "2024-10-05") == texts(("2024-10-05T14:30", "2024-10-05T16:00"))
    assert spans_of(schedule, "2025-04-05") == texts(("2025-04-05T14:00", "2025-04-05T16:30"))


def test_a_holiday_takes_from_midnight_to_midnight_of_two_night_shifts() -> None:
    wednesday = Holidays(dates=(date(2025, 1, 8),))
    schedule = Schedule("UTC", daily(hours(22, 6)), wednesday)
    assert spans_of(schedule, "2025-01-07", "2025-01-09") == texts(
        ("2025-01-07T00:00", "2025-01-07T06:00"),
        ("2025-01-07T22:00", "2025-01-08T00:00"),
        ("2025-01-09T00:00", "2025-01-09T06:00"),
        ("2025-01-09T22:00", "2025-01-10T00:00"),
    )


def test_an_exception_replaces_its_date_and_its_own_span_is_cut_at_midnight() -> None:
    schedule = Schedule(
        "UTC", daily(hours(22, 6)), exceptions=((date(2025, 1, 8), (hours(4, 5), hours(23, 3))),)
    )
    assert spans_of(schedule, "2025-01-08", "2025-01-09") == texts(
        ("2025-01-08T04:00", "2025-01-08T05:00"),
        ("2025-01-08T23:00", "2025-01-09T06:00"),
        ("2025-01-09T22:00", "2025-01-10T00:00"),
    )
    alone = Schedule("UTC", ((),) * 7, exceptions=((date(2025, 1, 8), (hours(9, 9),)),))
    assert spans_of(alone, "2025-01-07", "2025-01-10") == texts(("2025-01-08T09:00", "2025-01-09T00:00"))


def test_an_exception_without_spans_closes_and_one_on_a_holiday_beats_it() -> None:
    schedule = Schedule(
        "UTC",
        daily(hours(9, 10)),
        Holidays(dates=(date(2025, 1, 8), date(2025, 1, 9))),
        exceptions=((date(2025, 1, 8), (hours(12, 13),)), (date(2025, 1, 10), ())),
    )
    assert spans_of(schedule, "2025-01-07", "2025-01-11") == texts(
        ("2025-01-07T09:00", "2025-01-07T10:00"),
        ("2025-01-08T12:00", "2025-01-08T13:00"),
        ("2025-01-11T09:00", "2025-01-11T10:00"),
    )


def test_a_holiday_is_as_long_as_its_date() -> None:
    around_the_clock = daily(hours(0, 0))
    schedule = Schedule("Europe/Berlin", around_the_clock, Holidays(dates=(date(2025, 3, 30),)))
    assert spans_of(schedule, "2025-03-29", "2025-03-30") == texts(
        ("2025-03-29T00:00", "2025-03-29T23:00"), ("2025-03-30T22:00", "2025-03-31T00:00")
    )


def test_a_moved_edge_does_not_open_a_closed_date() -> None:
    # In Nuuk the hour before midnight of 2025-03-29 does not exist; 23:30 is moved on to 00:30 of the 30th.
    week = on(5, hours(20, 23.5))
    opens = Schedule("America/Nuuk", week)
    closed = Schedule("America/Nuuk", week, Holidays(dates=(date(2025, 3, 30),)))
    assert spans_of(opens, "2025-03-29", "2025-03-30") == texts(("2025-03-29T22:00", "2025-03-30T01:30"))
    assert spans_of(closed, "2025-03-29", "2025-03-30") == texts(("2025-03-29T22:00", "2025-03-30T01:00"))


def test_midnight_that_does_not_exist() -> None:
    # In Havana clocks go on from 00:00 to 01:00 on 2025-03-09, at 05:00 UTC.
    schedule = Schedule("America/Havana", daily(hours(0, 0)), Holidays(dates=(date(2025, 3, 9),)))
    assert spans_of(schedule, "2025-03-09", "2025-03-10") == texts(
        ("2025-03-09T00:00", "2025-03-09T05:00"), ("2025-03-10T04:00", "2025-03-11T00:00")
    )


def test_holidays_of_a_country_and_region() -> None:
    # Women's day is a holiday in Berlin, not in Bavaria; Epiphany the other way round.
    berlin = Schedule("Europe/Berlin", daily(hours(9, 10)), Holidays("DE", "BE"))
    bavaria = Schedule("Europe/Berlin", daily(hours(9, 10)), Holidays("DE", "BY"))
    assert spans_of(berlin, "2024-03-08") == []
    assert len(spans_of(bavaria, "2024-03-08")) == 1
    assert len(spans_of(berlin, "2025-01-06")) == 1
    assert spans_of(bavaria, "2025-01-06") == []
    own_too = Schedule("UTC", daily(hours(9, 10)), Holidays("DE", dates=(date(2025, 1, 2),)))
    assert spans_of(own_too, "2025-01-01", "2025-01-03") == texts(("2025-01-03T09:00", "2025-01-03T10:00"))


@pytest.mark.parametrize(
    ("holidays", "advice"),
    [
        (Holidays("XX"), 'country = "DE"'),
        (Holidays("de"), 'country = "DE"'),
        (Holidays("HolidayBase"), 'country = "DE"'),
        (Holidays("DE", "Atlantis"), "BE"),
    ],
)
def test_an_unknown_country_or_region_says_what_to_do(holidays: Holidays, advice: str) -> None:
    with pytest.raises(SettingsError) as raised:
        spans_of(Schedule("UTC", daily(hours(9, 10)), holidays), "2025-01-06")
    assert advice in raised.value.do


def test_an_unknown_zone_says_what_to_do() -> None:
    with pytest.raises(SettingsError) as raised:
        spans_of(Schedule("Europe/Berlim", daily(hours(9, 10))), "2025-01-06")
    assert '"Europe/Berlin"' in raised.value.do


def test_schedules_follow_one_another_at_the_first_instant_of_the_date_in_the_next_ones_zone() -> None:
    first = Schedule("UTC", daily(hours(0, 0)), valid_from=date(2030, 1, 1))
    second = Schedule("America/New_York", daily(hours(12, 13)), valid_from=date(2025, 1, 7))
    third = Schedule("Asia/Tokyo", daily(hours(9, 10)), valid_from=date(2025, 1, 9))
    found = opening_spans([first, second, third], date(2025, 1, 6), date(2025, 1, 9))
    assert found == texts(
        ("2025-01-06T00:00", "2025-01-07T05:00"),
        ("2025-01-07T17:00", "2025-01-07T18:00"),
        ("2025-01-09T00:00", "2025-01-09T01:00"),
    )


def test_a_night_shift_is_cut_where_the_next_schedule_begins() -> None:
    night = Schedule("UTC", daily(hours(22, 6)))
    later = Schedule("UTC", daily(hours(22, 2)), valid_from=date(2025, 1, 8))
    assert opening_spans([night, later], date(2025, 1, 7), date(2025, 1, 8)) == texts(
        ("2025-01-07T00:00", "2025-01-07T06:00"),
        ("2025-01-07T22:00", "2025-01-08T02:00"),
        ("2025-01-08T22:00", "2025-01-09T00:00"),
    )


def test_where_first_instants_are_out_of_order_the_later_schedule_stands() -> None:
    closed = ((),) * 7
    first = Schedule("UTC", daily(hours(0, 0)))
    west = Schedule("Pacific/Pago_Pago", closed, valid_from=date(2025, 1, 8))  # 2025-01-08T11:00 UTC
    east = Schedule("Pacific/Kiritimati", closed, valid_from=date(2025, 1, 9))  # 2025-01-08T10:00 UTC
    assert opening_spans([first, west, east], date(2025, 1, 8), date(2025, 1, 9)) == texts(
        ("2025-01-08T00:00", "2025-01-08T10:00")
    )


def test_no_schedules_and_no_days_open_nothing() -> None:
    assert opening_spans([], date(2025, 1, 1), date(2025, 1, 2)) == []
    schedule = Schedule("UTC", daily(hours(0, 0)))
    assert opening_spans([schedule], date(2025, 1, 2), date(2025, 1, 1)) == []
    assert opening_spans([schedule], date(2025, 2, 2), date(2025, 1, 1)) == []


@pytest.mark.bench
def test_two_schedules_over_fifteen_years_are_quick() -> None:
    week = ((hours(9, 12), hours(13, 17)),) * 5 + ((), ())
    berlin = Schedule("Europe/Berlin", week, Holidays("DE", "BE"))
    california = Schedule("America/Los_Angeles", week, Holidays("US", "CA"), valid_from=date(2018, 1, 1))
    opening_spans([berlin, california], date(2025, 1, 1), date(2025, 1, 2))
    before = time.process_time()
    opening_spans([berlin, california], date(2011, 1, 1), date(2025, 12, 31))
    assert time.process_time() - before < 0.5


# A date near which each zone's clocks change (or once skipped a date), where they do.
ZONES = {
    "Europe/Berlin": ["2025-03-30", "2025-10-26"],
    "America/New_York": ["2025-03-09", "2025-11-02"],
    "Australia/Lord_Howe": ["2025-04-06", "2025-10-05"],
    "Asia/Kolkata": ["2025-06-01"],
    "Pacific/Apia": ["2011-12-30", "2011-04-02", "2012-04-01"],
    "America/Sao_Paulo": ["2018-11-04", "2018-02-18"],
    "Africa/Casablanca": ["2025-02-23", "2025-04-06"],
    "America/Havana": ["2025-03-09", "2025-11-02"],
    "Asia/Kathmandu": ["2025-06-01"],
    "UTC": ["2025-01-01"],
    "America/Nuuk": ["2025-03-30", "2025-10-26"],
    "America/Moncton": ["2005-04-03", "2005-10-30"],
}

QUARTER = 15 * MINUTE
ODD = st.integers(0, DAY - 1)
EVEN = st.integers(0, 95).map(lambda quarter: quarter * QUARTER)
NEAR_NIGHT = st.integers(0, 16).map(lambda quarter: quarter * QUARTER)
OPENS = st.one_of(NEAR_NIGHT, EVEN, ODD)
SPANS = st.lists(st.builds(Span, OPENS, st.one_of(OPENS, st.just(DAY))), max_size=3).map(tuple)


@st.composite
def several_schedules(draw: st.DrawFn, zone: str, around: date) -> list[Schedule]:
    dates = st.integers(-3, 3).map(lambda days: around + timedelta(days=days))
    begins = sorted(draw(st.lists(dates, max_size=2, unique=True)))
    return [
        Schedule(
            zone if number == 0 else draw(st.sampled_from(sorted(ZONES))),
            tuple(draw(SPANS) for _ in range(7)),
            Holidays(dates=tuple(draw(st.lists(dates, max_size=2)))),
            tuple(sorted(draw(st.dictionaries(dates, SPANS, max_size=2)).items())),
            valid_from,
        )
        for number, valid_from in enumerate([draw(st.none() | dates), *begins])
    ]


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_working_time_is_that_of_the_naive_way(zone: str, data: st.DataObject) -> None:
    around = date.fromisoformat(data.draw(st.sampled_from(ZONES[zone])))
    schedules = data.draw(several_schedules(zone, around))
    noon = at(around.isoformat())
    offsets = st.one_of(st.integers(-4 * DAY, 4 * DAY), st.integers(-96, 96).map(lambda part: part * HOUR))
    start, end = sorted(noon + data.draw(offsets) for _ in range(2))
    first, last = (date(1970, 1, 1) + timedelta(days=edge // DAY) for edge in (start, end))
    calendar = WorkingCalendar(opening_spans(schedules, first, last))
    assert calendar.working(start, end) == Naive(schedules, start, end).working(start, end)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_spans_are_sorted_and_apart_and_the_days_asked_for_only_cut_them(
    data: st.DataObject,
) -> None:
    zone = data.draw(st.sampled_from(sorted(ZONES)))
    around = date.fromisoformat(data.draw(st.sampled_from(ZONES[zone])))
    schedules = data.draw(several_schedules(zone, around))
    first, last = around - timedelta(days=1), around + timedelta(days=1)
    found = opening_spans(schedules, first, last)
    edges = [edge for span in found for edge in span]
    assert all(before < after for before, after in pairwise(edges))
    start, end = at(first.isoformat()), at(last.isoformat()) + DAY
    wider = opening_spans(schedules, first - timedelta(days=9), last + timedelta(days=9))
    cut = [(max(a, start), min(b, end)) for a, b in wider]
    assert found == [(a, b) for a, b in cut if a < b]
