"""What customers did by what was done to them, and how often chance alone is named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyses.customers import customer
from analyses.ground import DAY
from deskwise.analyses.experiences import (
    AT_FIRST,
    BADLY_RATED,
    REOPENED,
    SLOW,
    UNRESOLVED,
    Deeds,
    Silence,
    counted,
    deeds,
    experiences,
    silence,
)
from deskwise.metrics.customer_courses import Course

WITHIN, RUNS = 90 * DAY, 1000


def test_deeds_are_within_the_days_and_silent_is_who_did_neither() -> None:
    late = customer(bought_at=100 * DAY + 1, wrote_again_at=101 * DAY)
    edge = customer(bought_at=100 * DAY)
    both = customer(bought=True, again=True)
    assert deeds(counted([late, edge, both], WITHIN)) == Deeds(3, 2, 1, 1)


def test_silence_is_bad_after_a_bad_rating_without_a_resolution_or_given_up() -> None:
    found = [
        customer(), customer(badly_rated=True), customer(resolved=False), customer(gave_up=True),
        customer(badly_rated=True, bought=True), customer(reopened=True, badly_rated=True),
    ]  # fmt: skip
    assert silence(counted(found, WITHIN)) == Silence(good=1, bad=3)


def test_a_difference_has_newcombes_interval() -> None:
    # Newcombe (1998), method 10, 56 of 70 against 48 of 80: 0.0524 to 0.3339.
    courses = [customer(bought=place < 56, badly_rated=True) for place in range(70)]
    courses += [customer(bought=place < 48) for place in range(80)]
    rated = next(
        each for each in experiences(counted(courses, WITHIN), sales=True) if each.name == BADLY_RATED
    )
    assert rated.bought is not None
    assert [rated.bought.low, rated.bought.high] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert rated.bought.named


def test_what_is_so_by_definition_and_what_is_of_too_few_is_not_compared() -> None:
    courses = [customer(first_contact=False, again=True, reopened=place < 30) for place in range(60)]
    courses += [customer(badly_rated=place < 19) for place in range(60)]
    found = {each.name: each for each in experiences(counted(courses, WITHIN), sales=True)}
    assert found[AT_FIRST].again is None
    assert found[REOPENED].again is None
    assert found[AT_FIRST].bought is not None
    assert found[BADLY_RATED].bought is None
    assert found[BADLY_RATED].deeds.n == 19
    without = {each.name: each for each in experiences(counted(courses, WITHIN), sales=False)}
    assert all(each.bought is None for each in without.values())


def test_late_is_later_than_three_of_four_on_the_same_channel() -> None:
    courses = [customer(waited_microseconds=place) for place in range(40)]
    courses += [customer(channel="phone", waited_microseconds=9_000 + place) for place in range(40)]
    courses += [customer(channel="chat", waited_microseconds=10**9), customer(waited_microseconds=None)]
    found = {each.name: each for each in experiences(counted(courses, WITHIN), sales=True)}
    assert found[SLOW].deeds.n == 20
    assert found[UNRESOLVED].deeds.n == 0


def test_chance_alone_is_named_in_one_of_twenty() -> None:
    chance = np.random.default_rng(31)
    told = 0
    drawn = chance.random((RUNS, 120, 5)) < (0.5, 0.4, 0.3, 0.25, 0.4)
    for run in drawn.tolist():
        courses: list[Course] = [
            customer(first_contact=first, badly_rated=bad, escalated=passed, bought=bought, again=again)
            for first, bad, passed, bought, again in run
        ]
        told += any(
            each is not None and each.named
            for one in experiences(counted(courses, WITHIN), sales=True)
            for each in (one.bought, one.again)
        )
    assert told / RUNS <= 0.05 + 0.02 + 2 * math.sqrt(0.05 * 0.95 / RUNS)
