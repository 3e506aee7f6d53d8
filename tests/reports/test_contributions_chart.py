"""What groups do to a difference is drawn from nought, and every figure of it is the finding's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.contributions import Contribution, Contributions, contribution_rows
from deskwise.reports.contributions_chart import contributions_chart
from reports.test_chart_drawing import SVG, KeptInMemory, words

GROUPS = (
    Contribution("email <all>", -0.069, -0.05, -0.019, "/requests?group=email&a=<b>"),
    Contribution("chat", -0.021, 0.0, -0.021),
)
WHOLE = Contribution("all together", -0.09, -0.05, -0.04)
CHART = Contributions("CSAT: what changed", ("share", "as of then"), "share", "Channel", GROUPS, WHOLE)
COUNT = replace(
    CHART,
    unit="count",
    groups=(Contribution("email", 40.0), Contribution("chat", -5.0)),
    whole=Contribution("all together", 35.0),
)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = contributions_chart(CHART, Look()).to_dict(validate=False)
    return told


def test_every_figure_is_that_of_the_finding_and_the_whole_comes_last(spec: dict[str, Any]) -> None:
    rows = spec["datasets"]["groups"]
    assert [(row["name"], row["rate"], row["mix"], row["total"]) for row in rows] == [
        (each.name, each.rate, each.mix, each.total) for each in (*GROUPS, WHOLE)
    ]
    assert [row["whole"] for row in rows] == [False, False, True]
    assert sum(row["total"] for row in rows[:-1]) == pytest.approx(rows[-1]["total"])


def test_bars_begin_at_nought_which_is_on_the_axis(spec: dict[str, Any]) -> None:
    bars = [step for step in spec["layer"] if step["mark"]["type"] == "rect"]
    assert [bar["encoding"]["x2"]["field"] for bar in bars] == ["rate", "mix"]
    for bar in bars:
        low, high = bar["encoding"]["x"]["scale"]["domain"]
        assert low <= -0.05
        assert high >= 0
        assert bar["transform"][1]["calculate"] == "0"


def test_a_count_has_one_bar_and_no_legend() -> None:
    told = contributions_chart(COUNT, Look()).to_dict(validate=False)
    assert len([step for step in told["layer"] if step["mark"]["type"] == "rect"]) == 1
    assert not COUNT.parted
    assert [row["mix"] for row in contribution_rows(COUNT)] == [None, None, None]


def test_the_picture_has_the_words_of_its_rows() -> None:
    svg = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, Look("dark"))
    told = {each.replace("\N{NARROW NO-BREAK SPACE}", " ") for each in words(svg)}
    assert {"email <all>", "−6.9 pp", "within the group", "by its share of the cases", "all together"} <= told
    root = ElementTree.fromstring(svg)
    described = root.findtext(f"{SVG}desc") or ""
    assert "email <all>: −6.9" in described
    assert "all together: −9.0" in described


def test_on_a_page_each_row_leads_to_its_requests() -> None:
    svg = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, Look("page", NARROW, titled=False))
    assert svg.count("<a href=") >= 1
    assert "/requests?group=email&amp;a=" in svg
    assert "email &lt;all&gt;" in svg
