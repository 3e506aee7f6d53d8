"""What tells of escalations in the sample company and not in its twin, and who may see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.looking import looking
from app.test_people_analyses import TWO_YEARS, ann, made, said
from deskwise.analyses.escalation_pattern import PRODUCT_GAP, WITHIN
from deskwise.analyses.finding import Finding
from deskwise.app.access.holders import Role
from deskwise.app.access.things import Policy
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.kernel.errors import NotAllowedError
from deskwise.reports.by_dimension import ByDimension
from deskwise.sample.planted import GAP_CATEGORY, GAP_FROM, GAP_PRODUCT, IMPROVED_TEAM
from deskwise.sample.words import CATEGORIES

SINCES = (TWO_YEARS["since"], "2025-06-01")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("company") / "home", placebo=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("twin") / "home", placebo=True)


def causes(
    asking: Asking, where: dict[str, list[str | None]] | None = None, since: str = TWO_YEARS["since"]
) -> Finding:
    asked = AnalysisQuestion("escalation_causes", where=where or {}, since=since)
    return analyse(asking, asked)


def test_the_planted_gap_is_found_and_nobody_is_blamed_for_it(company: Asking) -> None:
    for since in SINCES:
        finding = causes(company, since=since)
        assert finding.outcome == "found"
        rows = [row for row in finding.table("categories").records() if row["verdict"] != WITHIN]
        assert [(row["team"], row["product"], row["category"], row["verdict"]) for row in rows] == [
            (IMPROVED_TEAM, GAP_PRODUCT, GAP_CATEGORY, PRODUCT_GAP)
        ]
        assert {row["verdict"] for row in finding.table("agents").records()} == {WITHIN}
        assert f"escalate {GAP_CATEGORY} of {GAP_PRODUCT} more than they do otherwise" in said(finding)[0]


def test_the_gap_is_a_record_of_whom_it_concerns_since_when(company: Asking) -> None:
    finding = causes(company)
    (gap,) = finding.table("gaps").records()
    assert (gap["product"], gap["category"]) == (GAP_PRODUCT, GAP_CATEGORY)
    assert str(gap["since_low"]) <= GAP_FROM.isoformat() <= str(gap["since_high"])
    assert gap["since"] == GAP_FROM.isoformat()
    (row,) = [
        each
        for each in finding.records()
        if (each["product"], each["category"]) == (GAP_PRODUCT, GAP_CATEGORY)
    ]
    assert gap["escalated"] == row["escalated"]
    assert gap["told"] == int(str(row["gap"])) + int(str(row["gap_pattern"]))
    assert 0 < int(str(gap["organisations"])) <= int(str(gap["customers"])) <= int(str(gap["told"]))
    assert float(str(gap["revenue_EUR"])) > 0


def test_the_chart_has_the_gap_at_its_top_far_from_all_others(company: Asking) -> None:
    chart = chart_finding(causes(company))
    assert isinstance(chart, ByDimension)
    first, *others = chart.groups
    assert first.name == f"{GAP_CATEGORY} · {GAP_PRODUCT}"
    assert float(first.reading.value or 0) > 2 * max(float(each.reading.value or 0) for each in others[:1])
    assert chart_finding(replace(causes(company), more=())) is None


def test_nothing_is_found_in_the_twin(twin: Asking) -> None:
    for since in SINCES:
        finding = causes(twin, since=since)
        assert finding.outcome == "nothing"
        assert said(finding)[0].startswith("There is no pattern")


@pytest.mark.parametrize(
    "where",
    [
        {}, {"team": ["support"]}, {"product": ["comet"], "category": list(CATEGORIES[:3])},
        {"agent": ["ann", "ben"]}, {"reason": ["fault"]}, {"customer": [None]},
        {"extra.plan": ["basic", None]},
    ],
)  # fmt: skip
def test_what_is_looked_at_one_by_one_is_what_the_metric_counts(
    company: Asking, where: dict[str, list[str | None]]
) -> None:
    finding = causes(company, where)
    told = {each.name: int(each.value or 0) for each in finding.numbers}
    parts = ("gap", "training", "other", "gap_pattern", "training_pattern", "undecided")
    assert sum(told[name] for name in parts) == told["escalated"]
    assert sum(int(str(row["escalated"])) for row in finding.records()) == told["escalated"]


def test_revenue_is_for_those_who_may_see_all_customers(company: Asking) -> None:
    columns = [each.name for each in causes(replace(company, who=ann())).table("gaps").columns]
    assert not any(each.startswith("revenue") for each in columns)
    assert "revenue_EUR" in [
        each.name for each in causes(replace(company, who=looking(Role.ADMIN))).table("gaps").columns
    ]


def test_an_agent_sees_themself_and_categories_of_three_people(company: Asking) -> None:
    finding = causes(replace(company, who=ann()))
    assert [row["agent"] for row in finding.table("agents").records()] == ["ann"]
    assert said(finding)[0].startswith("8 of 8 agents of support escalate sync of comet")
    for who in (looking(Role.VIEWER), looking(Role.ADMIN, Policy("off"))):
        with pytest.raises(NotAllowedError):
            causes(replace(company, who=who))


@pytest.mark.long
def test_none_of_twenty_more_twins_has_a_pattern(tmp_path: Path) -> None:
    found = sum(
        causes(made(tmp_path / f"{seed}", placebo=True, seed=seed)).outcome == "found"
        for seed in range(2, 22)
    )
    assert found == 0
