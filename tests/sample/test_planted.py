"""What is hidden in the company is there, and is not there in its placebo twin."""

from __future__ import annotations

import pytest

from deskwise.sample.company import SampleCompany
from deskwise.sample.planted import GAP_CATEGORY, GAP_PRODUCT, IMPROVED_FROM, PATTERN_AGENT
from deskwise.sample.truth import Truth

TICKETS = 20_000
GAP = f"{GAP_PRODUCT},{GAP_CATEGORY}"


@pytest.fixture(scope="module")
def company() -> Truth:
    return SampleCompany(tickets=TICKETS).truth()


@pytest.fixture(scope="module")
def placebo() -> Truth:
    return SampleCompany(tickets=TICKETS, placebo=True).truth()


def escalated(truth: Truth) -> tuple[float, float]:
    """The share of the gap's requests, and the largest share among all others."""
    rates = {name: figure.value for name, figure in truth.by("escalation_rate", "product,category").items()}
    shares = {name: float(value) for name, value in rates.items() if value is not None}
    return shares.pop(GAP), max(shares.values())


def complaints(truth: Truth) -> tuple[float, float]:
    """The agent's, and the most of any peer."""
    team = ("ann", "ben", "cleo", "dan", "eva", "finn", "gus")
    numbers = truth.by("complaints", "agent")
    return float(numbers[PATTERN_AGENT].numerator), max(float(numbers[name].numerator) for name in team)


def halves(truth: Truth, metric: str) -> float:
    """The mean after the improvement over the mean before it."""
    begins = f"{IMPROVED_FROM:%Y-%m}"
    months = truth.by(metric, "month")
    late = [figure for month, figure in months.items() if month >= begins]
    early = [figure for month, figure in months.items() if month < begins]
    means = [
        sum(float(one.numerator) for one in half) / sum(one.denominator or 0 for one in half)
        for half in (late, early)
    ]
    return means[0] / means[1]


def test_product_gap(company: Truth, placebo: Truth) -> None:
    gap, others = escalated(company)
    assert gap > 2.5 * others
    gap, others = escalated(placebo)
    assert gap < 1.5 * others


def test_complaint_pattern(company: Truth, placebo: Truth) -> None:
    agent, peer = complaints(company)
    assert agent > 2.5 * peer
    agent, peer = complaints(placebo)
    assert agent < 1.5 * peer


def test_improvement(company: Truth, placebo: Truth) -> None:
    assert halves(company, "first_response_time") < 0.85
    assert halves(company, "reopen_rate") < 0.7
    assert 0.9 < halves(placebo, "first_response_time") < 1.15
    assert 0.9 < halves(placebo, "reopen_rate") < 1.15


def test_twins_are_alike_in_all_else(company: Truth, placebo: Truth) -> None:
    for metric in ("nps", "uptime", "abandonment_rate"):
        figures = [
            {key: one for key, one in twin.figures.items() if key[0] == metric} for twin in (company, placebo)
        ]
        assert figures[0]
        if metric != "abandonment_rate":
            assert figures[0] == figures[1]
    months = [twin.by("requests_received", "month") for twin in (company, placebo)]
    for month, figure in months[0].items():
        assert abs(float(figure.numerator / months[1][month].numerator) - 1) < 0.05
    before = [figure.numerator for month, figure in months[0].items() if month < "2025-06"]
    assert before == [figure.numerator for month, figure in months[1].items() if month < "2025-06"]
