from __future__ import annotations

import pytest

from deskwise.app.tables.period_names import instant_words, period_name
from deskwise.kernel.periods import parse_day_or_instant
from deskwise.metrics.timeline import ReadPeriod

BERLIN = "Europe/Berlin"


def at(text: str) -> int:
    return parse_day_or_instant(text, BERLIN)


@pytest.mark.parametrize(
    ("every", "start", "name"),
    [
        ("hour", "2025-03-30T03:00", "2025-03-30 03:00"),
        ("day", "2025-03-30", "2025-03-30"),
        ("week", "2024-12-30", "2025-W01"),
        ("month", "2025-03-01", "2025-03"),
        ("quarter", "2025-04-01", "from 2025-04-01"),
        ("year", "2025-04-01", "from 2025-04-01"),
    ],
)
def test_a_period_is_named_in_the_workspaces_zone(every: str, start: str, name: str) -> None:
    assert period_name(ReadPeriod(at(start), at(start) + 1, False), every, BERLIN) == name


def test_without_a_grain_a_period_is_named_by_its_edges() -> None:
    period = ReadPeriod(at("2025-03-01"), at("2025-04-01"), False)
    assert period_name(period, None, BERLIN) == "from 2025-03-01 00:00 +01:00 to 2025-04-01 00:00 +02:00"
    assert period_name(ReadPeriod(None, at("2025-04-01"), True), None, BERLIN) == "to 2025-04-01 00:00 +02:00"


def test_an_instant_is_as_exact_as_it_is() -> None:
    assert instant_words(at("2025-03-01T10:00:05"), BERLIN) == "2025-03-01 10:00:05 +01:00"
