"""Values of key results as somebody writes them."""

from __future__ import annotations

from datetime import date

import pytest

from deskwise.app.objectives.written_values import (
    written_baseline,
    written_change,
    written_day,
    written_value,
    written_window,
)
from deskwise.kernel.errors import UsageError
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Window


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2h", "seconds", 7200),
        ("1d 2h 30min", "seconds", 95_400),
        ("-30min", "seconds", -1800),
        ("1.5d", "seconds", 129_600),
        ("45", "seconds", 45),
        ("90%", "share", 0.9),
        ("0.9", "share", 0.9),
        ("−5", "points", -5),
        ("20000", "EUR", 20_000),
    ],
)
def test_values(text: str, unit: str, value: float) -> None:
    assert written_value(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("90%", "seconds"), ("2h", "share"), ("2h", "count"), ("", "count"), ("nan", "count"), ("1e5", "count"),
     ("2 h ago", "seconds"), ("1,5", "count")],
)  # fmt: skip
def test_what_is_none_is_refused(text: str, unit: str) -> None:
    with pytest.raises(UsageError, match="is no value in"):
        written_value(text, unit)


def test_windows_baselines_changes_and_days() -> None:
    assert written_window("28 days") == written_window("trailing 28 days") == Window("trailing", 28)
    assert written_window("last_full_week") == Window("last_full_week")
    assert written_baseline("span_before", "share") == BaselineRule()
    assert written_baseline("same_quarter_last_year", "share").kind == "same_quarter_last_year"
    assert written_baseline("80%", "share") == BaselineRule("number", number=0.8)
    spring = written_baseline("2026-03-01..2026-05-31", "share")
    assert (spring.first_day, spring.last_day) == (date(2026, 3, 1), date(2026, 5, 31))
    assert written_change("-25%").by == -0.25
    for refused in (
        lambda: written_change("-0.25"), lambda: written_window("0 days"), lambda: written_window("ever"),
        lambda: written_day("1.7.2026"), lambda: written_baseline("2026-03-01..", "share"),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            refused()
