"""The geometry of sparklines: everything within the picture, gaps where nothing is known."""

from __future__ import annotations

import pytest

from deskwise.analyses.own_limits import own_limits
from deskwise.app.followed_metric import Followed, follow
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.web.charts.sparkline import EDGE, HEIGHT, WIDTH, sparkline

WEEK = 7 * 86_400_000_000


def reading(number: int, value: float | None, *, partial: bool = False) -> Reading:
    return Reading(
        metric="first_response_time", stat="p50", clock="elapsed", unit="seconds",
        period=ReadPeriod(number * WEEK, (number + 1) * WEEK, partial), by=(), value=value,
        n=0 if value is None else 20, numerator=None, denominator=None, excluded=(), open=0, provisional=0,
        ruled=0, unjudged=0, interval=None if value is None else (value - 5, None),
        definition="first_response_time@1",
    )  # fmt: skip


def followed(*values: float | None, partial: bool = False) -> Followed:
    last = len(values) - 1
    course = [reading(at, value, partial=partial and at == last) for at, value in enumerate(values)]
    found = metric("first_response_time")
    own = own_limits(found, "p50", course, "week", "UTC")
    return follow(found, "p50", course[-1], course[-2], course, own, same_grain=True)


def test_a_signal_is_marked_by_the_side_it_lies_on() -> None:
    drawn = sparkline(followed(*[60.0, 62.0] * 8, 10.0, 200.0))
    assert drawn is not None
    assert [point.mark for point in drawn.points] == ["better", "worse"]
    assert drawn.band is not None


def test_the_limits_own_periods_are_no_signals() -> None:
    found = followed(*[60.0, 62.0] * 7, 900.0, 60.0, 61.0)
    assert found.signals == ()


def test_a_period_without_a_value_parts_the_line() -> None:
    drawn = sparkline(followed(1.0, 2.0, None, 3.0, 4.0))
    assert drawn is not None
    assert len(drawn.lines) == 2
    assert drawn.band is None


def test_a_period_that_has_not_ended_is_hollow_and_dashed() -> None:
    drawn = sparkline(followed(1.0, 2.0, 3.0, partial=True))
    assert drawn is not None
    assert drawn.partial is not None
    assert drawn.points[-1].mark == "partial"


def test_fewer_than_two_values_are_no_line() -> None:
    assert sparkline(followed(None, 1.0, None)) is None


@pytest.mark.parametrize("values", [(5.0, 5.0, 5.0), (0.0, 1e9, -3.0), (1.0, None, 2.0)])
def test_everything_lies_within_the_picture(values: tuple[float | None, ...]) -> None:
    drawn = sparkline(followed(*values))
    assert drawn is not None
    for point in drawn.points:
        assert EDGE <= point.x <= WIDTH - EDGE
        assert 0 <= point.y <= HEIGHT
