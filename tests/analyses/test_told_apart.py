"""Groups of figures that cannot be told apart, against looking at all pairs."""

from __future__ import annotations

import itertools
import random

from deskwise.analyses.funnel import discoveries
from deskwise.analyses.shrinkage import Shrunken
from deskwise.analyses.told_apart import alike, two_sided

SEED = 1975


def by_all_pairs(figures: list[Shrunken]) -> set[tuple[int, ...]]:
    """The longest runs, from the least figure up, in which no pair is told apart."""
    pairs = list(itertools.combinations(range(len(figures)), 2))
    chances = [
        two_sided(
            (figures[a].mean - figures[b].mean) / (figures[a].error ** 2 + figures[b].error ** 2) ** 0.5
        )
        for a, b in pairs
    ]
    apart = {pair for pair, told in zip(pairs, discoveries(chances), strict=True) if told}
    order = sorted(range(len(figures)), key=lambda place: figures[place].mean)
    runs = [
        set(order[start:end])
        for start in range(len(order))
        for end in range(start + 1, len(order) + 1)
        if not any(set(pair) <= set(order[start:end]) for pair in apart)
    ]
    return {tuple(sorted(run)) for run in runs if not any(run < other for other in runs)}


def test_groups_are_the_longest_runs_without_a_pair_that_is_told_apart() -> None:
    chance, several = random.Random(SEED), 0
    for _ in range(60):
        spread = chance.choice([0.5, 3.0])
        figures = [
            Shrunken(chance.gauss(0.0, spread), chance.uniform(0.05, 1.0), 1.0)
            for _ in range(chance.randint(1, 12))
        ]
        found = alike(figures)
        assert set(found) == by_all_pairs(figures)
        several += len(found) > 1
    assert several > 10
