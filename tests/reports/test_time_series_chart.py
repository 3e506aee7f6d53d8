"""A metric's chart says what its readings say: no figure is changed, and what is not sure looks otherwise."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from deskwise.reports.chart_drawing import specification
from deskwise.reports.chart_theme import NARROW, WIDE, Look
from deskwise.reports.time_series import TimeSeries, axis_labels, place
from deskwise.reports.time_series_chart import time_series_chart
from reports.sample_series import FIRST, VALUES, WEEK, plain_series, sample_series


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    # Checked against the schema of Vega-Lite on the way.
    told: dict[str, Any] = time_series_chart(sample_series(), Look("page", WIDE, titled=False)).to_dict()
    return told


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["vconcat"][0]["layer"]
    return found


def of(spec: dict[str, Any], data: str, mark: str = "") -> list[dict[str, Any]]:
    return [
        each for each in layers(spec) if each["data"]["name"] == data and mark in {"", each["mark"]["type"]}
    ]


def filters(layer: dict[str, Any]) -> str:
    return " ".join(str(step.get("filter")) for step in layer.get("transform", ()))


def test_every_figure_of_the_chart_is_the_reading_itself(spec: dict[str, Any]) -> None:
    series = sample_series()
    rows = spec["datasets"]["periods"]
    assert [row["value"] for row in rows] == list(VALUES)
    assert [row["n"] for row in rows] == [point.reading.n for point in series.points]
    told = [(row["low"], row["high"]) for row in rows]
    assert told == [point.reading.interval or (None, None) for point in series.points]
    limits = series.limits
    assert limits is not None
    assert spec["datasets"]["limits"] == [{"low": limits.low, "centre": limits.centre, "high": limits.high}]
    assert spec["datasets"]["target"] == [{"target": 2_700}]


def test_a_period_that_has_not_ended_is_hollow_and_dashed_and_no_part_of_the_line(
    spec: dict[str, Any],
) -> None:
    rows = spec["datasets"]["periods"]
    assert [row["partial"] for row in rows] == [False] * 20 + [True]
    assert [row["join"] for row in rows] == [False] * 19 + [True, True]
    lines = of(spec, "periods", "line")
    assert ["strokeDash" in each["mark"] for each in lines] == [False, True]
    assert "!datum.partial" in filters(lines[0])
    hollow = [each for each in of(spec, "periods", "point") if filters(each).endswith("&& datum.partial")]
    assert [each["mark"]["fill"] for each in hollow] == ["var(--dw-surface)"]
    assert "not ended, not judged" in rows[-1]["words"]
    assert spec["vconcat"][1]["encoding"]["color"]["condition"]["test"] == "datum.partial"


def test_no_line_is_drawn_over_a_period_without_a_figure(spec: dict[str, Any]) -> None:
    rows = spec["datasets"]["periods"]
    (gap,) = [number for number, row in enumerate(rows) if row["value"] is None]
    assert rows[gap - 1]["run"] != rows[gap + 1]["run"]
    assert rows[gap + 1]["run"] == rows[gap + 2]["run"]
    assert "no data" in rows[gap]["words"]


def test_signals_differ_in_shape_as_well_as_in_colour(spec: dict[str, Any]) -> None:
    points = {filters(each): each["mark"]["shape"] for each in of(spec, "periods", "point")}
    assert points["isValid(datum.value) && !datum.partial && datum.signal == 'better'"] == "diamond"
    assert points["isValid(datum.value) && !datum.partial && datum.signal == 'within'"] == "circle"


def test_intervals_are_drawn_and_to_the_end_where_a_side_does_not_exist(spec: dict[str, Any]) -> None:
    (drawn,) = of(spec, "periods", "rule")
    assert (drawn["encoding"]["y"]["field"], drawn["encoding"]["y2"]["field"]) == ("from", "to")
    row = spec["datasets"]["periods"][5]
    top = drawn["encoding"]["y"]["scale"]["domain"][1]
    assert (row["high"], row["to"], row["from"]) == (None, top, row["low"])
    assert "datum.ranged" in filters(drawn)


def test_limits_target_and_what_happened_are_ruled_lines_with_their_words(spec: dict[str, Any]) -> None:
    assert [each["mark"]["type"] for each in of(spec, "limits")] == ["rect", "rule"]
    assert "strokeDash" in of(spec, "target")[0]["mark"]
    words = [name.removeprefix("words ") for name in spec["datasets"] if name.startswith("words ")]
    assert {word.split("\N{NARROW NO-BREAK SPACE}")[0] for word in words} >= {"target 45"}
    assert sum("limit" in word for word in words) == 2
    notes = spec["datasets"]["notes"]
    assert [(each["slot"], each["words"], each["side"]) for each in notes] == [
        (3.0, "Spring campaign", "right"),
        (16.5, "Triage rota", "right"),
        (17.0, "Firmware <4.2> & more", "left"),
    ]
    # Words that would meet stand in rows of their own.
    assert [each["row"] for each in notes] == [0, 1, 0]
    assert [(each["slot"], each["end"]) for each in spec["datasets"]["spans"]] == [(3.0, 5.0)]


def test_what_happened_outside_of_the_periods_is_not_drawn() -> None:
    series = sample_series()
    end = FIRST + len(VALUES) * WEEK
    assert [place(series, at) for at in (FIRST - 1, FIRST, end - WEEK // 2, end)] == [None, 0, 20.5, None]


def test_a_narrow_picture_leaves_the_words_of_notes_to_what_stands_below(spec: dict[str, Any]) -> None:
    narrow = specification(sample_series(), Look("page", NARROW, titled=False))
    assert [each["mark"]["type"] for each in of(narrow, "notes")] == ["rule"]
    assert [each["mark"]["type"] for each in of(spec, "notes")] == ["rule", "text", "text"]


def test_labels_below_do_not_touch_and_the_last_period_has_its_own() -> None:
    for count in (3, 26, 42):
        places = sorted(axis_labels(plain_series(*[1.0] * count), 300.0))
        assert places[-1] == count - 0.5
        step = 300.0 / count
        pairs = itertools.pairwise(places)
        assert all((after - before) * step >= 53.9 for before, after in pairs)


@pytest.mark.parametrize(
    "series", [plain_series(), plain_series(None), plain_series(None, None), plain_series(5.0)]
)
def test_a_chart_of_little_or_nothing_is_still_one(series: TimeSeries) -> None:
    told = time_series_chart(series, Look()).to_dict()
    assert [row["value"] for row in told["datasets"]["periods"]] == [p.reading.value for p in series.points]
    assert "limits" not in told["datasets"]


def test_every_theme_draws_the_same_figures() -> None:
    told = [specification(sample_series(), Look(theme)) for theme in ("light", "dark")]
    assert told[0]["datasets"] == told[1]["datasets"]
    assert told[0]["config"] != told[1]["config"]


def test_an_interval_without_sides_is_not_told() -> None:
    series = plain_series(5.0)
    bare = replace(series.points[0], reading=replace(series.points[0].reading, interval=(None, None)))
    assert "interval" not in replace(series, points=(bare,)).told()
    assert "interval" in sample_series().told()
