"""Limits from the moving ranges of the first sixteen values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.analyses.control_limits import control_limits

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=30)


def test_the_arithmetic_by_hand() -> None:
    # Twelve values, mean 6.5; every moving range is 1, so the limits are 2.66 away.
    limits = control_limits([float(number) for number in range(1, 13)])
    assert limits is not None
    assert (limits.low, limits.centre, limits.high) == pytest.approx((3.84, 6.5, 9.16))
    assert limits.periods == 12


def test_fewer_than_twelve_values_have_no_limits() -> None:
    assert control_limits([1.0] * 11 + [None] * 20) is None
    assert control_limits([1.0] * 11 + [None] * 20 + [1.0]) is not None


def test_what_comes_after_the_sixteenth_moves_nothing() -> None:
    first = [1.0, 2.0] * 8
    assert control_limits(first) == control_limits([*first, 50.0, 90.0])


def test_no_limit_lies_where_no_value_can_be() -> None:
    limits = control_limits([0.9, 1.0] * 6, lowest=0, highest=1)
    assert limits is not None
    assert limits.high == 1


@given(VALUES)
def test_the_centre_lies_between_the_limits(values: list[float]) -> None:
    limits = control_limits(values)
    assert limits is not None
    assert limits.low <= limits.centre <= limits.high
    assert limits.holds(limits.centre)
