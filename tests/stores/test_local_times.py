"""Local times against the zone database itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from deskwise.stores.local_times import offsets_by_local_time, utc_micros

EPOCH = datetime(1970, 1, 1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # four changes a year
    "Pacific/Apia",  # skipped a day
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Antarctica/Troll",  # two hours
    "UTC",
)


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def expected(local: datetime, zone: ZoneInfo) -> int:
    offset = local.replace(tzinfo=zone, fold=0).utcoffset()
    assert offset is not None
    return micros(local) - offset // timedelta(microseconds=1)


@pytest.mark.parametrize("name", ZONES)
def test_agrees_with_the_zone_database_around_every_change(name: str) -> None:
    zone = ZoneInfo(name)
    steps = [
        EPOCH + timedelta(microseconds=at)
        for at, _ in offsets_by_local_time(name)
        if micros(datetime(1995, 1, 1)) < at < micros(datetime(2045, 1, 1))
    ]
    around = [
        step + timedelta(minutes=minutes, microseconds=micro)
        for step in steps
        for minutes in (-180, -120, -90, -60, -30, 0, 30, 60, 90, 120, 180, 1440)
        for micro in (-1, 0, 1)
    ]
    days = [
        datetime(2000, 1, 1) + timedelta(hours=37 * number, microseconds=number) for number in range(9000)
    ]
    locals_ = around + days
    told = duckdb.connect().execute(
        f"select {utc_micros('local', name)} from (select unnest(?) as local)",
        [[micros(one) for one in locals_]],
    )
    assert [row[0] for row in told.fetchall()] == [expected(one, zone) for one in locals_]


def test_a_time_that_comes_twice_is_its_first_and_one_in_a_gap_is_moved_on() -> None:
    def utc(local: datetime) -> datetime:
        row = duckdb.connect().execute(f"select {utc_micros(str(micros(local)), 'Europe/Berlin')}").fetchone()
        assert row is not None
        return datetime.fromtimestamp(row[0] / 1e6, UTC)

    assert utc(datetime(2025, 10, 26, 2, 30)) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert utc(datetime(2025, 3, 30, 2, 30)) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


def test_before_and_after_the_years_of_the_table_the_nearest_offset_holds() -> None:
    assert offsets_by_local_time("Europe/Berlin")[0][1] == 3_600_000_000
    row = duckdb.connect().execute(f"select {utc_micros('-6000000000000000', 'Europe/Berlin')}").fetchone()
    assert row == (-6000000000000000 - 3_600_000_000,)
