"""Where counts in a finding's tables lead to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from deskwise.analyses.finding import Cell, NumberColumn
from deskwise.kernel.periods import parse_day_or_instant
from deskwise.metrics.timeline import ReadPeriod
from deskwise.web.analysis_tables import cases_of

ROW: dict[str, Cell] = {"requests": 37, "first": "2026-03-28", "last": "2026-03-29"}


def test_a_count_of_days_of_its_own_is_of_them_with_the_last_day_whole() -> None:
    whole = ReadPeriod(0, 1, partial=False)
    finding = cast("Any", SimpleNamespace(rests_on=SimpleNamespace(period=whole, zone="Europe/Berlin")))
    column = NumberColumn("requests", "requests", "count", opens="requests_received")
    assert cases_of(finding, column, ROW) is whole
    of_days = NumberColumn("requests", "requests", "count", opens="requests_received", days=("first", "last"))
    found = cases_of(finding, of_days, ROW)
    # The clocks go forward in the night before the last day: it has 23 hours.
    start, end = (parse_day_or_instant(day, "Europe/Berlin") for day in ("2026-03-28", "2026-03-30"))
    assert (found.start_at, found.end_at, end - start) == (start, end, 47 * 3_600_000_000)
