"""Shares of drivers add up to what is explained, are those of a worked example, and cover as they say."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from deskwise.analyses.drivers import importances, lmg
from deskwise.analyses.rated import Together

RUNS, RATINGS = 1000, 1000
COUNTS = ("contacts", "handoffs")
NOISE = 2 * (0.05 * 0.95 / RUNS) ** 0.5
# Whole values, so that ratings of the same gather: how they are mixed, and what each takes of the chance.
PLACES = np.array([(first, second) for first in range(4) for second in range(4)])
MIXED = np.exp(-0.5 * (PLACES[:, 0] - PLACES[:, 1]) ** 2)
MIXED = MIXED / MIXED.sum()
CHANCES = 0.9 - 0.08 * PLACES[:, 0] - 0.04 * PLACES[:, 1]


def sampled(random: np.random.Generator, chances: np.ndarray) -> list[Together]:
    """Ratings drawn of a mix of values, each good with its chance."""
    n = random.multinomial(RATINGS, MIXED)
    hits = random.binomial(n, chances)
    return [
        ((float(first), float(second)), int(all_of), int(good))
        for (first, second), all_of, good in zip(PLACES, n, hits, strict=True)
        if all_of
    ]


def truth() -> np.ndarray:
    """The shares where nothing is left to chance."""
    table = np.column_stack([PLACES, CHANCES])
    table = table - MIXED @ table
    matrix = (table * MIXED[:, None]).T @ table
    added = lmg(matrix[None])[0]
    return np.asarray(added / added.sum())


def test_two_drivers_worked_by_hand() -> None:
    # R squared of each alone 0.5^2 and 0.4^2, of both (0.25 + 0.16 - 2 0.5 0.4 0.3) / (1 - 0.09) = 0.29/0.91.
    matrix = np.array([[1, 0.3, 0.5], [0.3, 1, 0.4], [0.5, 0.4, 1]])
    both = 0.29 / 0.91
    assert lmg(matrix[None])[0] == pytest.approx([(0.25 + both - 0.16) / 2, (0.16 + both - 0.25) / 2])


def test_the_shares_are_the_averages_over_all_orders() -> None:
    given = np.random.default_rng(3).normal(size=(60, 5))
    given[:, 4] += given[:, 0] + 0.5 * given[:, 1]
    matrix = np.cov(given.T)

    def explained(own: list[int]) -> float:
        if not own:
            return 0.0
        side = matrix[own, 4]
        return float(side @ np.linalg.solve(matrix[np.ix_(own, own)], side) / matrix[4, 4])

    orders = list(permutations(range(4)))
    added = np.zeros(4)
    for order in orders:
        for at, driver in enumerate(order):
            added[driver] += explained(list(order[: at + 1])) - explained(list(order[:at]))
    assert lmg(matrix[None])[0] == pytest.approx(added / len(orders))
    assert lmg(matrix[None]).sum() == pytest.approx(explained([0, 1, 2, 3]))


def test_intervals_hold_the_share_in_nineteen_of_twenty_samples() -> None:
    random, known, covered = np.random.default_rng(1), truth(), 0
    for _ in range(RUNS):
        found = importances(COUNTS, sampled(random, CHANCES), draws=300)
        assert found is not None
        part = next(each for each in found.parts if each.driver == COUNTS[0])
        covered += part.low <= known[0] <= part.high
        assert part.worse
    assert 0.93 - NOISE <= covered / RUNS <= 0.97 + NOISE


def test_where_nothing_matters_something_is_told_in_one_of_twenty_samples() -> None:
    random, told = np.random.default_rng(2), 0
    for _ in range(RUNS):
        found = importances(COUNTS, sampled(random, np.full(len(PLACES), 0.8)), draws=2)
        assert found is not None
        told += found.chance <= 0.05
    assert told / RUNS <= 0.05 + NOISE


def test_drivers_that_do_not_vary_or_are_seldom_known_take_no_part() -> None:
    random = np.random.default_rng(4)
    ratings = sampled(random, CHANCES)
    alone = [((values[0], 1.0), n, hits) for values, n, hits in ratings]
    assert importances(COUNTS, alone) is None
    unknown = [((values[0], None), n, hits) for values, n, hits in ratings]
    assert importances(COUNTS, unknown) is None
    third = [((*values, None), n, hits) for values, n, hits in ratings]
    found = importances((*COUNTS, "first_response_time"), third, draws=10)
    assert found is not None
    assert {each.driver for each in found.parts} == set(COUNTS)
    assert importances(COUNTS, []) is None


def test_a_driver_that_is_another_shares_what_they_tell() -> None:
    ratings = sampled(np.random.default_rng(5), CHANCES)
    twice = [((values[0], values[0], values[1]), n, hits) for values, n, hits in ratings]
    once, found = importances(COUNTS, ratings), importances(("contacts", "replies", "handoffs"), twice)
    assert once is not None
    assert found is not None
    assert found.explained == pytest.approx(once.explained)
    shares = {each.driver: each for each in found.parts}
    assert shares["contacts"].share == pytest.approx(shares["replies"].share)
    assert shares["contacts"].low <= shares["contacts"].share <= shares["contacts"].high
