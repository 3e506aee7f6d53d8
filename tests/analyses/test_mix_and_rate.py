"""The parts of a difference: a published example, a slow second reckoning, and intervals that hold."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.analyses.difference import whole
from deskwise.analyses.mix_and_rate import MixAndRate, Side, mix_and_rate
from deskwise.metrics.intervals import mean_interval, wilson

# P. Das Gupta, Standardization and Decomposition of Rates (1993), example 5.1: headship rates in the United
# States. Of thirteen ages the percentage of the population and the rate per 100, in 1970 and in 1985.
AGES_1970 = (12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9)
RATES_1970 = (1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8)
AGES_1985 = (10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5)
RATES_1985 = (2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2)


def test_das_guptas_own_example() -> None:
    def sides(ages: Sequence[float], rates: Sequence[float]) -> list[Side]:
        # In tenths, as they are printed.
        return [
            Side(Fraction(round(age * 10)), Fraction(round(rate * 10), 10))
            for age, rate in zip(ages, rates, strict=True)
        ]

    pairs = list(zip(sides(AGES_1985, RATES_1985), sides(AGES_1970, RATES_1970), strict=True))
    found = mix_and_rate(pairs)
    printed = {"difference": 2.9672, "rate": 1.7403, "mix": 1.2269}
    for name, value in printed.items():
        assert float(getattr(found, name)) == pytest.approx(value, abs=6e-5)
    assert 100 * float(found.mix / found.difference) == pytest.approx(41.35, abs=6e-3)


Group = tuple[tuple[int, Fraction], tuple[int, Fraction]]
NUMBER = st.fractions(-5, 5, max_denominator=20)
COUNT = st.integers(0, 30)
GROUPS = st.lists(
    st.tuples(st.tuples(COUNT, NUMBER), st.tuples(COUNT, NUMBER)), min_size=1, max_size=6
).filter(lambda groups: all(any(each[at][0] for each in groups) for at in (0, 1)))


def sides_of(groups: Sequence[Group]) -> list[tuple[Side, Side]]:
    return [
        (Side(Fraction(a), x if a else None), Side(Fraction(b), y if b else None))
        for (a, x), (b, y) in groups
    ]


def slow(groups: Sequence[Group]) -> tuple[Fraction, Fraction]:
    """Rate and mix by the definition of Shapley's value: each put in first, and second, and the middle taken.

    A group that is not there in a period has the average there that it has in the other.
    """
    totals = [sum(each[at][0] for each in groups) for at in (0, 1)]

    def average(shares_of: int, averages_of: int) -> Fraction:
        found = Fraction(0)
        for each in groups:
            there = each[averages_of] if each[averages_of][0] else each[1 - averages_of]
            found += Fraction(each[shares_of][0], totals[shares_of]) * there[1]
        return found

    later, earlier = 0, 1
    rate = (
        average(earlier, later) - average(earlier, earlier) + average(later, later) - average(later, earlier)
    ) / 2
    mix = (
        average(later, earlier) - average(earlier, earlier) + average(later, later) - average(earlier, later)
    ) / 2
    return rate, mix


@given(GROUPS)
def test_it_is_shapleys_value_and_adds_up_exactly(groups: list[Group]) -> None:
    found = mix_and_rate(sides_of(groups))
    assert (found.rate, found.mix) == slow(groups)
    assert found.rate + found.mix == found.difference
    assert sum(each.total for each in found.groups) == found.difference
    means = [
        sum(each[at][0] * each[at][1] for each in groups) / Fraction(sum(each[at][0] for each in groups))
        for at in (0, 1)
    ]
    assert found.difference == means[0] - means[1]


@given(GROUPS, st.randoms(use_true_random=False))
def test_no_order_makes_a_difference(groups: list[Group], chance: random.Random) -> None:
    order = list(range(len(groups)))
    chance.shuffle(order)
    found, other = mix_and_rate(sides_of(groups)), mix_and_rate(sides_of([groups[at] for at in order]))
    assert (found.difference, found.rate, found.mix) == (other.difference, other.rate, other.mix)
    assert [found.groups[at].total for at in order] == [each.total for each in other.groups]


@given(GROUPS)
def test_the_periods_exchanged_turn_every_sign(groups: list[Group]) -> None:
    found = mix_and_rate(sides_of(groups))
    turned = mix_and_rate([(then, now) for now, then in sides_of(groups)])
    assert (turned.difference, turned.rate, turned.mix) == (-found.difference, -found.rate, -found.mix)
    assert [(each.rate, each.mix) for each in turned.groups] == [
        (-each.rate, -each.mix) for each in found.groups
    ]


@given(GROUPS, NUMBER)
def test_a_figure_that_is_moved_everywhere_alike_has_the_same_parts(
    groups: list[Group], by: Fraction
) -> None:
    moved = [((a, x + by), (b, y + by)) for (a, x), (b, y) in groups]
    found, other = mix_and_rate(sides_of(groups)), mix_and_rate(sides_of(moved))
    assert [(each.rate, each.mix) for each in found.groups] == [
        (each.rate, each.mix) for each in other.groups
    ]


def test_a_group_that_is_new_or_gone_is_all_mix() -> None:
    old, new = (
        (Side(Fraction(0)), Side(Fraction(10), Fraction(1))),
        (Side(Fraction(10), Fraction(3)), Side(Fraction(0))),
    )
    kept = Side(Fraction(10), Fraction(2)), Side(Fraction(10), Fraction(2))
    found = mix_and_rate([old, new, kept])
    assert [each.rate for each in found.groups] == [0, 0, 0]
    assert [each.change for each in found.groups] == [None, None, 0]
    # The whole was 3/2 and is 5/2: its middle is 2, the old group lies one below it and the new one above.
    assert [each.mix for each in found.groups] == [Fraction(1, 2), Fraction(1, 2), 0]


def test_a_period_without_a_case_has_no_parts() -> None:
    with pytest.raises(ValueError, match="without a case"):
        mix_and_rate([(Side(Fraction(0)), Side(Fraction(1), Fraction(1)))])


RUNS, SEED = 1_000, 20_240_501
# Coverage may be off by two points, and by what so many runs may be off themselves, twice.
ALLOWED = 0.02 + 2 * (0.95 * 0.05 / RUNS) ** 0.5
SHARES_BEFORE, SHARES = np.array([0.5, 0.3, 0.2]), np.array([0.35, 0.4, 0.25])
HITS_BEFORE, HITS = np.array([0.92, 0.75, 0.6]), np.array([0.85, 0.78, 0.55])


def true_parts(averages: np.ndarray, averages_before: np.ndarray) -> tuple[float, float]:
    rate = ((SHARES + SHARES_BEFORE) / 2 * (averages - averages_before)).sum()
    mix = ((SHARES - SHARES_BEFORE) * (averages + averages_before) / 2).sum()
    return float(rate), float(mix)


def covered(runs: Sequence[MixAndRate], truth: tuple[float, float]) -> tuple[float, float]:
    shares = []
    for name, value in zip(("rate_interval", "mix_interval"), truth, strict=True):
        intervals = [getattr(each, name) for each in runs]
        shares.append(sum(low <= value <= high for low, high in intervals) / len(runs))
    return shares[0], shares[1]


@pytest.mark.parametrize(("n_before", "n"), [(600, 400), (150, 200)])
def test_intervals_of_a_share_hold_the_truth_as_often_as_they_say(n_before: int, n: int) -> None:
    chance = np.random.default_rng(SEED)
    runs = []
    for _ in range(RUNS):
        sides = []
        for size, shares, hits in ((n, SHARES, HITS), (n_before, SHARES_BEFORE, HITS_BEFORE)):
            cases = chance.multinomial(size, shares)
            sides.append([
                Side(Fraction(int(k)), Fraction(int(h), int(k)), whole(wilson(int(h), int(k))))
                for k, h in zip(cases, chance.binomial(cases, hits), strict=True)
            ])  # fmt: skip
        runs.append(mix_and_rate(list(zip(*sides, strict=True))))
    for share in covered(runs, true_parts(HITS, HITS_BEFORE)):
        assert abs(share - 0.95) <= ALLOWED


def test_intervals_of_a_mean_hold_the_truth_as_often_as_they_say() -> None:
    chance = np.random.default_rng(SEED)
    averages_before, averages = np.array([4.0, 9.0, 2.0]), np.array([5.0, 8.0, 2.5])
    runs = []
    for _ in range(RUNS):
        sides = []
        for size, shares, middles in ((300, SHARES, averages), (400, SHARES_BEFORE, averages_before)):
            cases = chance.multinomial(size, shares)
            # Durations are skewed: most are short, and a few long.
            drawn = [chance.gamma(2.0, middle / 2.0, k) for middle, k in zip(middles, cases, strict=True)]
            sides.append([mean_side(each) for each in drawn])
        runs.append(mix_and_rate(list(zip(*sides, strict=True))))
    for share in covered(runs, true_parts(averages, averages_before)):
        assert abs(share - 0.95) <= ALLOWED


def mean_side(cases: np.ndarray) -> Side:
    total, squares = Fraction(float(cases.sum())), Fraction(float((cases**2).sum()))
    return Side(Fraction(len(cases)), total / len(cases), whole(mean_interval(total, squares, len(cases))))


def test_nothing_is_found_where_nothing_changed() -> None:
    chance = np.random.default_rng(SEED)
    found = 0
    for _ in range(RUNS):
        sides = []
        for size in (500, 500):
            cases = chance.multinomial(size, SHARES)
            sides.append([
                Side(Fraction(int(k)), Fraction(int(h), int(k)), whole(wilson(int(h), int(k))))
                for k, h in zip(cases, chance.binomial(cases, HITS), strict=True)
            ])  # fmt: skip
        interval = mix_and_rate(list(zip(*sides, strict=True))).rate_interval
        assert interval is not None
        found += not interval[0] <= 0 <= interval[1]
    assert found / RUNS <= 0.05 + ALLOWED


def test_a_group_without_an_interval_is_as_noisy_case_for_case_as_the_others() -> None:
    sure = Side(Fraction(10), Fraction(1, 2), (0.2, 0.8))
    one = Side(Fraction(1), Fraction(1, 2))
    found = mix_and_rate([(sure, sure), (one, one)])
    assert [each.change_interval is None for each in found.groups] == [False, True]
    assert found.rate_interval is not None
    # Ten cases reach 0.3 to a side, so one reaches 0.3 times the root of ten; each counts by its share.
    reach = ((10 / 11 * 0.3) ** 2 + (1 / 11 * 0.3) ** 2 * 10) ** 0.5 * 2**0.5
    assert found.rate_interval == pytest.approx((-reach, reach))
    assert mix_and_rate([(one, one), (one, one)]).rate_interval is None


def test_pairs_of_any_length_are_taken() -> None:
    # Not only those of a test: the parts of many groups add up too.
    groups = [((n + 1, Fraction(n, 7)), (2 * n + 1, Fraction(n, 5))) for n in range(40)]
    found = mix_and_rate(sides_of(groups))
    assert sum(
        itertools.chain((each.rate for each in found.groups), (each.mix for each in found.groups))
    ) == (found.difference)
