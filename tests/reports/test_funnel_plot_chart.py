"""A funnel plot has a dot for everybody, names those who stand out alone, and tells all of it in words."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.funnel_plot import FunnelLimit, FunnelPlot, FunnelPoint, point_rows
from deskwise.reports.funnel_plot_chart import funnel_plot_chart
from reports.test_chart_drawing import SVG, KeptInMemory

POINTS = (
    FunnelPoint("kim <b>", 8.0, 40, 1, "/requests?agent=kim&a=<b>"),
    FunnelPoint("ann", 10.0, 9),
    FunnelPoint("ben", 12.0, 1, -1),
)
LIMITS = tuple(FunnelLimit(each, 0.0, 1 + 8 / each, 0.0, 1 + 20 / each) for each in (0.5, 2.0, 6.0, 12.5))
CHART = FunnelPlot("Complaints: a pattern, or chance", ("a quarter", "as of then"), "Agent", POINTS, LIMITS)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = funnel_plot_chart(CHART, Look()).to_dict(validate=False)
    return told


def test_everybody_is_a_dot_at_what_is_expected_and_how_many_times_that(spec: dict[str, Any]) -> None:
    assert [(row["expected"], row["ratio"]) for row in spec["datasets"]["points"]] == [
        (8.0, 5.0), (10.0, 0.9), (12.0, pytest.approx(1 / 12)),
    ]  # fmt: skip
    assert [row["link"] for row in point_rows(CHART)] == [each.link for each in POINTS]


def test_limits_stay_in_the_plot_without_a_clip(spec: dict[str, Any]) -> None:
    (domain,) = {
        tuple(step["encoding"]["y"]["scale"]["domain"])
        for step in spec["layer"]
        if "scale" in step["encoding"].get("y", {})
    }
    assert all(row["high"] <= domain[1] for row in spec["datasets"]["limits"])
    assert all(row["outer_high"] <= domain[1] for row in spec["datasets"]["outer"])
    assert not any(step["mark"].get("clip") for step in spec["layer"])


def test_only_who_stands_out_has_a_name(spec: dict[str, Any]) -> None:
    texts = [step for step in spec["layer"] if step["mark"]["type"] == "text"]
    assert all("datum.side != 0" in step["transform"][0]["filter"] for step in texts)


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look_and_said_in_words(look: Look) -> None:
    drawn = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look)
    root = ElementTree.fromstring(drawn)
    assert root.tag == f"{SVG}svg"
    assert "ann: 9, expected 10, within the limits of chance" in CHART.told()
    assert "kim <b>: 40, expected 8, above the limits of chance" in CHART.told()
    assert "<b>" not in drawn
