"""The Kaplan-Meier median where survival comes near one half."""

from __future__ import annotations

from deskwise.metrics.survival_median import Crossing


def test_surely_below() -> None:
    assert Crossing(4, 300, None, None, None, None).median() == 300


def test_never_reached() -> None:
    assert Crossing(3, None, None, None, None, None).median() is None


def test_exactly_one_half_without_censoring() -> None:
    assert Crossing(4, 300, 200, 3, 1, 1).median() == 200


def test_just_above_one_half_without_censoring() -> None:
    # Two of a thousand and one ended short of half: 501 of 1001 are left.
    assert Crossing(1001, 900, 800, 502, 1, 499).median() == 900


def test_exactly_one_half_after_censoring_needs_the_steps() -> None:
    crossing = Crossing(5, 400, 300, 2, 1, 1)
    assert crossing.needs_steps
    # 3/4 x 2/3: one half, though some left before.
    assert crossing.median([(100, 4, 1), (300, 3, 1), (400, 1, 1)]) == 300
    # 4/5 x 2/3 is more.
    assert crossing.median([(100, 5, 1), (300, 3, 1), (400, 1, 1)]) == 400
