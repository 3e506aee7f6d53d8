"""Who was met against those alike who were not: in the same days, and how often the interval is right."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyses.ground import DAY
from deskwise.analyses.matched_buyers import Contacted, matched, shares_bought
from deskwise.metrics.customer_courses import Alike, Silent

WITHIN, RUNS = 90 * DAY, 1000
LEAD, BUYER = Alike(None, "lead", 0), Alike(None, "customer", 1)


def met(alike: Alike, n: int, bought: int, at: int = 10) -> list[Contacted]:
    return [Contacted(alike, at * DAY, place < bought) for place in range(n)]


def test_shares_are_those_of_counting_one_by_one() -> None:
    chance = np.random.default_rng(3)
    for _ in range(50):
        instants = chance.integers(0, 60, 12).tolist()
        sales = [sorted(chance.integers(0, 90, chance.integers(1, 5)).tolist()) for _ in range(6)]
        within = int(chance.integers(1, 40))
        counted = [
            sum(any(0 < at - start <= within for at in own) for start in instants) / 12 for own in sales
        ]
        assert shares_bought(instants, sales, within) == pytest.approx(counted)


def test_each_is_held_against_those_who_were_alike() -> None:
    silent = {LEAD: Silent(100, ((50 * DAY,),) * 10), BUYER: Silent(10, ((50 * DAY,),) * 5)}
    found = matched([*met(LEAD, 30, 6), *met(BUYER, 10, 7)], silent, WITHIN)
    assert found is not None
    assert (found.n, found.others, found.alone) == (40, 110, 0)
    assert found.bought == pytest.approx(13 / 40)
    assert found.expected == pytest.approx((30 * 0.1 + 10 * 0.5) / 40)
    assert found.difference == pytest.approx(13 / 40 - 8 / 40)
    assert found.beyond == (found.low > 0)


def test_organisations_are_matched_where_that_leaves_most_of_them() -> None:
    acme, other = Alike("acme", "lead", 0), Alike("other", "lead", 0)
    silent = {acme: Silent(20, ((50 * DAY,),) * 10), other: Silent(20, ())}
    found = matched(met(acme, 30, 10), silent, WITHIN)
    assert found is not None
    assert (found.with_organisation, found.expected) == (True, 0.5)
    nobody = matched(met(Alike("third", "lead", 0), 30, 10), silent, WITHIN)
    assert nobody is not None
    assert (nobody.with_organisation, nobody.expected) == (False, 0.25)


def test_who_is_like_nobody_is_left_out_and_too_few_are_no_comparison() -> None:
    silent = {LEAD: Silent(4, ()), BUYER: Silent(5, ())}
    found = matched([*met(LEAD, 5, 5), *met(BUYER, 20, 5)], silent, WITHIN)
    assert found is not None
    assert (found.n, found.alone) == (20, 5)
    assert matched(met(BUYER, 9, 5), silent, WITHIN) is None
    assert matched([], {}, WITHIN) is None


def test_the_interval_holds_what_is_true() -> None:
    chance = np.random.default_rng(41)
    # Of each kind: the met, the others, the chance to buy by oneself at any time of 200 days, and that more.
    kinds = [(LEAD, 60, 90, 0.3, 0.1), (BUYER, 40, 25, 0.6, 0.0), (Alike("acme", None, 2), 20, 6, 0.5, 0.3)]
    instants = np.arange(60) % 20 * 5 * DAY
    own = WITHIN / (200 * DAY)
    total = sum(n for _, n, *_ in kinds)
    truth = sum(n * more for _, n, _, _, more in kinds) / total
    inside = 0
    for _ in range(RUNS):
        contacted: list[Contacted] = []
        silent: dict[Alike, Silent] = {}
        for alike, n, others, buys, more in kinds:
            bought = (chance.random(n) < buys * own + more).tolist()
            contacted += [
                Contacted(alike, int(at), one) for at, one in zip(instants[:n], bought, strict=True)
            ]
            sold = chance.integers(0, 200 * DAY, others)[chance.random(others) < buys]
            silent[alike] = Silent(others, tuple((int(at),) for at in sold))
        found = matched(contacted, silent, WITHIN)
        assert found is not None
        inside += found.low <= truth <= found.high
    assert abs(inside / RUNS - 0.95) <= 0.02 + 2 * math.sqrt(0.95 * 0.05 / RUNS)
