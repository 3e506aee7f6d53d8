"""Progress since joining: who came later than the log, whether they got better, and as fast as others do."""

from __future__ import annotations

import math

import pytest

from analyses.ground import NOW, made
from analyses.test_fair_comparison import QUIET, ground
from deskwise.analyses.adjusted import Scale, Sums
from deskwise.analyses.cells import Group
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.joiners import BETTER, NO_TREND, joiner_table, progress_of
from deskwise.analyses.told_apart import two_sided
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share

Months = list[dict[Group, Sums]]


def hours(*of_month: float, first: int = 0, n: int = 400) -> dict[int, Sums]:
    """Somebody's resolution times by month, each month's as long as its own noise."""
    return {first + place: Sums(n, n * each, n * each * each) for place, each in enumerate(of_month)}


def months(people: dict[str, dict[int, Sums]], count: int = 10) -> Months:
    return [{who: own[month] for who, own in people.items() if month in own} for month in range(count)]


STEADY = {who: hours(*[10.0] * 10, n=4000) for who in ("anna", "ben", "cara")}


def test_the_slope_is_that_of_the_logarithms_and_towards_better() -> None:
    halving = hours(40.0, 20.0, 10.0, 5.0, first=3)
    (found,) = progress_of(months({**STEADY, "eve": halving}), metric("average_resolution_time"), "log")
    assert (found.group, found.months) == ("eve", 4)
    # Against the steady ones, of whom there are many, each month halves it; shorter is better.
    assert found.slope == pytest.approx(math.log(2), abs=0.08)
    assert found.slope > 4 * found.error
    (higher,) = progress_of(months({**STEADY, "eve": halving}), metric("customer_rating"), "log")
    assert higher.slope == pytest.approx(-found.slope)


def test_six_months_are_looked_at_and_of_who_was_there_before_or_for_a_moment_none() -> None:
    people = {
        **STEADY,
        "early": hours(*[20.0, 10.0, 5.0, 5.0], first=1),
        "short": hours(20.0, 10.0, first=4),
        "long": hours(*[10.0] * 6, 90.0, first=3),
    }
    (found,) = progress_of(months(people), metric("average_resolution_time"), "log")
    assert (found.group, found.months) == ("long", 6)
    # The one who was there for a moment is among all, and moves them a little.
    assert found.slope == pytest.approx(0.0, abs=0.01)


def test_the_table_has_who_joined_and_may_be_seen_and_calls_noise_noise() -> None:
    def read(hits: list[int]) -> tuple[Groups, ...]:
        return tuple(
            Groups(
                {
                    **{(who,): made("csat", share(1600, 2000), NOW, "share") for who in ("anna", "ben")},
                    **({("eve",): made("csat", share(hits[at - 2], 200), NOW, "share")} if at >= 2 else {}),
                }
            )
            for at in range(2 + len(hits))
        )

    for hits, trend in (([80, 110, 140, 170], BETTER), ([160, 158, 162, 160], NO_TREND)):
        handmade = ground(QUIET)
        handmade = type(handmade)(**{**handmade.__dict__, "by_month": read(hits)})
        table = joiner_table(handmade, metric("csat"), "share", {"eve": 1})
        (row,) = table.records()
        assert (row["agent"], row["months"], row["trend"], row["beside"]) == ("eve", 4, trend, None)
        assert joiner_table(handmade, metric("csat"), "share", {"ben": 1}).rows == ()


def test_who_gets_better_slower_than_joiners_do_is_told_where_there_are_enough_of_them() -> None:
    quick = {f"j{number}": hours(40.0, 30.0, 22.5, 17.0, 12.5, first=2) for number in range(8)}
    found = progress_of(
        months({**STEADY, **quick, "slow": hours(*[40.0] * 5, first=2)}),
        metric("average_resolution_time"),
        "log",
    )
    slopes = {each.group: each.slope for each in found}
    assert all(slopes["slow"] < slopes[name] - 0.2 for name in quick)


def test_slopes_of_nothing_are_told_as_rarely_as_is_stated() -> None:
    import numpy as np  # noqa: PLC0415 slow

    chance, runs, told = np.random.default_rng(3), 1000, 0
    scale: Scale = "logit"
    for _ in range(runs):
        hits = chance.binomial(60, 0.8, (8, 8)).tolist()
        people = {
            f"{who}": {
                month: Sums(60, float(count), count - count * count / 60)
                for month, count in enumerate(own)
                if who or month >= 2
            }
            for who, own in enumerate(hits)
        }
        (joined,) = progress_of(months(people, 8), metric("csat"), scale)
        told += two_sided(joined.slope / joined.error) < 0.05
    assert told / runs <= 0.05 + 0.02 + 2 * math.sqrt(0.05 * 0.95 / runs)
    assert told / runs >= 0.05 - 0.02 - 2 * math.sqrt(0.05 * 0.95 / runs)
