"""False alarms as they are stated: against charts drawn one by one, each with its own limits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pytest

from analyses.charted import counts, shares, values
from deskwise.analyses.charted_course import LEVEL
from deskwise.analyses.false_alarms import false_alarms_of, false_alarms_of_gaps
from deskwise.analyses.measured_period import MeasuredPeriod, bounds_of, family_of, measured_periods
from deskwise.analyses.own_limits import OwnLimits, limits_from
from deskwise.analyses.rare_events import Gap, GapLimits, gap_limits
from deskwise.analyses.run_rules import RULES
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading

CHARTS, BASE, JUDGED = 1_000, 16, 24


class Drawn(Protocol):
    """A course of weeks as chance draws it."""

    def __call__(self, draws: np.random.Generator, weeks: int = BASE + JUDGED) -> Sequence[Reading]: ...


def a_share(cases: int, level: float) -> Drawn:
    return lambda draws, weeks=BASE + JUDGED: shares(
        [(int(n), cases) for n in draws.binomial(cases, level, weeks)]
    )


KINDS: dict[str, Drawn] = {
    "xmr": lambda draws, weeks=BASE + JUDGED: values(
        "customer_rating", list(3 + draws.normal(0, 0.1, weeks))
    ),
    "p of many": a_share(200, 0.6),
    "p of few": a_share(12, 0.9),
    "c": lambda draws, weeks=BASE + JUDGED: counts([int(n) for n in draws.poisson(20, weeks)]),
    "c of few": lambda draws, weeks=BASE + JUDGED: counts([int(n) for n in draws.poisson(2, weeks)]),
}


def on_their_chart(readings: Sequence[Reading], base: int = BASE) -> tuple[OwnLimits, list[MeasuredPeriod]]:
    found = metric(readings[0].metric)
    family = family_of(found, readings[0].stat)
    periods = measured_periods(readings, family, "week", "UTC")
    limits = limits_from(periods[:base], family, bounds_of(found, readings[0].stat))
    assert limits is not None
    return limits, list(periods)


def marked(readings: Sequence[Reading]) -> list[list[str]]:
    limits, periods = on_their_chart(readings)
    later = periods[BASE:]
    sigmas = [limits.of(each).sigmas(each.value or 0.0) for each in later]
    return slow_marks(sigmas, [not limits.of(each).holds(each.value or 0.0) for each in later])


def slow_marks(sigmas: Sequence[float], beyond: Sequence[bool]) -> list[list[str]]:
    """The rules again, a period at a time."""
    found: list[list[str]] = []
    for at, sigma in enumerate(sigmas):
        mine = ["beyond"] if beyond[at] else []
        side = 1 if sigma > 0 else -1
        three = [each * side > 2 for each in sigmas[max(at - 2, 0) : at + 1]]
        mine += ["two_of_three"] if three[-1] and sum(three) >= 2 else []
        run = [each * side > 0 for each in sigmas[max(at - 7, 0) : at + 1]]
        mine += ["one_side"] if len(run) == 8 and all(run) else []
        found.append(mine)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_as_stated(kind: str) -> None:
    draws = np.random.default_rng(31)
    drawn = [marked(KINDS[kind](draws)[: BASE + JUDGED]) for _ in range(CHARTS)]
    # A course so long tells its level as good as exactly.
    limits, periods = on_their_chart(KINDS[kind](np.random.default_rng(35), 2_000), 2_000)
    told = false_alarms_of(limits, periods[:BASE], periods[BASE : BASE + JUDGED], [])
    for rule in RULES:
        any_of_it = sum(any(rule.name in each for each in chart) for chart in drawn) / CHARTS
        periods_of_it = sum(rule.name in each for chart in drawn for each in chart) / CHARTS / JUDGED
        error = math.sqrt(any_of_it * (1 - any_of_it) / CHARTS)
        assert told.per_chart[rule.name] == pytest.approx(any_of_it, abs=0.02 + 2 * error)
        assert told.per_period[rule.name] == pytest.approx(periods_of_it, rel=0.35, abs=0.001)


def test_gaps_as_stated() -> None:
    draws = np.random.default_rng(32)
    chance, known, later = 1 / 40, 16, 20
    beyond = 0
    for _ in range(CHARTS):
        sizes = draws.geometric(chance, known + later) - 1
        limits = gap_limits([Gap(at, at + 1, int(size)) for at, size in enumerate(sizes)])
        assert limits is not None
        beyond += any(not limits.limits.holds(float(size)) for size in sizes[known:])
    stated = false_alarms_of_gaps(GapLimits(chance, known, 0, 1), later, []).per_chart["beyond"]
    share = beyond / CHARTS
    assert stated == pytest.approx(share, abs=0.02 + 2 * math.sqrt(share * (1 - share) / CHARTS))


@pytest.mark.parametrize("kind", ["xmr", "p of many", "gaps"])
def test_out_of_control_by_chance_as_seldom_as_is_stated(kind: str) -> None:
    draws, charts, striking = np.random.default_rng(33), 150, 0
    for _ in range(charts):
        if kind == "gaps":
            sizes = draws.geometric(1 / 40, 36) - 1
            gap_chart = gap_limits([Gap(at, at + 1, int(size)) for at, size in enumerate(sizes)])
            assert gap_chart is not None
            scores = [gap_chart.sigmas(int(each)) for each in sizes[16:]]
            alarms = false_alarms_of_gaps(gap_chart, 20, scores)
        else:
            limits, periods = on_their_chart(KINDS[kind](draws))
            scores = [limits.of(each).sigmas(each.value or 0.0) for each in periods[BASE:]]
            alarms = false_alarms_of(limits, periods[:BASE], periods[BASE:], scores)
        striking += alarms.as_striking <= LEVEL
    assert striking / charts <= LEVEL + 0.02 + 2 * math.sqrt(LEVEL * (1 - LEVEL) / charts)
