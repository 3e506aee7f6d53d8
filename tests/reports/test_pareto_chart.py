"""How few make most is drawn from nought, largest first, with what they add up to, and told in words."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.number_words import plain_spaces
from deskwise.reports.pareto import Pareto, ParetoBar, ParetoPanel, bar_rows
from deskwise.reports.pareto_chart import pareto_chart
from reports.test_chart_drawing import SVG, KeptInMemory

BARS = (
    ParetoBar("billing <b>", 0.5, few=True, link="/requests?category=a&b=<b>"),
    ParetoBar("login", 0.35, few=True),
    ParetoBar("no category", 0.15, rest=True),
)
CHART = Pareto(
    "Contact reasons",
    ("a quarter", "as of then"),
    "Category",
    (ParetoPanel("Requests", BARS), ParetoPanel("Hours of work", BARS[:2])),
    0.8,
)


def spec(look: Look) -> dict[str, Any]:
    told: dict[str, Any] = pareto_chart(CHART, look).to_dict(validate=False)
    return told


def test_bars_begin_at_nought_and_the_line_is_what_they_add_up_to() -> None:
    rows = spec(Look())["datasets"]["bars"]
    assert [row["reached"] for row in rows[:3]] == pytest.approx([0.5, 0.85, 1.0])
    panel = spec(Look())["datasets"]["panels"][0]
    for row in rows[:3]:
        whole = (row["end"] - row["start"]) / row["share"]
        assert row["dot"] - row["start"] == pytest.approx(row["reached"] * whole)
        assert panel["at"] - row["start"] == pytest.approx(0.8 * whole)
    assert [row["link"] for row in bar_rows(CHART, CHART.panels[0])] == [each.link for each in BARS]


def test_panels_stand_beside_each_other_and_below_where_it_is_narrow() -> None:
    wide, narrow = (spec(look)["datasets"]["panels"] for look in (Look(), Look(width=NARROW)))
    assert wide[0]["top"] == wide[1]["top"]
    assert wide[0]["left"] < wide[1]["left"]
    assert narrow[0]["left"] == narrow[1]["left"]
    assert narrow[0]["bottom"] < narrow[1]["top"]


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look_and_said_in_words(look: Look) -> None:
    drawn = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look)
    assert ElementTree.fromstring(drawn).tag == f"{SVG}svg"
    assert "login: 35.0 %, with those before it 85.0 %" in plain_spaces(CHART.told())
    assert "<b>" not in drawn
