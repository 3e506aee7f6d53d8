"""Instants read from text and typed columns, against Python's own reading."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import duckdb
import pytest

from deskwise.stores.instants_sql import InstantSql, from_format, from_text, from_typed, iso_text, placed

EPOCH = datetime(1970, 1, 1)
HALF_PAST_TWO = timezone(timedelta(hours=2, minutes=30))


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def read(sql: InstantSql, cell: str) -> tuple[int | None, int | None]:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'America/New_York'")
    row = connection.execute(f"select {sql.instant}, {sql.local} from (select {cell} as cell)").fetchone()
    assert row is not None
    return row


def text(written: str) -> tuple[int | None, int | None]:
    return read(from_text("cell"), f"'{written}'::varchar")


TEN = micros(datetime(2025, 1, 1, 10))


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2025-01-01T10:00:00Z", TEN),
        ("2025-01-01 10:00:00Z", TEN),
        ("2025-01-01T10:00:00z", TEN),
        ("2025-01-01T10:00Z", TEN),
        (" 2025-01-01T10:00:00Z ", TEN),
        ("2025-01-01T10:00:00 Z", TEN),
        ("2025-01-01T12:00:00+02", TEN),
        ("2025-01-01T12:00:00+02:00", TEN),
        ("2025-01-01T12:30:00+0230", TEN),
        ("2025-01-01T07:30:00-02:30", TEN),
        ("2025-01-01T12:30+02:30", TEN),
        ("2025-01-01T10:00:00.1Z", TEN + 100_000),
        ("2025-01-01T10:00:00,000001Z", TEN + 1),
        ("2025-01-01T10:00:00.0000009Z", TEN),
        ("2025-01-01T10:00:00.9999999+00:00", TEN + 999_999),
        ("2025-01-01T12:30:00,1239999+02:30", TEN + 123_999),
        ("2025-01-01T10:00:00.123456789012345678Z", TEN + 123_456),
        ("1969-12-31T23:59:59.9999999Z", -1),
        ("1969-12-31T23:59:59,9999999Z", -1),
    ],
)
def test_a_text_with_an_offset_is_an_instant_cut_at_the_microsecond(written: str, instant: int) -> None:
    assert text(written) == (instant, None)


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2025-01-01T10:00:00", TEN),
        ("2025-01-01 10:00", TEN),
        ("2025-01-01 10:00:00.5", TEN + 500_000),
        ("2025-01-01T10:00:00,1234567", TEN + 123_456),
        ("2025-01-01", micros(datetime(2025, 1, 1))),
        (" 2025-01-01 ", micros(datetime(2025, 1, 1))),
    ],
)
def test_a_text_without_offset_is_local(written: str, local: int) -> None:
    assert text(written) == (None, local)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "infinity",
        "epoch",
        "2025-02-30T10:00:00Z",
        "2025-02-30",
        "2025-13-01T00:00:00Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T10:60:00Z",
        "2025-01-01T10:00:60Z",
        "2025-01-01T10:00:00 Europe/Berlin",
        "2025-1-1 1:00:00",
        "20250101T100000Z",
        "01/02/2025",
        "2025-01-01T10:00:00+2",
        "1735725600",
    ],
)
def test_what_is_no_instant_is_read_as_nothing(written: str) -> None:
    assert text(written) == (None, None)


def test_null_is_nothing() -> None:
    assert read(from_text("cell"), "null::varchar") == (None, None)


def test_a_declared_format() -> None:
    assert read(from_format("cell", "%d.%m.%Y %H:%M"), "'01.01.2025 10:00'") == (None, TEN)
    assert read(from_format("cell", "%d.%m.%Y %H:%M:%S %z"), "'01.01.2025 12:00:00 +0200'") == (TEN, None)
    assert read(from_format("cell", "%d.%m.%Y"), "'2025-01-01'") == (None, None)


@pytest.mark.parametrize(
    ("date_format", "written", "instant"),
    [
        ("epoch_seconds", "1735725600", TEN),
        ("epoch_seconds", "1735725600.000001", TEN + 1),
        ("epoch_seconds", "-1", -1_000_000),
        ("epoch_seconds", "2025-01-01", None),
        ("epoch_seconds", "99999999999999999999", None),
        ("epoch_milliseconds", "1735725600000", TEN),
        ("epoch_milliseconds", " 1735725600001 ", TEN + 1000),
    ],
)
def test_a_number_since_1970(date_format: str, written: str, instant: int | None) -> None:
    assert read(from_format("cell", date_format), f"'{written}'") == (instant, None)


@pytest.mark.parametrize(
    ("kind", "written", "instant", "local"),
    [
        ("TIMESTAMP WITH TIME ZONE", "2025-01-01 12:00:00.000001+02", TEN + 1, None),
        ("TIMESTAMP WITH TIME ZONE", "infinity", None, None),
        ("TIMESTAMP", "2025-01-01 10:00:00.000001", None, TEN + 1),
        ("TIMESTAMP", "-infinity", None, None),
        ("TIMESTAMP_S", "2025-01-01 10:00:00", None, TEN),
        ("TIMESTAMP_MS", "2025-01-01 10:00:00.001", None, TEN + 1000),
        ("TIMESTAMP_NS", "2025-01-01 10:00:00.000000999", None, TEN),
        ("TIMESTAMP_NS", "1969-12-31 23:59:59.999999001", None, -1),
        ("DATE", "2025-01-01", None, micros(datetime(2025, 1, 1))),
    ],
)
def test_a_typed_column(kind: str, written: str, instant: int | None, local: int | None) -> None:
    assert read(from_typed("cell", kind), f"'{written}'::{kind}") == (instant, local)


def test_placed_reads_local_times_only_in_a_declared_zone() -> None:
    told = duckdb.connect().execute(
        f"select {placed('i', 'l', 'Europe/Rome')}, {placed('i', 'l', None)}"
        f" from (values (null::bigint, {TEN}::bigint), ({TEN}, null)) t(i, l)"
    )
    assert told.fetchall() == [(TEN - 3_600_000_000, None), (TEN, TEN)]


def test_an_instant_is_written_in_utc() -> None:
    row = duckdb.connect().execute(f"select {iso_text(str(TEN + 7))}").fetchone()
    assert row == ("2025-01-01T10:00:00.000007Z",)
