"""The periods a selection is read over (section 8)."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon, Timeline, timeline

DAY = 86_400_000_000
LOG = Horizon(first_at=10 * DAY, as_of=40 * DAY)


def _edges(found: Timeline) -> list[tuple[int | None, int | None, bool]]:
    return [(each.start_at, each.end_at, each.partial) for each in found.periods if each is not None]


def test_without_grain_and_limits_there_is_no_period() -> None:
    assert timeline(select(), Rules(), LOG).periods == (None,)


def test_limits_without_grain_are_one_period() -> None:
    found = timeline(select(since_at=5 * DAY, until_at=40 * DAY), Rules(), LOG)
    assert _edges(found) == [(5 * DAY, 40 * DAY, False)]


def test_an_open_limit_stays_null_and_partial() -> None:
    assert _edges(timeline(select(since_at=5 * DAY), Rules(), LOG)) == [(5 * DAY, None, True)]


def test_a_series_from_the_first_event_to_as_of() -> None:
    found = timeline(select(every="month"), Rules(), LOG)
    # January and February 1970; as-of is February 10.
    assert _edges(found) == [(0, 31 * DAY, False), (31 * DAY, 59 * DAY, True)]


def test_limits_cut_the_first_and_the_last_period() -> None:
    found = timeline(select(every="month", since_at=20 * DAY, until_at=35 * DAY), Rules(), LOG)
    assert _edges(found) == [(20 * DAY, 31 * DAY, False), (31 * DAY, 35 * DAY, False)]


def test_fiscal_quarters_of_the_workspaces_zone() -> None:
    found = timeline(select(every="quarter"), Rules(zone="Europe/Berlin", fiscal_year_starts=2), LOG)
    hour = DAY // 24
    assert _edges(found)[0] == (-61 * DAY - hour, 31 * DAY - hour, False)


def test_no_log_has_no_series() -> None:
    assert timeline(select(every="day"), Rules(), Horizon(None, 40 * DAY)).periods == ()


def test_more_periods_than_anybody_reads() -> None:
    with pytest.raises(UsageError, match="coarser"):
        timeline(select(every="hour", since_at=0, until_at=4000 * DAY), Rules(), LOG)


def test_every_instant_finds_its_period_by_its_half_day() -> None:
    found = timeline(select(every="day", since_at=0, until_at=3 * DAY), Rules(zone="Asia/Kolkata"), LOG)
    rows: tuple[Any, ...] = found.input().rows
    for instant in range(0, 3 * DAY, DAY // 96):
        fitting = [row for row in rows if row[0] == instant // (DAY // 2) and row[2] <= instant < row[3]]
        assert len(fitting) == 1
