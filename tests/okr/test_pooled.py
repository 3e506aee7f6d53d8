"""A pooled value is that of all cases together, and no mean of means."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, rate, share, simple_figure
from deskwise.metrics.readings import Reading
from deskwise.okr.pooled import pooled


def reading(name: str, stat: Stat, figure: Figure) -> Reading:
    of = metric(name)
    return Reading(
        metric=name,
        stat=stat,
        clock=None,
        unit=of.unit,
        period=None,
        by=(),
        value=figure.value,
        n=figure.n,
        numerator=figure.numerator,
        denominator=figure.denominator,
        excluded=(),
        open=0,
        provisional=0,
        ruled=0,
        unjudged=0,
        interval=None,
        definition=of.definition,
    )


def test_shares_weigh_by_their_cases() -> None:
    found = pooled([reading("csat", "share", share(9, 10)), reading("csat", "share", share(10, 40))])
    # 19 of 50, where the mean of 90 % and 25 % would be 57.5 %.
    assert (found.value, found.n, found.numerator, found.denominator) == (0.38, 50, 19, 50)


def test_rates_weigh_by_what_they_are_out_of() -> None:
    found = pooled([reading("complaints", "rate", rate(3, 10)), reading("complaints", "rate", rate(7, 90))])
    assert found.value == 10


def test_counts_add_up() -> None:
    found = pooled(
        [reading("complaints", "count", Figure(3, 3)), reading("complaints", "count", Figure(0, 0))]
    )
    assert (found.value, found.n, found.numerator, found.denominator) == (3, 3, None, None)


def test_net_promoter_scores_are_those_of_all_who_answered() -> None:
    # 8 promoters of 10, and 10 promoters and 20 detractors of 40: -2 of 50.
    parts = [reading("nps", "nps", Figure(80, 10)), reading("nps", "nps", Figure(-25, 40))]
    assert pooled(parts).value == pytest.approx(-4)


@given(st.lists(st.lists(st.integers(0, 100_000), max_size=8), min_size=1, max_size=5))
def test_means_are_as_if_all_cases_were_one_teams(teams: list[list[int]]) -> None:
    of = metric("customer_rating")

    def figure(values: list[int]) -> Figure:
        sums: dict[str, Any] = {
            "n": len(values),
            "total": sum(values),
            "squares": sum(value * value for value in values),
        }
        return simple_figure(of, "mean", sums)

    found = pooled([reading("customer_rating", "mean", figure(values)) for values in teams])
    together = [value for values in teams for value in values]
    expected = float(Fraction(sum(together), len(together))) if together else None
    assert found.value == (None if expected is None else pytest.approx(expected, rel=1e-12))
    assert found.n == len(together)
    assert found.without == sum(not values for values in teams)


def test_what_has_no_figure_is_told_and_adds_nothing() -> None:
    found = pooled([reading("csat", "share", share(1, 4)), reading("csat", "share", share(0, 0))])
    assert (found.value, found.n, found.without) == (0.25, 4, 1)
    assert pooled([reading("csat", "share", share(0, 0))]).value is None
    assert pooled([reading("complaints", "count", Figure(None, 0))]).value is None


@pytest.mark.parametrize("stat", ["p50", "p90", "p95", "km50"])
def test_quantiles_are_refused(stat: Stat) -> None:
    one = reading("first_response_time", stat, Figure(60, 5))
    with pytest.raises(UsageError, match=f"{stat} of several teams cannot be made of theirs"):
        pooled([one, one])


@pytest.mark.parametrize(
    "other", [{"definition": "csat@2"}, {"clock": "working"}, {"by": (("currency", "EUR"),)}]
)
def test_different_figures_are_refused(other: dict[str, Any]) -> None:
    one = reading("csat", "share", share(1, 4))
    with pytest.raises(UsageError, match="do not share one figure"):
        pooled([one, replace(one, **other)])
    with pytest.raises(UsageError, match="do not share one figure"):
        pooled([])
