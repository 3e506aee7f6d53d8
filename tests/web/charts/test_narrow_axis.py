"""Closed hours are narrow, and time never runs backwards."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from deskwise.web.charts.narrow_axis import HOUR, MOST_GAPS, day_labels, hour_labels, narrow_axis

DAY = 24 * HOUR
NINE_TO_FIVE = [(day * DAY + 9 * HOUR, day * DAY + 17 * HOUR) for day in range(3)]


def test_an_hour_of_work_is_wider_than_a_night() -> None:
    axis = narrow_axis(9 * HOUR, 2 * DAY + 17 * HOUR, NINE_TO_FIVE, 100, 1000)
    assert axis.narrow
    assert len(axis.gaps) == 2
    hour = axis.x(10 * HOUR) - axis.x(9 * HOUR)
    assert axis.x(DAY + 9 * HOUR) - axis.x(17 * HOUR) < hour
    assert (axis.x(9 * HOUR), axis.x(2 * DAY + 17 * HOUR)) == (100, 1000)


@given(st.lists(st.integers(0, 3 * DAY), min_size=2, max_size=9).map(sorted))
def test_places_follow_instants(instants: list[int]) -> None:
    axis = narrow_axis(0, 3 * DAY, NINE_TO_FIVE, 0, 900)
    places = [axis.x(instant) for instant in instants]
    assert places == sorted(places)


def test_without_hours_or_with_too_many_time_is_as_it_elapsed() -> None:
    assert narrow_axis(0, 10, None, 0, 100).x(5) == 50
    assert narrow_axis(0, DAY, [], 0, 100).gaps == ((0, 100),)
    many = [(day * DAY, day * DAY + HOUR) for day in range(MOST_GAPS + 2)]
    assert not narrow_axis(0, many[-1][1], many, 0, 900).narrow


def test_labels_have_room_and_no_hour_stands_in_a_gap() -> None:
    axis = narrow_axis(8 * HOUR, 2 * DAY + 17 * HOUR, NINE_TO_FIVE, 100, 1000)
    days = day_labels(axis, "UTC")
    assert [words for _, words in days] == ["Thu 1 Jan", "Fri 2 Jan", "Sat 3 Jan"]
    hours = hour_labels(axis, "UTC")
    assert all(not (left < at < right) for at, _ in hours for left, right in axis.gaps)
    assert all(after[0] - before[0] >= 46 for before, after in itertools.pairwise(hours))
