"""What moving does, its interval, and how often that holds what is true."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyses.ground import NOW, made
from deskwise.analyses.difference import difference_interval
from deskwise.analyses.moved_share import Category, Part, moved_figure, moved_handling, summed
from deskwise.metrics.figures import share
from deskwise.metrics.intervals import wilson
from deskwise.metrics.readings import Reading

RUNS = 1000


def solved(hits: int, n: int) -> Reading:
    return made("first_contact_resolution", share(hits, n), NOW, "share")


def test_of_one_category_it_is_newcombes_interval() -> None:
    # Newcombe (1998), method 10, 56 of 70 against 48 of 80: 0.0524 to 0.3339.
    here, there = solved(48, 80), solved(56, 70)
    found = summed(list(moved_figure([Category("login", 80, here, there)], 1.0, 80).values()))
    assert found is not None
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert here.interval is not None
    assert there.interval is not None
    apart = difference_interval(0.8, there.interval, 0.6, here.interval)  # type: ignore[arg-type]  # both sides are there
    assert (found.low, found.high) == pytest.approx(apart)


def test_nothing_moves_to_where_nobody_is() -> None:
    few = Category("refund", 50, solved(20, 40), solved(5, 9))
    none = Category("sync", 50, solved(20, 40), None)
    assert not moved_figure([few, none, Category("new", 9, None, solved(20, 40))], 0.2, 100)
    assert summed([]) is None
    assert moved_handling([few], 0.2) == []


def test_the_interval_holds_what_is_true() -> None:
    chance = np.random.default_rng(19)
    here, there = (0.55, 0.7, 0.9, 0.3), (0.65, 0.7, 0.8, 0.55)
    sizes, others, moved = (120, 60, 200, 25), (40, 80, 30, 15), 0.25
    total = 900
    truth = sum(moved * n / total * (q - p) for n, p, q in zip(sizes, here, there, strict=True))
    drawn_here = chance.binomial(sizes, here, (RUNS, 4))
    drawn_there = chance.binomial(others, there, (RUNS, 4))
    inside = 0
    for hits_here, hits_there in zip(drawn_here.tolist(), drawn_there.tolist(), strict=True):
        found = summed(
            [
                Part(moved * n / total, p / n, wilson(p, n), q / m, wilson(q, m))  # type: ignore[arg-type]  # of more than two there is one
                for n, m, p, q in zip(sizes, others, hits_here, hits_there, strict=True)
            ]
        )
        assert found is not None
        inside += found.low <= truth <= found.high
    assert abs(inside / RUNS - 0.95) <= 0.02 + 2 * math.sqrt(0.95 * 0.05 / RUNS)


def test_where_both_are_alike_a_change_is_told_in_one_of_twenty() -> None:
    chance = np.random.default_rng(23)
    hits = chance.binomial((150, 50), 0.6, (RUNS, 2)).tolist()
    told = 0
    for p, q in hits:
        found = summed([Part(0.2, p / 150, wilson(p, 150), q / 50, wilson(q, 50))])  # type: ignore[arg-type]  # as above
        told += found is not None and found.beyond
    assert told / RUNS <= 0.05 + 0.02 + 2 * math.sqrt(0.05 * 0.95 / RUNS)
