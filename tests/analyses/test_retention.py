"""What is said of customers who stay: what they did, good silence and bad, and the met against the unmet."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.customers import LEAD, customer
from analyses.ground import DAY, NOW, HandMade, made, said
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.retention import retention
from deskwise.analyses.retention_tables import MORE, WITHIN
from deskwise.app.chart_finding import chart_finding
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.customer_courses import Alike, Course, Courses, Silent
from deskwise.metrics.figures import share
from deskwise.metrics.intervals import NORMAL
from deskwise.metrics.readings import Reading
from deskwise.reports.by_dimension import ByDimension
from deskwise.reports.sentence_words import plain_sentence

NAME = "customer_return_rate"
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
OTHERS = {LEAD: Silent(30, ())}


def ground(
    wrote: Sequence[Course], silent: dict[Alike, Silent] | None = None, *, sales: bool = True, days: str = ""
) -> HandMade:
    whole = made(NAME, share(1, 4), NOW, "share")
    stages: dict[tuple[str | None, ...], Reading] = {
        (stage,): made("stage_conversion", share(hits, 50), NOW, "share")
        for stage, hits in (("lead", 30), ("customer", 10))
    }
    return HandMade(
        metric(NAME), whole, whole, {}, {"days": days},
        read={
            (NAME, "share", (), False): Groups({(): whole}),
            ("stage_conversion", "share", (), False): Groups(stages),
        },
        lived=Courses(tuple(wrote), OTHERS if silent is None else silent, any_sale=sales),
        as_of=200 * DAY,
    )  # fmt: skip


def value(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    return None if found is None else found.value


def doubted(finding: Finding) -> str:
    return " ".join(plain_sentence(each, "UTC") for each in finding.doubts)


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads((GOLDEN / "retention-helped_at_once_and_bought.toml").read_text(encoding="utf-8"))
    wrote = [
        customer(**{name: given for name, given in each.items() if name != "n"})
        for each in told["customers"]
        for _ in range(each["n"])
    ]
    others, expect = told["others"], told["expect"]
    silent = {LEAD: Silent(others["n"], tuple((day * DAY,) for day in others["bought_on_days"]))}
    finding = retention(ground(wrote, silent))
    assert (finding.outcome, said(finding)[0]) == (expect["outcome"], expect["first"])
    rows = {row["experience"]: row for row in finding.records()}
    at_first = rows["solved at first contact"]
    assert at_first["bought_more"] == pytest.approx(float(Fraction(expect["more_at_first"])), abs=1e-12)
    assert at_first["verdict"] == MORE
    for name in ("bad_silence", "bought_met", "bought_unmet"):
        assert value(finding, name) == pytest.approx(float(Fraction(expect[name])), abs=1e-12)
    more = finding.number("bought_more")
    assert more is not None
    assert more.value is not None
    half = NORMAL * math.sqrt(sum(float(Fraction(each)) for each in expect["variance"]))
    assert [more.low, more.high] == pytest.approx([more.value - half, more.value + half], abs=1e-12)


def test_where_nothing_differs_it_says_so() -> None:
    wrote = [customer(bought=place % 10 == 0, first_contact=place < 50) for place in range(100)]
    finding = retention(ground(wrote, {LEAD: Silent(100, ((50 * DAY,),) * 10)}))
    assert finding.outcome == "nothing"
    assert said(finding)[2].startswith("Whether a request was solved at first contact")
    assert "no difference beyond chance" in said(finding)[3]
    assert {row["verdict"] for row in finding.records() if row["verdict"]} == {WITHIN}


def test_stages_are_told_and_left_out_where_filters_are_of_requests() -> None:
    wrote = [customer() for _ in range(40)]
    finding = retention(ground(wrote))
    assert said(finding)[-1] == (
        "Of the stages most move on from lead (60.0 % of 50), and fewest from customer (20.0 % of 50)."
    )
    assert [row["stage"] for row in finding.table("stages").records()] == ["lead", "customer"]
    assert retention(replace(ground(wrote), where={"team": ["support"]})).more == ()


def test_without_any_sale_nothing_is_said_of_buying() -> None:
    finding = retention(ground([customer(again=place < 10) for place in range(40)], sales=False))
    assert said(finding)[0].endswith("No sale is known, so who bought is not.")
    assert (value(finding, "bought"), value(finding, "bought_more")) == (None, None)
    chart = chart_finding(finding)
    assert isinstance(chart, ByDimension)
    assert "wrote again" in chart.title


def test_of_few_and_of_those_whose_days_are_not_over_nothing_is_said() -> None:
    few = retention(ground([customer() for _ in range(19)]))
    assert few.outcome == "too few"
    assert said(few)[0].startswith("There are too few customers to say who stays: 19 wrote")
    young = retention(ground([customer() for _ in range(40)] + [customer(since_at=111 * DAY)] * 3))
    assert value(young, "customers") == 40
    assert "3 customers are left out" in doubted(young)


def test_who_is_new_or_was_met_by_nobody_stands_in_no_comparison() -> None:
    wrote = [customer(known_before=place >= 20, met_at=None if place >= 60 else DAY) for place in range(70)]
    finding = retention(ground(wrote))
    assert value(finding, "matched") == 40
    assert "20 customers were first known when they wrote" in doubted(finding)
    of_one = retention(replace(ground(wrote), where={"customer": ["c-1"]}))
    assert value(of_one, "matched") is None


def test_the_days_are_asked_for() -> None:
    wrote = [customer(bought=True) for _ in range(40)]
    assert value(retention(ground(wrote, days="9")), "bought") == 0
    assert value(retention(ground(wrote, days="10")), "bought") == 1
    for words in ("0", "-3", "ninety", "9999"):
        with pytest.raises(UsageError, match="no number of days"):
            retention(ground(wrote, days=words))


def test_its_chart_has_the_groups_that_are_large_enough() -> None:
    wrote = [
        customer(bought=place < 20, first_contact=place < 40, escalated=place < 5) for place in range(80)
    ]
    chart = chart_finding(retention(ground(wrote)))
    assert isinstance(chart, ByDimension)
    assert [each.name for each in chart.groups] == ["solved at first contact"]
    assert chart.groups[0].reading.value == pytest.approx(0.5)
    assert chart.whole is not None
    assert chart.whole.value == pytest.approx(0.25)
