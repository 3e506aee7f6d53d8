"""What Ibis has no right words for, in the words of engines that nobody runs here."""

from __future__ import annotations

import ibis
import pytest
from ibis.config import Config

from deskwise.facts.compiling import sql_of

TABLE = ibis.table({"place": "int64", "team": "string", "done": "boolean"}, name="given")
FIELDS = ibis.table({"place": "int64", "extra": "map<string, string>"}, name="told")
BEFORE = ibis.window(order_by="place", preceding=(None, 1))
AFTER = ibis.window(order_by="place", following=(1, None))
OTHERS = [ibis.table({"place": "int64"}, name=name) for name in ("one", "two", "three")]


def test_postgres_takes_the_first_and_last_of_the_values_that_are_no_nulls() -> None:
    told = TABLE.select(
        last=TABLE.team.last(include_null=False).over(BEFORE),
        first=TABLE.team.first(include_null=False).over(AFTER),
    )
    before = 'OVER (ORDER BY "t0"."place" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding)'
    after = 'OVER (ORDER BY "t0"."place" ASC ROWS BETWEEN 1 following AND UNBOUNDED FOLLOWING)'
    gathered = 'ARRAY_AGG("t0"."team") FILTER(WHERE NOT "t0"."team" IS NULL)'
    assert sql_of(told, "postgres") == (
        f'SELECT ({gathered} {before})[COUNT("t0"."team") {before}] AS "last",'
        f' ({gathered} {after})[1] AS "first" FROM "given" AS "t0"'
    )


def test_postgres_casts_a_boolean_by_way_of_an_int_and_has_a_first_of_a_group() -> None:
    counted = TABLE.aggregate(done=TABLE.done.cast("int64").sum(), team=TABLE.team.first())
    assert sql_of(counted, "postgres") == (
        'SELECT SUM(CAST(CAST("t0"."done" AS INT) AS BIGINT)) AS "done",'
        ' (ARRAY_AGG("t0"."team") FILTER(WHERE NOT "t0"."team" IS NULL))[1] AS "team" FROM "given" AS "t0"'
    )


@pytest.mark.parametrize("dialect", ["postgres", "bigquery"])
def test_no_semi_or_anti_join_in_a_row_is_passed_over(dialect: str) -> None:
    first, second, third = OTHERS
    kept = TABLE.anti_join(first, "place").semi_join(second, "place").anti_join(third, "place")
    sql = sql_of(kept, dialect)
    assert (sql.count("EXISTS"), sql.count("NOT EXISTS"), sql.count("JOIN")) == (3, 2, 0)


def test_postgres_hands_a_map_on_as_what_it_is() -> None:
    assert sql_of(FIELDS, "postgres") == 'SELECT * FROM "told"'


def test_bigquery_has_a_json_object_for_a_map() -> None:
    told = FIELDS.select(due=FIELDS.extra.get("due"), kind=FIELDS.extra.get("kind", "none"))
    assert sql_of(told, "bigquery") == (
        "SELECT JSON_VALUE(`t0`.`extra`['due']) AS `due`,"
        " COALESCE(JSON_VALUE(`t0`.`extra`['kind']), 'none') AS `kind` FROM `told` AS `t0`"
    )


def test_bigquerys_names_of_fields_come_out_of_their_quotes() -> None:
    assert sql_of(FIELDS.select(names=FIELDS.extra.keys()), "bigquery") == (
        "SELECT IF(`t0`.`extra` IS NULL, NULL, ARRAY(SELECT IF(STARTS_WITH(`name`, '\"'),"
        " JSON_VALUE(PARSE_JSON(`name`)), `name`)"
        " FROM UNNEST(JSON_KEYS(`t0`.`extra`, 1)) AS `name`)) AS `names` FROM `told` AS `t0`"
    )


def test_spark_has_its_options_before_its_backend_was_imported_and_keeps_those_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    halved = TABLE.select(half=TABLE.place * ibis.literal(0.5))
    monkeypatch.setattr(ibis.options, "pyspark", None)
    assert sql_of(halved, "pyspark") == "SELECT `t0`.`place` * 0.5 AS `half` FROM `given` AS `t0`"
    own = type("OwnOptions", (Config,), {"__annotations__": {"treat_nan_as_null": bool}})
    monkeypatch.setattr(ibis.options, "pyspark", own(treat_nan_as_null=True))
    assert "NANVL" in sql_of(halved, "pyspark").upper()


@pytest.mark.parametrize(("dialect", "mark"), [("duckdb", '"'), ("postgres", '"'), ("pyspark", "`")])
def test_what_is_kept_has_whole_numbers_as_such_in_its_engines_marks(dialect: str, mark: str) -> None:
    place, team, given = (f"{mark}{name}{mark}" for name in ("place", "team", "given"))
    assert sql_of(TABLE.drop("done"), dialect, to_keep=True).startswith(
        f"SELECT CAST({place} AS BIGINT) AS {place}, {team} FROM (SELECT"
    )
    assert sql_of(TABLE, dialect, to_keep=True).endswith(f"FROM {given}) AS made")
