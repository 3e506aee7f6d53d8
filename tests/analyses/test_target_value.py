"""A value is read as it is written, exactly; what a figure cannot be is refused with how to write it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from deskwise.analyses.target_value import target_value
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat


@pytest.mark.parametrize(
    ("text", "name", "stat", "value"),
    [
        ("0.9", "csat", "share", Fraction(9, 10)),
        ("89,5 %", "csat", "share", Fraction(179, 200)),
        ("0.8", "reply_time", "within", Fraction(4, 5)),
        ("1800", "reply_time", "p90", Fraction(1800)),
        ("30m", "reply_time", "p90", Fraction(1800)),
        ("2d", "reply_time", "mean", Fraction(172_800)),
        ("4.2", "customer_rating", "mean", Fraction(21, 5)),
    ],
)
def test_values_as_they_are_written(text: str, name: str, stat: Stat, value: Fraction) -> None:
    assert target_value(text, metric(name), stat) == value


@pytest.mark.parametrize(
    ("text", "name", "stat", "do"),
    [
        ("90", "csat", "share", "0.9 or 90%"),
        ("-1", "csat", "share", "0.9 or 90%"),
        ("4h", "csat", "share", "0.9 or 90%"),
        ("90%", "reply_time", "p90", "4h"),
        ("5.1", "customer_rating", "mean", "can have"),
        ("soon", "reply_time", "mean", "4h"),
    ],
)
def test_what_is_no_value_of_the_figure_is_refused(text: str, name: str, stat: Stat, do: str) -> None:
    with pytest.raises(UsageError) as refused:
        target_value(text, metric(name), stat)
    assert do in refused.value.do
