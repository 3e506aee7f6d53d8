"""The reference's working time on days whose length is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reference.instants import HOUR, parse
from reference.working_time import Calendar

NIGHTS = {"zone": "UTC", "week": {"tue": [["22:00", "06:00"]], "wed": [["22:00", "06:00"]]}}
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def worked(schedule: Mapping[str, Any], start: str, end: str) -> float | None:
    found = Calendar({"default": [dict(schedule)]}).working(None, parse(start, "UTC"), parse(end, "UTC"))
    return None if found is None else found / HOUR


@pytest.mark.parametrize(
    ("zone", "day", "following", "hours"),
    [
        ("Europe/Berlin", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 23),
        ("Europe/Berlin", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 25),
        ("Australia/Lord_Howe", "2025-04-05T13:00:00Z", "2025-04-06T13:30:00Z", 24.5),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: str, day: str, following: str, hours: float) -> None:
    assert worked({"zone": zone, "week": ALWAYS}, day, following) == hours


def test_a_holiday_takes_its_own_date_only() -> None:
    closed = {**NIGHTS, "holidays": {"dates": ["2025-01-08"]}}
    assert worked(NIGHTS, "2025-01-07T00:00:00Z", "2025-01-10T00:00:00Z") == 16
    assert worked(closed, "2025-01-07T00:00:00Z", "2025-01-10T00:00:00Z") == 2 + 6


def test_a_date_that_is_both_is_an_exception() -> None:
    both = {
        **NIGHTS,
        "holidays": {"dates": ["2025-01-08"]},
        "exceptions": {"2025-01-08": [["23:00", "02:00"]]},
    }
    assert worked(both, "2025-01-07T00:00:00Z", "2025-01-10T00:00:00Z") == 2 + 1 + 6


def test_an_edge_in_a_gap_moves_on_and_may_leave_nothing() -> None:
    inside = {"zone": "Europe/Berlin", "week": {"sun": [["02:15", "02:45"]]}}
    across = {"zone": "Europe/Berlin", "week": {"sun": [["02:30", "03:15"]]}}
    assert worked(inside, "2025-03-30T00:00:00Z", "2025-03-31T00:00:00Z") == 0.5
    assert worked(across, "2025-03-30T00:00:00Z", "2025-03-31T00:00:00Z") == 0


def test_no_schedule_is_null_and_never_zero() -> None:
    assert Calendar({}).working("support", 0, HOUR) is None


def test_schedules_follow_one_another() -> None:
    calendar = Calendar(
        {
            "default": [
                {"zone": "UTC", "week": {"mon": [["09:00", "10:00"]]}},
                {"from": "2025-01-13", "zone": "UTC", "week": {"mon": [["09:00", "12:00"]]}},
            ]
        }
    )
    start, end = parse("2025-01-06T00:00:00Z", None), parse("2025-01-14T00:00:00Z", None)
    assert calendar.working(None, start, end) == 4 * HOUR
