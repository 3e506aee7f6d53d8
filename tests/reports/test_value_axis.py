"""The axis of values holds them in few round steps, and most of their intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskwise.reports.value_axis import axis_of, value_axis
from reports.sample_series import reading


@pytest.mark.parametrize(("values", "unit"), [([0.0, 0.0], "share"), ([], "count"), ([-3.0, 1e7], "EUR")])
def test_an_axis_holds_its_values_in_few_steps(values: list[float], unit: str) -> None:
    axis = value_axis(values, unit)
    assert axis.low < axis.high
    assert all(axis.low <= value <= axis.high for value in values)
    assert 2 <= len(axis.ticks) <= 8


def test_one_wide_interval_does_not_make_all_others_a_line() -> None:
    readings = [reading(number, 3_000.0) for number in range(1, 30)]
    readings.append(replace(reading(30, 3_000.0), interval=(10.0, 900_000.0)))
    axis = axis_of(readings, (2_900.0, None), "seconds")
    assert axis.low <= 2_700.0
    assert 3_400.0 <= axis.high < 10_000.0
