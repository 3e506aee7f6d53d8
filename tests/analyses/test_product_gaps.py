"""Since when a product gap is there: a rise is dated, and where there is none the first evidence is."""

from __future__ import annotations

import math

import pytest

from analyses.ground import made
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.product_gaps import rose
from deskwise.metrics.figures import share
from deskwise.metrics.timeline import ReadPeriod

KIND = ("comet", "sync")
RUNS = 150


def months(counts: list[tuple[int, int]]) -> tuple[Groups, ...]:
    return tuple(
        Groups(
            {KIND: made("escalation_rate", share(hits, n), ReadPeriod(at, at + 1, False), "share")}
            if n
            else {}
        )
        for at, (hits, n) in enumerate(counts)
    )


def test_a_rise_is_dated_and_a_month_without_a_request_is_passed_over() -> None:
    counts = [(2, 20)] * 8 + [(0, 0)] + [(12, 20)] * 9
    assert rose(months(counts), KIND) == (9, 9, 9)


@pytest.mark.parametrize("counts", [[(2, 20)] * 18, [(12, 20)] * 9 + [(2, 20)] * 9, [(1, 20), (19, 20)] * 3])
def test_what_fell_or_stayed_or_is_short_did_not_rise(counts: list[tuple[int, int]]) -> None:
    assert rose(months(counts), KIND) is None


def test_months_between_which_it_rose_hold_the_month_in_which_it_did() -> None:
    import numpy as np  # noqa: PLC0415 slow

    draw = np.random.default_rng(12)
    dated = held = 0
    for _ in range(RUNS):
        at = int(draw.integers(6, 18))
        counts = [
            (int(draw.binomial(n, 0.1 if month < at else 0.5)), n)
            for month, n in enumerate(draw.integers(3, 15, 24).tolist())
        ]
        found = rose(months(counts), KIND)
        if found is not None:
            dated, held = dated + 1, held + (found[1] <= at <= found[2])
    assert dated > 0.9 * RUNS
    # More than 95 %, for of whole months as many are kept as are needed to reach it.
    assert held / dated >= 0.95 - 2 * math.sqrt(0.05 * 0.95 / dated)


def test_what_did_not_change_seldom_seems_to_have_risen() -> None:
    import numpy as np  # noqa: PLC0415 slow

    draw = np.random.default_rng(11)
    false = sum(
        rose(months([(int(draw.binomial(n, 0.3)), n) for n in draw.integers(4, 30, 24).tolist()]), KIND)
        is not None
        for _ in range(RUNS)
    )
    assert false / RUNS <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / RUNS)
