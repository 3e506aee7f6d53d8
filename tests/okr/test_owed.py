"""Check-ins are due by the cycle's days; one meets its own due day and excuses no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.okr.cycle import Cycle
from deskwise.okr.owed import due_days, owed

# Due on 9, 16, 23 and 30 March, and on the last day.
MARCH = Cycle("1", "March", date(2026, 3, 2), date(2026, 3, 31))


def on(*days: int) -> list[date]:
    return [date(2026, 3, day) for day in days]


def test_due_days_are_so_many_days_apart_and_end_with_the_cycle() -> None:
    assert list(due_days(MARCH)) == on(9, 16, 23, 30, 31)
    assert list(due_days(replace(MARCH, check_in_days=29))) == on(31)
    assert list(due_days(replace(MARCH, last_day=MARCH.first_day))) == on(2)
    assert len(due_days(replace(MARCH, check_in_days=1))) == 29


def test_february_of_a_leap_year_has_its_day() -> None:
    leap = Cycle("1", "c", date(2024, 2, 22), date(2024, 3, 7))
    assert list(due_days(leap)) == [date(2024, 2, 29), date(2024, 3, 7)]


@pytest.mark.parametrize(
    ("checked", "today", "missed", "due"),
    [
        ([], 2, [], 9),
        # On its day it is due and not missed.
        ([], 9, [], 9),
        ([], 10, [9], 16),
        ([2], 10, [], 16),
        ([9], 10, [], 16),
        # A day late: it meets the next.
        ([10], 11, [9], 23),
        ([10, 11, 12], 24, [9, 23], 30),
        ([9, 16, 23, 30, 31], 31, [], None),
        ([1], 10, [9], 16),
    ],
)
def test_what_is_owed(checked: list[int], today: int, missed: list[int], due: int | None) -> None:
    found = owed(MARCH, on(*checked), date(2026, 3, today))
    assert list(found.missed) == on(*missed)
    assert found.due == (None if due is None else date(2026, 3, due))
    assert found.last == (date(2026, 3, max(checked)) if checked else None)
    assert found.is_due(date(2026, 3, today)) is (due == today)


def test_after_the_cycle_nothing_is_due_and_what_was_missed_stays() -> None:
    found = owed(MARCH, on(9), date(2026, 4, 20))
    assert list(found.missed) == on(16, 23, 30, 31)
    assert found.due is None


def test_what_came_in_later_owes_from_its_day_on() -> None:
    found = owed(MARCH, [], date(2026, 3, 24), since=date(2026, 3, 16))
    assert list(found.missed) == on(16, 23)
    assert (
        owed(MARCH, [], date(2026, 3, 24), since=date(2026, 1, 1)).missed
        == owed(MARCH, [], date(2026, 3, 24)).missed
    )


def test_a_cycle_that_follows_the_data_owes_none() -> None:
    found = owed(replace(MARCH, follows="data"), on(9), date(2026, 3, 31))
    assert (found.missed, found.due, found.last) == ((), None, date(2026, 3, 9))


@given(st.sets(st.integers(0, 40)), st.integers(0, 40), st.integers(1, 40))
def test_one_more_check_in_never_makes_more_owed(checked: set[int], more: int, every: int) -> None:
    cycle, today = replace(MARCH, check_in_days=every), date(2026, 4, 20)
    days = [MARCH.first_day + timedelta(days=each) for each in checked]
    before = owed(cycle, days, today).missed
    after = owed(cycle, [*days, MARCH.first_day + timedelta(days=more)], today).missed
    assert set(after) <= set(before)
    assert len(before) - len(after) <= 1
