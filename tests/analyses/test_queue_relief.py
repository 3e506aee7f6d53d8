"""Erlang's C formula against a published table, and a week of calls with fewer of them."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import pytest

from deskwise.analyses.erlang import waits_by_erlang_c
from deskwise.analyses.queue_relief import Queue, relief, usual_week
from deskwise.metrics.call_hours import HOUR, CallHour

MONDAY = 4 * 24


@pytest.mark.parametrize(
    ("people", "waits", "within_20", "seconds"),
    # Call Centre Helper, "Erlang C Formula - Made Simple With an Easy Worked Example": 100 calls in half an
    # hour of 180 seconds each.
    [(11, 0.682, 0.390, 122.8), (12, 0.449, 0.640, 40.4), (13, 0.285, 0.796, 17.1), (14, 0.174, 0.888, 7.8)],
)
def test_a_published_table_is_met(people: int, waits: float, within_20: float, seconds: float) -> None:
    assert waits_by_erlang_c(10.0, people) == pytest.approx(waits, abs=0.0006)
    found = relief([Queue(200.0, people)], 180.0, 0.0)
    assert found is not None
    assert found.now == found.after
    assert found.now.mean_seconds == pytest.approx(seconds, abs=0.06)
    assert found.now.prompt_share == pytest.approx(within_20, abs=0.0016)


@pytest.mark.parametrize(("load", "people"), [(Fraction(1, 2), 1), (Fraction(7), 9), (Fraction(41, 2), 21)])
def test_the_recursion_is_the_formula(load: Fraction, people: int) -> None:
    all_busy = load**people / factorial(people) * people / (people - load)
    told = all_busy / (sum(load**n / factorial(n) for n in range(people)) + all_busy)
    assert waits_by_erlang_c(float(load), people) == pytest.approx(float(told), rel=1e-12)


def test_of_one_person_it_is_the_share_of_the_time_they_are_busy_and_large_ones_are_no_trouble() -> None:
    assert waits_by_erlang_c(0.3, 1) == pytest.approx(0.3)
    assert 0 < waits_by_erlang_c(2_000.0, 2_050) < 1
    assert waits_by_erlang_c(5.0, 5) == 1.0


def test_a_week_is_the_mean_of_its_hours_in_the_zone() -> None:
    hours = [CallHour((MONDAY + 7 + week * 168) * HOUR, 10 + week, 2 + 2 * week) for week in range(2)]
    (found,) = usual_week(hours, "Europe/Berlin")
    assert found == Queue(10.5, 3, 2)
    other = CallHour((MONDAY + 8) * HOUR, 1, 0)
    assert usual_week([*hours, other], "UTC")[1] == Queue(1.0, 1, 1)


def test_hours_with_more_calls_than_people_are_told_apart() -> None:
    found = relief([Queue(60.0, 11), Queue(140.0, 20)], 600.0, 0.5)
    assert found is not None
    assert found.now.swamped_share == pytest.approx(0.7)
    assert found.after.swamped_share == 0
    alone = relief([Queue(60.0, 11)], 600.0, 0.5)
    assert alone is not None
    # What was swamped has no wait now, so that the waits after are those of the same hours.
    assert found.after.mean_seconds == alone.after.mean_seconds
    swamped = relief([Queue(140.0, 20)], 600.0, 0.5)
    assert swamped is not None
    assert swamped.now.mean_seconds is None


def test_without_calls_there_is_no_queue() -> None:
    assert relief([], 600.0, 0.2) is None
    assert relief([Queue(10.0, 2)], 0.0, 0.2) is None
