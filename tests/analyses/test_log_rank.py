"""The log-rank test held against the published one, scipy's, and a thousand runs of groups that are alike."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import CensoredData, chi2, logrank

from analyses.lasting import SECOND, drawn, lifetimes
from analyses.test_kaplan_meier import OFF, PLACEBO, RUNS, TREATED
from deskwise.analyses import log_rank as module
from deskwise.analyses.kaplan_meier import kaplan_meier
from deskwise.analyses.log_rank import log_rank


def test_the_published_chi_square_of_the_leukaemia_data() -> None:
    found = log_rank([lifetimes(TREATED), lifetimes(PLACEBO)], 23)
    assert found.square == pytest.approx(16.79, abs=0.005)
    assert found.freedom == 1
    treated, placebo = found.groups
    assert (treated.ended, placebo.ended) == (9, 21)
    assert [treated.expected, placebo.expected] == pytest.approx([19.25, 10.75], abs=0.005)
    own, others = (kaplan_meier(lifetimes(each)).mean_until(23) for each in (TREATED, PLACEBO))
    assert treated.longer.value == pytest.approx((own.value or 0) - (others.value or 0))
    assert treated.longer.error == pytest.approx(math.hypot(own.error or 0, others.error or 0))
    assert placebo.longer.value == pytest.approx(-(treated.longer.value or 0))


def test_two_groups_are_scipys_test_and_three_are_each_held_against_the_others() -> None:
    rng = np.random.default_rng(5)
    groups = [drawn(rng, 80), drawn(rng, 50, mean=14), drawn(rng, 60, mean=9)]
    two = log_rank(groups[:2], 20)
    samples = [CensoredData.right_censored(each.lasted / SECOND, each.ended == 0) for each in groups]
    theirs = logrank(samples[0], samples[1])
    assert two.square == pytest.approx(theirs.statistic**2)
    assert two.chance == pytest.approx(theirs.pvalue)
    three = log_rank(groups, 20)
    assert three.freedom == 2
    rest = CensoredData.right_censored(
        np.concatenate([each.lasted for each in groups[1:]]) / SECOND,
        np.concatenate([each.ended == 0 for each in groups[1:]]),
    )
    assert three.groups[0].chance == pytest.approx(logrank(samples[0], rest).pvalue)
    assert three.chance == pytest.approx(chi2.sf(three.square, 2))


def test_where_all_end_at_once_nothing_differs() -> None:
    found = log_rank([lifetimes([(0.0, True)] * 30), lifetimes([(0.0, True)] * 40)], 10)
    assert (found.square, found.chance) == (0, 1)
    assert [each.chance for each in found.groups] == [1, 1]
    half = log_rank([lifetimes([(0.0, True)] * 30), lifetimes([(0.0, True)] * 20 + [(5.0, True)] * 20)], 10)
    assert half.chance < 0.001


def test_groups_that_are_alike_are_told_apart_as_seldom_as_is_said() -> None:
    rng, horizon = np.random.default_rng(20_261_128), 20.0
    alarms, held = 0, np.zeros(3)
    for _ in range(RUNS):
        found = log_rank([drawn(rng, n) for n in (60, 45, 80)], horizon)
        alarms += found.chance < 0.05
        held += [each.longer.low <= 0 <= each.longer.high for each in found.groups]  # type: ignore[operator]  # both are there
    assert alarms / RUNS == pytest.approx(0.05, abs=OFF)
    assert held / RUNS == pytest.approx([0.95] * 3, abs=OFF)


def test_of_many_durations_neighbours_are_taken_together_and_nothing_is_seen_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(6)
    groups = [drawn(rng, 2_000), drawn(rng, 1_500, mean=10.4)]
    exact = log_rank(groups, 20)
    monkeypatch.setattr(module, "MOST_DURATIONS", 700)
    rough = log_rank(groups, 20)
    assert rough.square == pytest.approx(exact.square, rel=0.02)
    assert rough.groups[0].longer.value == pytest.approx(exact.groups[0].longer.value, abs=0.02)
