"""The interval of a difference, against a published example and by what must hold of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.analyses.difference import difference_interval
from deskwise.metrics.intervals import wilson


def test_newcombes_own_example() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10: 56/70 against 48/80.
    now, then = wilson(56, 70), wilson(48, 80)
    assert now is not None
    assert then is not None
    found = difference_interval(0.8, (now[0] or 0, now[1] or 0), 0.6, (then[0] or 0, then[1] or 0))
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)


VALUE, SIDE = st.floats(-100, 100), st.floats(0, 10)


@given(VALUE, SIDE, SIDE, VALUE, SIDE, SIDE)
def test_it_holds_the_difference_and_turns_with_it(
    later: float, down: float, up: float, earlier: float, less: float, more: float
) -> None:
    of_later, of_earlier = (later - down, later + up), (earlier - less, earlier + more)
    low, high = difference_interval(later, of_later, earlier, of_earlier)
    assert low <= later - earlier <= high
    back = difference_interval(earlier, of_earlier, later, of_later)
    assert back == pytest.approx((-high, -low))
