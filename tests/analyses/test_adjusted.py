"""Figures with everybody's mix: what is expected, of every kind of figure, and how far noise carries it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from analyses.ground import NOW, made, mean_of
from deskwise.analyses.adjusted import Scale, Sums, adjust, scale_of, sums_of
from deskwise.analyses.cells import Cell, Group, kept_cells
from deskwise.analyses.shrinkage import shrink
from deskwise.analyses.told_apart import from_the_rest
from deskwise.metrics.figures import rate, share

Cells = dict[Group, dict[Cell, Sums]]


def test_sums_are_those_behind_the_readings() -> None:
    assert sums_of(made("csat", share(3, 4), NOW, "share")) == Sums(4, 3.0, 0.75)
    assert sums_of(made("complaints_per_100_requests", rate(3, 50), NOW, "rate")) == Sums(50, 3.0, 3.0)
    ratings = sums_of(mean_of([1, 4, 4, 5], NOW))
    # About their mean of 3.5: 6.25 + 0.25 + 0.25 + 2.25.
    assert (ratings.n, ratings.total, ratings.squares) == pytest.approx((4, 14.0, 9.0))
    assert sums_of(mean_of([4], NOW)) == Sums(1, 4.0, 0.0)
    assert sums_of(mean_of([], NOW)) == Sums(0, 0.0, 0.0)


def test_sums_of_two_are_those_of_both() -> None:
    one, other, both = ([1, 2, 6], [4, 9], [1, 2, 6, 4, 9])
    made_of_two = sums_of(mean_of(one, NOW)).plus(sums_of(mean_of(other, NOW)))
    whole = sums_of(mean_of(both, NOW))
    assert (made_of_two.total, made_of_two.squares) == pytest.approx((whole.total, whole.squares))


def test_small_cells_are_taken_together_with_those_nearest() -> None:
    sizes: dict[Cell, int] = {
        ("a", "email", "high"): 20, ("a", "email", "low"): 15, ("a", "chat", "low"): 50,
        ("a", "chat", "high"): 5, ("b", "email", "low"): 3,
    }  # fmt: skip
    kept = kept_cells(sizes, 30)
    assert kept["a", "email", "high"] == kept["a", "email", "low"] == ("a", "email", "dw:rest")
    assert kept["a", "chat", "low"] == ("a", "chat", "low")
    assert kept["a", "chat", "high"] == kept["b", "email", "low"] == ("dw:rest",) * 3
    assert kept_cells({}, 30) == {}


def test_durations_are_compared_by_their_ratio_and_scores_by_their_difference() -> None:
    slow: Cells = {
        name: {("email",): Sums(100, 100.0 * hours, 100.0)} for name, hours in (("a", 2), ("b", 1), ("c", 1))
    }
    found = adjust(slow, "log", 20)
    assert found is not None
    # All together have 4/3 of an hour; with one mix everybody's figure is their own.
    assert found.effects[0].effect == pytest.approx(math.log(2 / (4 / 3)))
    assert found.effects[1].effect == pytest.approx(math.log(1 / (4 / 3)))
    assert [found.figure(each.effect) for each in found.effects] == pytest.approx([2.0, 1.0, 1.0])
    plain = adjust(slow, "plain", 20)
    assert plain is not None
    assert plain.effects[0].effect == pytest.approx(2 / 3)


def test_where_nothing_takes_any_time_there_is_no_ratio() -> None:
    none: Cells = {"a": {("x",): Sums(50, 0.0, 0.0)}, "b": {("x",): Sums(50, 20.0, 30.0)}}
    found = adjust(none, "log", 20)
    assert found is not None
    assert found.scale == "plain"


def test_it_takes_two_with_enough_cases() -> None:
    alone: Cells = {"a": {("x",): Sums(50, 10.0, 30.0)}, "b": {("x",): Sums(19, 5.0, 9.0)}}
    assert adjust(alone, "log", 20) is None
    assert scale_of(mean_of([1, 2], NOW)) == "plain"


def _drawn(scale: Scale, chance: Any, truth: Any, n: Any) -> Cells:
    """Cases of people in cells whose truth is a share, a rate or a mean of durations with a long tail."""
    cells: Cells = {}
    for who in range(truth.shape[0]):
        own: dict[Cell, Sums] = {}
        for cell in range(truth.shape[1]):
            own[(f"{cell}",)] = _KINDS[scale](chance, float(truth[who, cell]), int(n[who, cell]))
        cells[f"{who}"] = own
    return cells


def _shares(chance: Any, truth: float, n: int) -> Sums:
    hits = int(chance.binomial(n, truth))
    return Sums(n, hits, hits - hits * hits / n)


def _counts(chance: Any, truth: float, n: int) -> Sums:
    count = int(chance.poisson(n * truth))
    return Sums(n, count, count)


def _durations(chance: Any, truth: float, n: int) -> Sums:
    values = chance.gamma(0.8, truth / 0.8, n)
    return Sums(n, float(values.sum()), float(((values - values.mean()) ** 2).sum()))


_KINDS: dict[Scale, Callable[[Any, float, int], Sums]] = {
    "logit": _shares, "rate": _counts, "log": _durations,
}  # fmt: skip
USUAL = {"logit": (0.9, 0.6, 0.75), "rate": (0.05, 0.1, 0.03), "log": (600.0, 3600.0, 9000.0)}
RUNS, PEOPLE = 1000, 12
ERROR = 2 * math.sqrt(0.05 * 0.95 / RUNS)


@pytest.mark.parametrize("scale", ["logit", "rate", "log"])
@pytest.mark.parametrize("unlike", [0.0, 0.35])
def test_intervals_cover_the_truth_whatever_the_mix_and_alarms_are_rare(scale: Scale, unlike: float) -> None:
    import numpy as np  # noqa: PLC0415 slow

    chance = np.random.default_rng(11)
    n = 1 + np.array([chance.multinomial(200, each) for each in chance.dirichlet(np.full(3, 2.0), PEOPLE)])
    usual = np.array(USUAL[scale])
    odds = np.log(usual / (1 - usual)) if scale == "logit" else np.log(usual)
    covered = told = 0.0
    for _ in range(RUNS):
        shifted = odds + chance.normal(0.0, unlike, PEOPLE)[:, None]
        truth = 1 / (1 + np.exp(-shifted)) if scale == "logit" else np.exp(shifted)
        found = adjust(_drawn(scale, chance, truth, n), scale, 20)
        known = adjust(_known(truth, n), scale, 20)
        assert found is not None
        assert known is not None
        drawn = shrink([each.effect for each in found.effects], [each.variance for each in found.effects])
        covered += (
            sum(
                each.low <= own.effect <= each.high
                for each, own in zip(drawn.figures, known.effects, strict=True)
            )
            / PEOPLE
        )
        told += any(from_the_rest(drawn.figures))
    assert covered / RUNS >= 0.93 - ERROR
    # Of those who are alike intervals cover more, for all of them help to know each.
    assert not unlike or covered / RUNS <= 0.97 + ERROR
    assert unlike or told / RUNS <= 0.05 + ERROR


def _known(truth: Any, n: Any) -> Cells:
    """The same without noise."""
    return {
        f"{who}": {
            (f"{cell}",): Sums(int(n[who, cell]), float(n[who, cell] * truth[who, cell]), 1.0)
            for cell in range(truth.shape[1])
        }
        for who in range(truth.shape[0])
    }
