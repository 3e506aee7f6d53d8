"""Missed cases have a bar for each group and one for those that have to be met, and are said in words."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from deskwise.bootstrap import FONTS
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.missed_cases import MissedCases, MissedOf
from deskwise.reports.missed_cases_chart import missed_cases_chart
from reports.test_chart_drawing import SVG, KeptInMemory

GROUPS = (MissedOf("email <b>", 29, 60, "/requests?channel=email&a=<b>"), MissedOf("chat", 2, 41))
CHART = MissedCases("Satisfaction: what 80 % takes", ("a quarter", "as of then"), "Channel", GROUPS, 11, 3)


def test_a_bar_for_each_group_and_one_for_those_that_have_to_be_met() -> None:
    told: dict[str, Any] = missed_cases_chart(CHART, Look()).to_dict(validate=False)
    assert [(row["name"], row["missed"]) for row in told["datasets"]["rows"]] == [
        ("email <b>", 29), ("chat", 2), ("have to be met", 11),
    ]  # fmt: skip
    assert CHART.told() == "email <b>: 29 of 60; chat: 2 of 41; 11 have to be met; 3 more are not drawn"


@pytest.mark.parametrize("look", [Look(), Look("dark", NARROW), Look("page", titled=False)])
def test_it_is_drawn_in_every_look(look: Look) -> None:
    drawn = ChartDrawer(KeptInMemory(), FONTS).svg(CHART, look)
    assert ElementTree.fromstring(drawn).tag == f"{SVG}svg"
    assert "<b>" not in drawn
