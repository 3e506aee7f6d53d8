"""A staffed week has its half hours at their place in the week, and tells of each day what takes most."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.number_words import plain_spaces
from deskwise.reports.staffed_week import StaffedHalfHour, StaffedWeek
from deskwise.reports.staffed_week_chart import staffed_week_chart
from reports.test_chart_drawing import SVG, KeptInMemory

MONDAY = date(2026, 1, 5)
CHART = StaffedWeek(
    "Calls <b> to come",
    ("in time is within 20 s",),
    tuple(MONDAY + timedelta(days=each) for each in range(7)),
    (
        StaffedHalfHour(MONDAY, 18, 100.0, 80, 121, 14, 17),
        StaffedHalfHour(MONDAY, 19, 50.0, 36, 65, 8, 10),
        StaffedHalfHour(MONDAY + timedelta(days=2), 20, 12.5, 6, 20, 3, 4),
    ),
)


def test_half_hours_stand_at_their_place_in_the_week() -> None:
    told: dict[str, Any] = staffed_week_chart(CHART, Look()).to_dict(validate=False)
    rows = told["datasets"]["half_hours"]
    assert [(row["from"], row["to"], row["agents"]) for row in rows] == [
        (18, 19, 14), (19, 20, 8), (116, 117, 3),
    ]  # fmt: skip
    assert [row["name"] for row in told["datasets"]["days"]][:2] == ["Mon", "Tue"]


def test_of_each_day_the_half_hour_that_takes_most_is_told() -> None:
    assert plain_spaces(CHART.told()) == (
        "Mon 5 Jan, 09:00: 100 calls (80 to 121), 14 agents (17 at the most calls);"
        " Wed 7 Jan, 10:00: 12.5 calls (6 to 20), 3 agents (4 at the most calls)"
    )


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look(look: Look) -> None:
    drawn = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look)
    assert ElementTree.fromstring(drawn).tag == f"{SVG}svg"
    assert "<b>" not in drawn
