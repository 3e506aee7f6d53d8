"""What is said of a figure beside those that others published, and when nothing is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from analyses.ground import NOW, HandMade, made, said
from deskwise.analyses.benchmarks import benchmarks
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.published_figures import PUBLISHED, PublishedFigure, published_of
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, share

GOLDEN = (
    Path(__file__).resolve().parents[2] / "golden" / "analyses" / "benchmarks-above_what_was_published.toml"
)


def beside(name: str, figure: Figure, stat: Stat = "share", *, hidden: bool = False) -> HandMade:
    reading = made(name, figure, NOW, stat)
    groups = Groups({(): reading}, frozenset({()}) if hidden else frozenset())
    return HandMade(metric(name), reading, reading, {}, read={(name, stat, (), False): groups})


def found(name: str, hits: int, n: int) -> Finding:
    return benchmarks(beside(name, share(hits, n)))


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    finding, expected = found(told["metric"], told["hits"], told["n"]), told["expect"]
    assert finding.outcome == expected["outcome"]
    assert said(finding) == expected["sentences"]
    value = finding.number("value")
    assert value is not None
    assert (value.low, value.high) == pytest.approx((expected["low"], expected["high"]), abs=1e-6)
    rows = {(row["year"], row["whose"]): row for row in finding.records()}
    for each in told["rows"]:
        assert rows[each["year"], each["whose"]]["yours"] == each["yours"]


def test_within_a_published_range_and_beyond_it() -> None:
    # Published is 70 to 79 %; of 1,000 the interval is some 2.7 points to either side.
    assert found("fcr_by_survey", 750, 1000).outcome == "nothing"
    assert said(found("fcr_by_survey", 750, 1000))[0].endswith(
        "and cannot be told from what was published for 2022: 70.0 % to 79.0 % of over 500 call centres in"
        " North America."
    )
    assert "lies above" in said(found("fcr_by_survey", 850, 1000))[0]
    assert "lies below" in said(found("fcr_by_survey", 600, 1000))[0]
    assert found("fcr_by_survey", 780, 1000).outcome == "nothing"


def test_what_is_counted_otherwise_stands_there_and_judges_nothing() -> None:
    finding = found("first_contact_resolution", 400, 1000)
    assert finding.outcome == "not judged"
    assert "none is counted the same way" in said(finding)[0]
    assert [row["yours"] for row in finding.records()] == ["", ""]
    told = finding.table("counted").records()
    assert len(told) == 2
    assert all(row["unlike"] != "the same definition" for row in told)
    assert len(finding.doubts) == 1


def test_too_few_cases_are_told() -> None:
    finding = found("csat", 1, 1)
    assert finding.outcome == "too few"
    assert "too few cases" in said(finding)[0]
    assert len(finding.rows) == len(published_of("csat"))
    assert found("csat", 0, 0).outcome == "too few"


def test_a_metric_or_a_statistic_of_which_nothing_is_published_is_refused() -> None:
    with pytest.raises(UsageError, match="no published figure") as raised:
        benchmarks(beside("backlog", Figure(3, 3), "count"))
    assert "csat" in str(raised.value.do)
    with pytest.raises(UsageError, match="p50 of first_response_time"):
        benchmarks(beside("first_response_time", Figure(3, 3), "p50"))


def test_who_may_not_see_the_figure_is_not_told_how_it_lies() -> None:
    with pytest.raises(NotAllowedError):
        benchmarks(beside("csat", share(5, 9), hidden=True))


def test_a_part_of_ones_requests_is_said_to_be_one() -> None:
    ground = replace(beside("csat", share(850, 1000)), where={"channel": ["email"]})
    assert any("of a part of your requests" in each.words for each in benchmarks(ground).doubts)


@pytest.mark.parametrize("figure", PUBLISHED, ids=lambda each: f"{each.metric}-{each.year}-{each.whose}")
def test_each_published_figure_is_of_a_metric_in_its_unit_and_says_where_it_stands(
    figure: PublishedFigure,
) -> None:
    of = CATALOGUE[figure.metric]
    assert figure.stat in of.stats
    assert 0 < figure.value <= (1 if of.unit == "share" else float("inf"))
    assert figure.high is None or figure.high > figure.value
    assert str(figure.year) in figure.source
    assert all((figure.whose, figure.population, figure.counted))
