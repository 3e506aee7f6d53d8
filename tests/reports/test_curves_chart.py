"""Curves are named at their ends without standing on each other, and all of them is told in words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, PALETTES, Look
from deskwise.reports.curves import CurvePoint, Curves, Level, ShareCurve, Stretch, curve_rows
from deskwise.reports.curves_chart import HEIGHT, LINE, curves_chart
from reports.test_chart_drawing import SVG, KeptInMemory

DAY = 86_400.0
FALLING = (CurvePoint(0, 1, 1, 1), CurvePoint(DAY, 0.5, 0.4, 0.6), CurvePoint(2 * DAY, 0.02, 0.01, 0.1))
CHART = Curves(
    "Still open", ("a quarter", "as of then"), "after", "still open", 4 * DAY,
    (
        ShareCurve("kim <b>", FALLING, 1, steps=True, banded=True),
        ShareCurve("ann", (CurvePoint(0, 1), CurvePoint(DAY, 0.03), CurvePoint(9 * DAY, 0.01)), steps=True),
        ShareCurve("ben", (CurvePoint(0, 1), CurvePoint(DAY, 0.02))),
    ),
    (Stretch(DAY, 2 * DAY, "usual"), Stretch(3.9 * DAY, 3.9 * DAY, "half within 3 d 22 h")),
    (Level(0.01, "by survey"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = curves_chart(CHART, Look()).to_dict(validate=False)
    return told


def test_steps_go_on_to_the_end_and_nothing_lies_beyond_it() -> None:
    rows = curve_rows(CHART)
    ends = [[row["after"] for row in rows if row["curve"] == number][-1] for number in range(3)]
    assert ends == [4 * DAY, 4 * DAY, DAY]
    assert [row["share"] for row in rows if row["name"] == "ann"][-1] == 0.03


def test_names_stand_a_line_apart_in_the_order_of_their_curves(spec: dict[str, Any]) -> None:
    names = spec["datasets"]["names"]
    assert [each["name"] for each in names] == ["ann", "kim <b>", "ben", "by survey"]
    places = [each["place"] for each in names]
    assert all(above - below > LINE / HEIGHT - 1e-9 for above, below in pairwise(places))
    assert {each["name"]: each["ink"] for each in names}["kim <b>"] == PALETTES["light"].worsemark


def test_curves_of_one_colour_differ_in_their_dashes(spec: dict[str, Any]) -> None:
    dashes = {each["name"]: each["dash"] for each in spec["datasets"]["names"]}
    assert dashes["ann"] != dashes["ben"]


def test_words_near_the_right_edge_stand_to_the_left_of_their_line(spec: dict[str, Any]) -> None:
    aligned = [
        step["mark"]["align"] for step in spec["layer"]
        if step["mark"]["type"] == "text" and step["data"]["name"].startswith("stretch")
    ]  # fmt: skip
    assert aligned == ["left", "right"]


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look_and_said_in_words(look: Look) -> None:
    drawn = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look)
    assert ElementTree.fromstring(drawn).tag == f"{SVG}svg"
    assert "kim <b>: 2.0 % after 2 d" in CHART.told().replace("\N{NARROW NO-BREAK SPACE}", " ").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "by survey" in CHART.told()
    assert "<b>" not in drawn
