"""A falling curve has a dot for each bin, its band and its level, and tells all of it in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.falling_curve import CurveBin, FallingCurve
from deskwise.reports.falling_curve_chart import falling_curve_chart
from deskwise.reports.number_words import plain_spaces
from reports.test_chart_drawing import SVG, KeptInMemory

BINS = (
    CurveBin(0.0, 60.0, 90, 0.9, 0.88, 0.84, 0.93),
    CurveBin(61.0, 3600.0, 91, 0.86, 0.88, 0.82, 0.9),
    CurveBin(3660.0, 40_000.0, 89, 0.6, 0.6, 0.55, 0.7),
)
CHART = FallingCurve(
    "Satisfied by <wait>", ("a quarter", "as of then"), "Wait", "seconds", 0.8, BINS, 3660.0, "Satisfied",
    "% satisfied",
)  # fmt: skip


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = falling_curve_chart(CHART, Look()).to_dict(validate=False)
    return told


def test_every_bin_stands_at_an_equal_step_with_its_share_and_band(spec: dict[str, Any]) -> None:
    rows = spec["datasets"]["bins"]
    assert [(row["place"], row["share"], row["curve"]) for row in rows] == [
        (0, 0.9, 0.88), (1, 0.86, 0.88), (2, 0.6, 0.6),
    ]  # fmt: skip
    assert [row["level"] for row in spec["datasets"]["level"]] == [0.8]
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low <= 0.55
    assert high >= 0.93


def test_it_is_said_in_words() -> None:
    words = plain_spaces(CHART.told())
    assert words.startswith("0 s – 60 s: 90.0 % of 90, by the curve 88.0 % (84.0 % – 93.0 %); ")


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look(look: Look) -> None:
    root = ElementTree.fromstring(ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look))
    assert root.tag == f"{SVG}svg"


def test_what_is_beyond_the_level_is_above_it_where_the_curve_rises() -> None:
    def worse(chart: FallingCurve) -> str:
        told: dict[str, Any] = falling_curve_chart(chart, Look()).to_dict(validate=False)
        (dots,) = [each for each in told["layer"] if "condition" in each["encoding"].get("color", {})]
        return str(dots["encoding"]["color"]["condition"]["test"])

    assert worse(CHART) == "datum.curve < 0.8"
    assert worse(replace(CHART, rises=True)) == "datum.curve > 0.8"
    told = falling_curve_chart(replace(CHART, share_axis="% complained"), Look()).to_dict(validate=False)
    assert "% complained" in str(told)
    assert "% satisfied" not in str(told)
