"""An instant that the import spelled out, counted up from its digits."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from deskwise.facts.compiling import sql_of
from deskwise.facts.instant_texts import with_instant

TOLD = ibis.table({"due": "string"}, name="told")
READ = sql_of(with_instant(TOLD, TOLD.due, "due_at"))


def read(*texts: str | None) -> list[int | None]:
    connection = duckdb.connect()
    connection.execute("create table told (due varchar)")
    connection.executemany("insert into told values (?)", [[text] for text in texts])
    found = dict(connection.execute(READ).fetchall())
    return [found[text] for text in texts]


def test_it_is_whole_microseconds_since_1970() -> None:
    assert read(
        "1970-01-01T00:00:00.000000Z", "1970-01-02T01:02:03.000004Z", "1969-12-31T23:59:59.999999Z"
    ) == [0, (90_000 + 123) * 1_000_000 + 4, -1]


def test_every_day_of_ten_thousand_years_is_the_one_the_engine_has_and_no_other_is_any() -> None:
    connection = duckdb.connect()
    connection.execute(
        """create table told as
        select format('{:04d}-{:02d}-{:02d}T23:59:59.999999Z', y, m, d) as due
        from range(0, 10000, 3) a(y), range(0, 14) b(m), range(0, 33) c(d)
        where d in (0, 1) or d > 27"""
    )
    assert connection.execute(
        f"""select count(due_at) > 0, count(*) filter (due_at is distinct from own)
        from (select due_at, epoch_us(try_cast(due as timestamp)) as own from ({READ}))"""
    ).fetchone() == (True, 0)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "on Friday",
        "2025-01-01",
        "2025-01-01T10:00:00Z",
        "2025-01-01 10:00:00.000000Z",
        "2025-01-01T10:00:00.000000",
        "2025-01-01T10:00:00.000000+01:00",
        "2025-01-01T24:00:00.000000Z",
        "2025-01-01T10:60:00.000000Z",
        "2025-02-29T10:00:00.000000Z",
        "x2025-01-01T10:00:00.000000Z",
        "12025-01-01T10:00:00.000000Z",
    ],
)
def test_what_is_not_spelled_out_is_null(text: str | None) -> None:
    assert read(text) == [None]
