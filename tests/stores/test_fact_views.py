"""The as-of beside facts that are kept once."""

from __future__ import annotations

import duckdb
import pytest

from deskwise.facts.schema import FACT_TABLES
from deskwise.stores.fact_views import FACTS, MOVING, kept_columns, kept_table, make_room, make_views

TYPES = {"string": "varchar", "int64": "bigint", "boolean": "boolean", "decimal(38, 9)": "decimal(38, 9)"}


def database(sources: dict[str, int]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"create schema {FACTS}")
    connection.execute("create temp table calendar_days (calendar varchar, utc_day bigint)")
    for fact in MOVING:
        columns = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in kept_columns(fact).items())
        connection.execute(f"create table {FACTS}.{kept_table(fact)} ({columns})")
    rows = " union all ".join(f"select '{name}' as source, {at} as as_of" for name, at in sources.items())
    connection.execute(f"create temp view source_as_of as {rows}")
    connection.execute(f"insert into {FACTS}.waits_kept (source) values ('desk'), ('it''s')")
    connection.execute(f"insert into {FACTS}.outages_kept (source) values ('desk')")
    make_views(connection, FACTS, {"status_spells": "select 1 as one"})
    return connection


@pytest.mark.parametrize(
    ("sources", "waits", "outages"),
    [
        ({"desk": 5, "it''s": 7}, [("desk", 5), ("it's", 7)], [("desk", 7)]),
        ({"desk": 5}, [("desk", 5), ("it's", 5)], [("desk", 5)]),
    ],
)
def test_a_row_has_the_as_of_of_its_source_and_an_outage_the_last_of_all(
    sources: dict[str, int], waits: list[tuple[str, int]], outages: list[tuple[str, int]]
) -> None:
    with database(sources) as connection:
        found = connection.execute(f"select source, as_of from {FACTS}.waits order by all").fetchall()
        assert found == waits
        assert connection.execute(f"select source, as_of from {FACTS}.outages").fetchall() == outages
        names = [row[0] for row in connection.execute(f"describe {FACTS}.waits").fetchall()]
        assert names == list(FACT_TABLES["waits"].columns)


def test_tables_of_an_older_layout_give_room_to_views() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create schema {FACTS}")
        connection.execute(f"create table {FACTS}.waits as select 1 as one")
        connection.execute(f"create table {FACTS}.acts as select 1 as one")
        make_room(connection, FACTS)
        left = connection.execute("select table_name from duckdb_tables()").fetchall()
        assert left == [("acts",)]
