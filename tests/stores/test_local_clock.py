from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from deskwise.stores.local_clock import local_micros

FIRST, LAST = datetime(2023, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Asia/Jerusalem"]
)
def test_the_wall_says_what_the_zone_database_says(zone: str) -> None:
    instants = [FIRST + timedelta(hours=7 * number) for number in range(24 * 3 * 365 // 7)]
    sql = local_micros("x", zone, micros(FIRST), micros(LAST))
    found = duckdb.execute(
        f"select list({sql} order by x) from (select unnest(?) as x)", [[micros(each) for each in instants]]
    ).fetchall()[0][0]
    walls = [each.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) for each in instants]
    assert found == [micros(each) for each in walls]


def test_a_change_holds_from_its_very_second() -> None:
    change = micros(datetime(2025, 3, 30, 1, tzinfo=UTC))
    sql = local_micros("x", "Europe/Berlin", micros(FIRST), micros(LAST))
    found = duckdb.execute(f"select {sql} - x from (values ({change - 1}), ({change})) t(x)").fetchall()
    assert [row[0] // 3_600_000_000 for row in found] == [1, 2]


def test_instants_beyond_all_zones_are_no_matter() -> None:
    assert duckdb.execute(
        f"select {local_micros('x', 'Europe/Berlin', -(10**17), 10**17)} from (select 0 as x)"
    ).fetchall() == [(3_600_000_000,)]
