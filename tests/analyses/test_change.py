"""A change is beyond noise by the metric's own limits, or else by the interval of the difference."""

from __future__ import annotations

import pytest

from deskwise.analyses.change import Verdict, judge
from deskwise.analyses.control_limits import ControlLimits
from deskwise.metrics.definition import Better
from deskwise.metrics.intervals import Interval
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

LIMITS = ControlLimits(40, 60, 80, 16)


def reading(value: float | None, interval: Interval | None = None, *, partial: bool = False) -> Reading:
    return Reading(
        metric="m", stat="mean", clock=None, unit="seconds", period=ReadPeriod(0, 1, partial), by=(),
        value=value, n=0 if value is None else 9, numerator=None, denominator=None, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=interval, definition="m@1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "better", "verdict"),
    [
        (39.9, "lower", "better"),
        (39.9, "higher", "worse"),
        (39.9, "neutral", "moved"),
        (40, "lower", "within noise"),
        (80, "lower", "within noise"),
        (80.1, "lower", "worse"),
    ],
)
def test_limits_decide_where_there_are_any(value: float, better: Better, verdict: Verdict) -> None:
    # Its interval leaves 0 out by far: the limits alone decide.
    change = judge(reading(value, (value, value)), reading(60, (60, 60)), better, LIMITS)
    assert (change.verdict, change.judged_by) == (verdict, "limits")
    assert change.difference == pytest.approx(value - 60)


@pytest.mark.parametrize(
    ("now", "then", "verdict"),
    [
        ((10, 14), (20, 24), "better"),
        ((10, 14), (12, 16), "within noise"),
        ((30, 34), (20, 24), "worse"),
    ],
)
def test_the_interval_decides_without_limits(
    now: tuple[float, float], then: tuple[float, float], verdict: Verdict
) -> None:
    change = judge(reading(sum(now) / 2, now), reading(sum(then) / 2, then), "lower", None)
    assert (change.verdict, change.judged_by) == (verdict, "interval")


def test_a_difference_whose_interval_touches_0_is_within_noise() -> None:
    change = judge(reading(2, (2, 2)), reading(1, (1, 2)), "higher", None)
    assert change.interval == (0, 1)
    assert change.verdict == "within noise"


@pytest.mark.parametrize("interval", [None, (1.0, None), (None, 3.0)])
def test_too_few_to_say_where_an_interval_is_not_whole(interval: Interval | None) -> None:
    change = judge(reading(2, interval), reading(1, (1, 2)), "higher", None)
    assert (change.difference, change.interval, change.verdict, change.judged_by) == (
        1,
        None,
        "too few",
        None,
    )


def test_nothing_to_compare() -> None:
    for later, earlier in ((reading(None), reading(1)), (reading(1), reading(None))):
        change = judge(later, earlier, "lower", LIMITS)
        assert (change.difference, change.verdict) == (None, "no data")
        assert not change.beyond_noise


def test_a_period_that_has_not_ended_is_never_judged() -> None:
    change = judge(reading(1, (1, 1), partial=True), reading(60, (60, 60)), "lower", LIMITS)
    assert (change.verdict, change.judged_by) == ("too few", None)


def test_no_change_at_all_is_within_noise_even_outside_the_limits() -> None:
    assert judge(reading(90), reading(90), "lower", LIMITS).verdict == "within noise"
