"""A spread is drawn from its shares on a logarithm of time, the period before as an outline."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.metrics.spread import EDGES
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.distribution import Distribution, Marks, Part, edges_of, spread_rows, step_words
from deskwise.reports.distribution_chart import distribution_chart
from reports.test_chart_drawing import SVG, KeptInMemory, words


def part(name: str, counts: dict[int, int], median: float, p90: float) -> Part:
    whole = tuple(counts.get(place, 0) for place in range(len(EDGES) + 1))
    return Part(name, whole, Marks(median, p90))


NOW = part("May", {0: 2, 10: 6, 12: 2}, 40.0, 90.0)
BEFORE = part("April", {10: 3, 13: 1}, 45.0, 140.0)
CHART = Distribution("First response: <spread>", ("working hours", "as of then"), NOW, BEFORE)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = distribution_chart(CHART, Look()).to_dict(validate=False)
    return told


def test_shares_are_of_their_own_period_and_all_steps_between_are_there() -> None:
    rows = spread_rows(CHART)
    assert len(rows) == 14
    assert [row["n"] for row in rows if row["n"]] == [2, 6, 2]
    assert sum(row["now"] for row in rows) == pytest.approx(1)
    assert sum(row["before"] for row in rows) == pytest.approx(1)
    assert (rows[0]["from"], rows[0]["step"].split()[0]) == (0.0, "below")
    assert all(one["high"] == pytest.approx(two["low"]) for one, two in itertools.pairwise(rows))


def test_the_axis_is_a_logarithm_and_shares_begin_at_nought(spec: dict[str, Any]) -> None:
    bars = next(step for step in spec["layer"] if step["mark"]["type"] == "rect")
    assert bars["encoding"]["x"]["scale"]["type"] == "log"
    assert bars["encoding"]["x"]["scale"]["domain"] == [edges_of(0)[0], edges_of(13)[1]]
    assert bars["encoding"]["y"]["scale"]["domain"][0] == 0
    outline = spec["datasets"]["outline"]
    assert [row["share"] for row in outline][1:-2] == [row["before"] for row in spread_rows(CHART)]


def test_the_median_and_nine_of_ten_are_told_of_both() -> None:
    drawer = ChartDrawer(KeptInMemory(), FONTS)
    told = " ".join(words(drawer.svg(CHART, Look())))
    for mark in ("median 40", "90 % 2", "before: median 45", "before: 90 % 2"):
        assert mark in told
    assert "before:" not in " ".join(words(drawer.svg(replace(CHART, before=None), Look())))


def test_without_a_period_before_there_is_no_outline() -> None:
    told = distribution_chart(replace(CHART, before=None), Look()).to_dict(validate=False)
    assert "line" not in {step["mark"]["type"] for step in told["layer"]}
    assert {row["before"] for row in told["datasets"]["steps"]} == {None}


def test_the_page_says_each_step_and_the_file_is_a_picture() -> None:
    drawer = ChartDrawer(KeptInMemory(), FONTS)
    for look in (Look("page", titled=False), Look("page", NARROW, titled=False)):
        root = ElementTree.fromstring(drawer.svg(CHART, look))
        said = [each.text or "" for each in root.iter(f"{SVG}title")]
        assert len(said) == 1 + 14
        assert said[0] == "First response: <spread>"
        assert step_words(10) in said[11]
    assert drawer.png(CHART, Look("dark")).startswith(b"\x89PNG")
    assert '"near"' in drawer.vega(CHART, Look("page", titled=False))
