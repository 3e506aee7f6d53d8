"""A metric by a dimension: every group with its figure, the small ones hollow, all together as a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.by_dimension_chart import by_dimension_chart
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import WIDE, Look
from reports.sample_series import reading
from reports.test_chart_drawing import KeptInMemory, words

GROUPS = (
    Group("Battery & charging", reading(1, 3_300.25)),
    Group("no category", reading(5, 2_520)),
    Group("Other", replace(reading(2, 2_100), n=3, interval=None)),
    Group("Few", replace(reading(2, 2_100), n=2, interval=(None, None))),
    Group("Recall <notice>", reading(3, None)),
)


def chart() -> ByDimension:
    whole = replace(reading(0, 2_760.5), period=None)
    return ByDimension(
        "First response time by category", ("median", "as of then"), "seconds", "Category", GROUPS, whole
    )


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = by_dimension_chart(chart(), Look()).to_dict()
    return told


def test_every_figure_of_the_chart_is_the_reading_itself(spec: dict[str, Any]) -> None:
    rows = spec["datasets"]["groups"]
    assert [(row["name"], row["value"], row["n"]) for row in rows] == [
        (each.name, each.reading.value, each.reading.n) for each in GROUPS
    ]
    assert [(row["low"], row["high"]) for row in rows] == [
        each.reading.interval or (None, None) for each in GROUPS
    ]
    assert spec["datasets"]["whole"][0]["whole"] == 2_760.5


def test_a_group_without_an_interval_is_hollow(spec: dict[str, Any]) -> None:
    points = {
        step["transform"][-1]["filter"]: step["mark"]
        for step in spec["layer"]
        if step["mark"]["type"] == "point"
    }
    assert points["datum.ranged"]["filled"]
    assert points["!datum.ranged"]["fill"] == "#ffffff"
    (rule,) = [s for s in spec["layer"] if s["mark"]["type"] == "rule" and s["data"]["name"] == "groups"]
    assert rule["transform"][-1]["filter"] == "datum.ranged"
    assert [row["ranged"] for row in spec["datasets"]["groups"]] == [True, True, False, False, False]
    # On a side that does not exist it may be anywhere.
    assert spec["datasets"]["groups"][1]["to"] == rule["encoding"]["x"]["scale"]["domain"][1]


def test_the_picture_has_the_words_of_its_rows() -> None:
    svg = ChartDrawer(KeptInMemory(), FONTS).svg(chart(), Look("dark"))
    told = words(svg)
    assert {"Category", "n", "Battery & charging", "Recall <notice>", "no data", "55 min"} <= {
        each.replace("\N{NARROW NO-BREAK SPACE}", " ") for each in told
    }
    assert any(each.startswith("all 46") for each in told)
    root = ElementTree.fromstring(svg)
    assert 0.94 * WIDE <= float(root.get("width", "0")) <= 1.04 * WIDE
    assert "Recall <notice>: no data" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")


def test_a_chart_of_nothing_is_still_one() -> None:
    told = by_dimension_chart(replace(chart(), groups=(), whole=None), Look()).to_dict()
    assert told["datasets"]["groups"] == []
