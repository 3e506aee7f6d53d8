"""Working time as a way to move instants on, against the kernel's way to measure it."""

from __future__ import annotations

from datetime import date

import numpy as np

from deskwise.kernel.opening_hours import holiday_dates, opening_spans
from deskwise.kernel.schedules import Holidays
from deskwise.kernel.working_time import WorkingCalendar
from deskwise.sample.calendar_load import draw_openings, later_in_team, opening_hours
from deskwise.sample.draws import Draws
from deskwise.sample.span import END, FIRST, HOUR, LAST, NEVER, months_of
from deskwise.sample.staff import PUBLIC_HOLIDAYS, TEAM_NAMES, team_schedules


def test_the_holidays_written_out_are_the_librarys() -> None:
    library = holiday_dates(Holidays("DE", "BE"), 2024, 2026)
    assert set(PUBLIC_HOLIDAYS) == {day for day in library if day >= date(2024, 10, 1)}


def test_moving_on_is_the_inverse_of_measuring() -> None:
    draws = Draws(3, 0)
    at = FIRST + draws.below("at", 2_000, END - FIRST)
    worked = draws.below("worked", 2_000, 60 * HOUR)
    for number, team in enumerate(TEAM_NAMES):
        calendar = WorkingCalendar(opening_spans(team_schedules(team), date(2024, 9, 30), date(2027, 1, 31)))
        moved = opening_hours(number).later(at, worked)
        for start, amount, end in zip(at.tolist(), worked.tolist(), moved.tolist(), strict=True):
            assert calendar.working(start, end) == amount


def test_each_row_by_its_own_team_and_never_stays_never() -> None:
    at = np.array([FIRST + HOUR, FIRST + HOUR, NEVER], dtype=np.int64)
    moved = later_in_team(np.array([0, 2, 1], dtype=np.int64), at, np.array([0, 0, HOUR], dtype=np.int64))
    # 1 October 2024: support opens at 08:00, engineering at 10:00.
    assert moved.tolist() == [FIRST + 8 * HOUR, FIRST + 10 * HOUR, NEVER]


def test_live_contacts_come_when_somebody_is_there() -> None:
    live = np.ones(3_000, dtype=np.bool_)
    opened = draw_openings(Draws(1, 0), live)
    assert all(opening_hours(0).covers(at) for at in opened.tolist())
    assert opened.max() < LAST


def test_months_begin_at_local_midnight() -> None:
    # 1 January 2025, 00:00 in Berlin is 23:00 UTC of the day before.
    begins = 1_735_686_000_000_000
    assert months_of(np.array([FIRST, begins - 1, begins, LAST], dtype=np.int64)).tolist() == [0, 2, 3, 23]
