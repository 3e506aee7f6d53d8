"""Changes of level: a known one is dated, chance dates as few as is stated, and dates hold what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deskwise.analyses.change_points import LEVEL, change_points, placed

# The yearly flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
    1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
    1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796,
    1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874,
    848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718,
    714, 740,
]  # fmt: skip


def test_the_nile_fell_after_1898() -> None:
    (found,) = change_points([float(each) for each in NILE])
    assert 1871 + found.at == 1899
    assert 1895 <= 1871 + found.low <= 1899 <= 1871 + found.high <= 1902
    assert found.chance == pytest.approx(1 / 2_000)


def test_two_changes_are_both_dated() -> None:
    draws = np.random.default_rng(2).normal(0, 1, 60)
    draws[20:40] += 4
    first, second = change_points(list(draws))
    assert (first.at, second.at) == (20, 40)
    assert first.low <= 20 <= first.high


def test_chance_dates_a_change_as_seldom_as_is_stated() -> None:
    draws = np.random.default_rng(21)
    alarms = sum(bool(change_points(list(draws.normal(0, 1, 30)))) for _ in range(1_000)) / 1_000
    assert abs(alarms - LEVEL) <= 0.02 + 2 * math.sqrt(LEVEL * (1 - LEVEL) / 1_000)
    assert alarms > 0


def test_dates_hold_what_they_say() -> None:
    draws = np.random.default_rng(22)
    held = 0
    for _ in range(1_000):
        at = int(draws.integers(1, 40))
        course = draws.normal(0, 1, 40)
        course[at:] += 1.5
        _, low, high = placed(course)
        held += low <= at <= high
    # All places from the first to the last that is kept: a little more than 95 % by themselves.
    assert abs(held / 1_000 - 0.95) <= 0.02 + 2 * math.sqrt(0.95 * 0.05 / 1_000)


@pytest.mark.parametrize("course", [[], [1.0] * 7, [1.0] * 30])
def test_nothing_is_dated_where_nothing_is_known_or_moves(course: list[float]) -> None:
    assert change_points(course) == ()
