"""Two dozen weeks of a metric, with all that a chart of it can show."""

from __future__ import annotations

from dataclasses import replace

from deskwise.analyses.control_limits import ControlLimits
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.time_series import Happening, Point, TimeSeries

WEEK = 7 * 86_400_000_000
# Monday 5 January 1970 is the first of them.
FIRST = 4 * 86_400_000_000
VALUES: tuple[float | None, ...] = (3_700.5, 4_100.25, 3_900, 3_800.125) * 4 + (
    2_000.75,
    None,
    2_100,
    3_900,
    2_050,
)
# Of the first sixteen by their moving ranges: their mean, and 2.66 times the mean range of 206.558.
LIMITS = ControlLimits(3_325.773_583_333_333_6, 3_875.218_75, 4_424.663_916_666_666, 16)


def reading(number: int, value: float | None, *, partial: bool = False) -> Reading:
    """One week's reading; every fifth has an interval that is open above."""
    high = None if number % 5 == 0 or value is None else value + 400
    return Reading(
        metric="first_response_time", stat="p50", clock="elapsed", unit="seconds",
        period=ReadPeriod(FIRST + number * WEEK, FIRST + (number + 1) * WEEK, partial), by=(), value=value,
        n=0 if value is None else 120 + number, numerator=None, denominator=None, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=None if value is None else (value - 300, high),
        definition="first_response_time@1",
    )  # fmt: skip


def sample_series() -> TimeSeries:
    """Sixteen ordinary weeks, then signals, one without a figure, and one that has not ended."""
    last = len(VALUES) - 1
    readings = [reading(number, value, partial=number == last) for number, value in enumerate(VALUES)]
    signals = {16: "better", 18: "better"}
    points = tuple(
        Point(each, "better" if number in signals else None, f"/requests?week={number}&a=<b>")
        for number, each in enumerate(readings)
    )
    happenings = (
        Happening(FIRST + 16 * WEEK + WEEK // 2, "Triage rota"),
        Happening(FIRST + 17 * WEEK, "Firmware <4.2> & more"),
        Happening(FIRST + 3 * WEEK, "Spring campaign", FIRST + 5 * WEEK),
        Happening(FIRST - WEEK, "Long before"),
    )
    return TimeSeries(
        title="First response time", lines=("median · elapsed · by week",), unit="seconds", grain="week",
        zone="UTC", points=points, limits=LIMITS, target=2_700, happenings=happenings,
    )  # fmt: skip


def plain_series(*values: float | None, unit: str = "count") -> TimeSeries:
    """Ended weeks with nothing beside their values."""
    readings = [replace(reading(at, value), unit=unit, interval=None) for at, value in enumerate(values)]
    return TimeSeries(
        title="Requests", lines=("count",), unit=unit, grain="week", zone="UTC",
        points=tuple(Point(each) for each in readings),
    )  # fmt: skip
