"""A key result over its cycle: what is drawn of its course, its pace, its target and what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.key_result_course import CourseMark, KeyResultCourse, TypedMark, day_labels
from deskwise.reports.key_result_course_chart import key_result_course_chart
from deskwise.reports.number_words import plain_spaces
from reports.test_chart_drawing import SVG, KeptInMemory

DAY = 86_400_000_000
# 1 October to 31 December 2026 in UTC; today is the 20th of November.
START, END = 20_727 * DAY, 20_819 * DAY
CHART = KeyResultCourse(
    title="First response <p90>",
    lines=("90th percentile", "as of then"),
    unit="seconds",
    zone="UTC",
    start_at=START,
    end_at=END,
    now_at=START + 50 * DAY,
    marks=(
        CourseMark(START + 4 * DAY, 14_400.0, 90, (12_000.0, 16_000.0)),
        CourseMark(START + 11 * DAY, None, 0),
        CourseMark(START + 18 * DAY, 12_000.0, 95, (None, 13_000.0)),
    ),
    pace=((START, 14_600.0), (END, 8_600.0)),
    baseline=14_600.0,
    target=8_600.0,
    typed=(TypedMark(START + 20 * DAY, 9_900.0, "typed 21 Oct, withdrawn", ended=True),),
)


def spec(chart: KeyResultCourse, look: Look | None = None) -> dict[str, Any]:
    told: dict[str, Any] = key_result_course_chart(chart, look or Look()).to_dict(validate=False)
    return told


def words(found: dict[str, Any]) -> set[str]:
    return {
        plain_spaces(row["words"]) for rows in found["datasets"].values() for row in rows if "words" in row
    }


def test_what_was_read_stands_at_its_day_and_no_line_goes_across_a_gap() -> None:
    rows = spec(CHART)["datasets"]["marks"]
    assert [(row["day"], row["value"], row["run"]) for row in rows] == [
        (4.0, 14_400.0, 0), (11.0, None, 1), (18.0, 12_000.0, 1),
    ]  # fmt: skip
    # A side that does not exist is drawn to the axis' end.
    low, _ = spec(CHART)["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert rows[2]["from"] == low


def test_pace_target_today_and_what_was_typed_are_drawn_with_their_words() -> None:
    found = spec(CHART)
    assert found["datasets"]["pace"] == [{"day": 0.0, "value": 14_600.0}, {"day": 92.0, "value": 8_600.0}]
    assert found["datasets"]["today"][0]["day"] == 50.0
    assert {"baseline 4 h 03 min", "target 2 h 23 min", "today", "expected pace"} <= words(found)
    assert "expected pace" not in words(spec(CHART, Look(width=NARROW)))
    assert found["datasets"]["typed"] == [{"day": 20.0, "value": 9_900.0, "words": "typed 21 Oct, withdrawn"}]


def test_after_its_end_a_cycle_has_no_today() -> None:
    assert "today" not in spec(replace(CHART, now_at=END))["datasets"]


def test_a_week_out_of_bounds_changes_its_shape_and_one_that_has_not_ended_is_not_judged() -> None:
    marks = (
        CourseMark(START + 4 * DAY, 0.95, 40),
        CourseMark(START + 11 * DAY, 0.85, 40),
        CourseMark(START + 14 * DAY, 0.5, 2, partial=True),
    )
    kept = replace(
        CHART, unit="share", marks=marks, bounds=(0.9, None), pace=(), baseline=None, target=None, typed=()
    )
    found = spec(kept)
    assert [row["day"] for row in found["datasets"]["out"]] == [11.0]
    assert [row["day"] for row in found["datasets"]["within"]] == [4.0]
    assert "at least 90.0 %" in words(found)
    assert "not ended, not judged" in kept.words_of(marks[2])


def test_it_is_said_in_words() -> None:
    told = plain_spaces(CHART.told())
    # Nineteen days of the ninety-two bring it from 14,600 to 13,426 seconds.
    assert told == (
        "the last with a figure 19 Oct 2026: 3 h 20 min, 95 % interval no lower side – 3 h 37 min, n 95,"
        " expected 3 h 44 min; baseline 4 h 03 min; target 2 h 23 min; typed 21 Oct, withdrawn"
    )
    assert replace(CHART, marks=()).told().startswith("no figure yet; ")


def test_pace_is_straight_between_its_places() -> None:
    assert CHART.expected_at(START + 46 * DAY) == 11_600.0
    assert CHART.expected_at(START - DAY) is None


@pytest.mark.parametrize(("width", "count"), [(680, 6), (280, 3), (90, 1)])
def test_the_axis_names_as_many_mondays_as_there_is_room_for(width: int, count: int) -> None:
    labels = day_labels(CHART, width)
    assert len(labels) == count
    assert labels[4.0] == "5 Oct"


def test_of_a_short_cycle_every_day_is_named() -> None:
    week = replace(CHART, end_at=START + 7 * DAY)
    assert list(day_labels(week, 680).values())[:2] == ["1 Oct", "2 Oct"]


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look(look: Look) -> None:
    root = ElementTree.fromstring(ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look))
    assert root.tag == f"{SVG}svg"
