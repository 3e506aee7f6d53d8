"""An own course: the person's line, the others as a band without names, nothing of a period that has none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.own_course import Behind, OwnCourse
from deskwise.reports.own_course_chart import own_course_chart
from deskwise.reports.time_series import Point
from reports.sample_series import reading
from reports.test_chart_drawing import SVG, KeptInMemory

VALUES = (3_600, 3_900, None, 4_200, 3_000, 2_400)
BEHIND = (
    Behind((3_000, 5_400), 4_000),
    Behind((3_300, 5_000), 4_100),
    Behind(),
    Behind((3_100, 4_800), 3_900),
    Behind(),
    Behind((3_100, 4_800.5), 3_900),
)


def course(*, behind: tuple[Behind, ...] = BEHIND) -> OwnCourse:
    """Six weeks: one without a figure, one of few cases, one a signal, and the last not ended."""
    readings = [reading(number, value, partial=number == 5) for number, value in enumerate(VALUES)]
    readings[1] = replace(readings[1], n=6)
    points = tuple(Point(each, "better" if number == 4 else None) for number, each in enumerate(readings))
    return OwnCourse("Reply time: <anna>", ("median",), "seconds", "week", "UTC", points, behind)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = own_course_chart(course(), Look()).to_dict()
    return told


def test_what_is_drawn_are_the_readings_and_what_stands_behind_them(spec: dict[str, Any]) -> None:
    rows = spec["datasets"]["periods"]
    assert [row["value"] for row in rows] == list(VALUES)
    assert [(row["low"], row["high"]) for row in rows] == [each.spread or (None, None) for each in BEHIND]
    assert [row["team"] for row in rows] == [each.team for each in BEHIND]
    assert [row["small"] for row in rows] == [False, True, True, False, False, False]
    # Nothing is drawn across a period without it.
    assert rows[1]["run"] != rows[3]["run"]
    assert rows[3]["band_run"] != rows[5]["band_run"]


def test_signals_are_diamonds_and_points_of_few_cases_hollow(spec: dict[str, Any]) -> None:
    marks = [step["mark"] for step in spec["layer"] if step["mark"]["type"] == "point"][1:]
    assert [(mark["shape"], mark["fill"] == "#ffffff") for mark in marks] == [
        ("circle", False),
        ("circle", True),
        ("diamond", False),
    ]


def test_without_a_spread_there_is_no_band_and_the_axis_is_ones_own() -> None:
    told = own_course_chart(course(behind=(Behind(),) * 6), Look()).to_dict()
    assert "area" not in {step["mark"]["type"] for step in told["layer"]}
    rows = told["datasets"]["periods"]
    assert {row[name] for row in rows for name in ("low", "high", "team")} == {None}
    top = max(
        step["encoding"]["y"]["scale"]["domain"][1]
        for step in told["layer"]
        if "scale" in step["encoding"].get("y", {})
    )
    assert top < 5_000


def test_the_page_says_each_period_and_the_file_says_the_whole() -> None:
    drawer = ChartDrawer(KeptInMemory(), FONTS)
    page = ElementTree.fromstring(drawer.svg(course(), Look("page", NARROW, titled=False)))
    said = [each.text or "" for each in page.iter(f"{SVG}title")]
    assert said[0] == "Reply time: <anna>"
    assert len(said) == 1 + len(VALUES)
    assert "middle half of the team 50\N{NARROW NO-BREAK SPACE}min" in said[1]
    assert "whole team" in said[1]
    assert "outside the limits, better" in said[5]
    assert "not ended, not judged" in said[6]
    assert "var(--dw-band)" in drawer.svg(course(), Look("page", NARROW, titled=False))
    assert "var(--" not in drawer.svg(course(), Look("dark"))
    assert drawer.png(course(), Look()).startswith(b"\x89PNG")
