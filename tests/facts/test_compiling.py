"""From an expression to a text: what Ibis loses on the way is put back."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from deskwise.facts.compiling import sql_of

TABLE = ibis.table({"place": "int64", "team": "string"}, name="given")
BEFORE = ibis.window(order_by="place", preceding=(None, 1))
AFTER = ibis.window(order_by="place", following=(1, None))


def test_first_and_last_in_a_window_pass_over_nulls() -> None:
    connection = duckdb.connect()
    connection.execute(
        "create table given as select * from (values (1, 'a'), (2, null), (3, null), (4, 'b')) t(place, team)"
    )
    told = TABLE.select(
        "place",
        last=TABLE.team.last(include_null=False).over(BEFORE),
        first=TABLE.team.first(include_null=False).over(AFTER),
    )
    assert connection.execute(f"from ({sql_of(told)}) order by place").fetchall() == [
        (1, None, "b"),
        (2, "a", "b"),
        (3, "a", "b"),
        (4, "a", None),
    ]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("duckdb", 'LAST_VALUE("t0"."team" IGNORE NULLS) OVER'),
        ("bigquery", "LAST_VALUE(`t0`.`team` IGNORE NULLS) OVER"),
        ("clickhouse", 'LAST_VALUE("t0"."team") IGNORE NULLS OVER'),
        ("pyspark", "LAST(`t0`.`team`) IGNORE NULLS OVER"),
    ],
)
def test_so_they_do_in_the_words_of_every_engine_that_can(dialect: str, text: str) -> None:
    told = TABLE.select(last=TABLE.team.last(include_null=False).over(BEFORE))
    sql = sql_of(told, dialect)
    assert sql.count(text) == sql.count("IGNORE NULLS") == 1


def test_outside_of_a_window_nothing_is_added() -> None:
    told = TABLE.aggregate(last=TABLE.place.max())
    assert sql_of(told) == 'SELECT MAX("t0"."place") AS "last" FROM "given" AS "t0"'


def test_a_dialect_nobody_knows_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        sql_of(TABLE, "no such engine")
