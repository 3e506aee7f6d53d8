"""Groups taken as one give the very figure and interval that their cases give together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyses.ground import NOW, counts, made, mean_of, means, shares
from deskwise.analyses.adding_up import adds_up, form_of, pooled, side_of_average
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.figures import Figure, number, rate, share
from deskwise.metrics.intervals import nps_interval

CASES = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=8), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("name", "stat", "form"),
    [
        ("csat", "share", "average"), ("customer_rating", "mean", "average"), ("nps", "nps", "average"),
        ("first_response_time", "mean", "average"), ("first_response_time", "within", "average"),
        ("complaints_per_100_requests", "rate", "average"), ("complaints", "count", "count"),
        ("backlog", "count", "count"), ("first_response_time", "p50", None),
        ("first_response_time", "km50", None), ("occupancy", "share", None), ("uptime", "share", None),
        ("sales_revenue", "gross", None), ("time_by_task", "sum", None),
    ],
)  # fmt: skip
def test_what_adds_up(name: str, stat: str, form: str | None) -> None:
    assert form_of(metric(name), next(each for each in metric(name).stats if each == stat)) == form


def test_every_kind_of_figure_is_decided_on() -> None:
    assert {form_of(each, stat) for each in CATALOGUE.values() for stat in each.stats} == {
        "average", "count", None,
    }  # fmt: skip


@settings(deadline=None)  # the first loads scipy
@given(CASES)
def test_means_pooled_are_the_mean_of_all_cases(groups: list[list[int]]) -> None:
    readings = means(dict(zip("abcde", groups, strict=False)), NOW)
    found = pooled(list(readings.values()))
    expected = mean_of([case for group in groups for case in group], NOW)
    assert found.n == expected.n
    assert found.value == pytest.approx(expected.value, abs=1e-12)
    if expected.interval is None:
        assert found.interval is None
    else:
        assert found.interval == pytest.approx(expected.interval, abs=1e-7)
    assert adds_up(list(readings.values()), expected, "average")


@given(st.lists(st.lists(st.sampled_from((1, 0, -1)), min_size=1, max_size=9), min_size=1, max_size=5))
def test_scores_pooled_are_the_score_of_all_cases(groups: list[list[int]]) -> None:
    def score(cases: Sequence[int]) -> Figure:
        promoters, detractors = cases.count(1), cases.count(-1)
        value = number(Fraction(100 * (promoters - detractors), len(cases)))
        return Figure(value, len(cases), interval=nps_interval(promoters, detractors, len(cases)))

    found = pooled([made("nps", score(group), NOW, "nps") for group in groups])
    expected = score([case for group in groups for case in group])
    assert (found.value, found.n, found.interval) == (expected.value, expected.n, expected.interval)


def test_shares_rates_and_counts_pooled() -> None:
    found = pooled(list(shares({"a": (1, 4), "b": (3, 4)}, NOW).values()))
    assert (found.value, found.interval, found.n) == (0.5, share(4, 8).interval, 8)
    rates = [made("complaints_per_100_requests", rate(*each), NOW, "rate") for each in ((1, 50), (2, 100))]
    assert pooled(rates).value == 2
    assert side_of_average(pooled(rates)).weight == 150
    total = pooled(list(counts({"a": 3, "b": 4}, NOW).values()))
    assert (total.value, total.n) == (7, 7)


def test_what_does_not_add_up_is_seen() -> None:
    groups = list(shares({"a": (1, 4), "b": (3, 4)}, NOW).values())
    whole = made("csat", share(4, 8), NOW, "share")
    assert adds_up(groups, whole, "average")
    assert not adds_up(groups[:1], whole, "average")
    assert not adds_up(groups, made("csat", share(5, 8), NOW, "share"), "average")
    assert not adds_up(list(counts({"a": 3, "b": 4}, NOW).values()), counts({"x": 6}, NOW)["x"], "count")
    nothing = made("csat", share(0, 0), NOW, "share")
    assert adds_up([], nothing, "average")


def test_cases_without_a_figure_are_refused() -> None:
    with pytest.raises(ValueError, match="no figure"):
        side_of_average(made("service_level", Figure(None, 3, 2, 3), NOW, "share"))
    assert side_of_average(None).value is None
