"""Values written for people."""

from __future__ import annotations

import pytest

from deskwise.kernel.units import format_value


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.004, "0 s"),
        (-0.004, "0 s"),
        (1.5, "1.5 s"),
        (59.99, "59.99 s"),
        (59.999, "1 min"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3_599.4, "59 min 59 s"),
        (3_599.6, "1 h"),
        (3_629.6, "1 h"),
        (3_630, "1 h 1 min"),
        (11_040, "3 h 4 min"),
        (11_069.9, "3 h 4 min"),
        (86_369, "23 h 59 min"),
        (86_370, "1 d"),
        (86_400, "1 d"),
        (88_199, "1 d"),
        (88_200, "1 d 1 h"),
        (172_799, "2 d"),
        (8_640_000_000, "100,000 d"),
        (-90, "−1 min 30 s"),
    ],
)
def test_durations_show_their_two_largest_units(seconds: float, text: str) -> None:
    assert format_value(seconds, "seconds") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.824, "share", "82.4 %"),
        (0, "share", "0.0 %"),
        (1, "share", "100.0 %"),
        (0, "count", "0"),
        (1_234_567, "count", "1,234,567"),
        (2.0, "count", "2"),
        (2.25, "count", "2.25"),
        (4.5, "score", "4.5"),
        (3.14159, "score", "3.14"),
        (7.04, "per 100", "7.0 per 100"),
        (32.5, "points", "32.5 points"),
        (-100, "points", "−100.0 points"),
        (-0.01, "points", "0.0 points"),
        (1_234.5, "EUR", "1,234.50 EUR"),
        (-3, "USD", "−3.00 USD"),
    ],
)
def test_a_value_carries_its_unit(value: float, unit: str, text: str) -> None:
    assert format_value(value, unit) == text


@pytest.mark.parametrize("unit", ["seconds", "share", "count", "score", "per 100", "points", "EUR"])
def test_null_is_not_zero(unit: str) -> None:
    assert format_value(None, unit) == "—"
    assert format_value(0, unit) != "—"
