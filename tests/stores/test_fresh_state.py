"""A state that is written afresh says the same, in the same order, and holds nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from deskwise.stores.fresh_state import write_afresh

LATEST: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "latest"}


def test_it_says_the_same_and_holds_nothing_else(tmp_path: Path) -> None:
    stale, fresh = tmp_path / "stale.duckdb", tmp_path / "fresh.duckdb"
    with duckdb.connect(str(stale), config=LATEST) as connection:
        connection.execute("create table log (who varchar, id varchar using compression uncompressed)")
        connection.execute("insert into log select 'zq-person-' || i, i from range(200000) t(i)")
        connection.execute("create schema facts")
        connection.execute("create view facts.seen as select who from main.log")
        connection.execute("checkpoint")
        connection.execute("update log set who = 'nobody' where id = '77777'")
        connection.execute("insert into log values ('zq-uncommon-88', 'x')")
        connection.execute("checkpoint")
        connection.execute("delete from log where id = 'x'")
        said = connection.execute("from log").fetchall()
    with duckdb.connect() as connection:
        write_afresh(connection, stale, fresh)
    with duckdb.connect(str(fresh), read_only=True) as connection:
        assert connection.execute("from log").fetchall() == said
        assert connection.execute("select who from facts.seen limit 1").fetchall() == [("zq-person-0",)]
        kinds = connection.execute(
            "select distinct compression from pragma_storage_info('log') where column_name = 'id'"
            " and segment_type = 'VARCHAR'"
        ).fetchall()
        assert kinds == [("Uncompressed",)]
    assert b"zq-uncommon-88" in stale.read_bytes()
    assert b"zq-uncommon-88" not in fresh.read_bytes()
