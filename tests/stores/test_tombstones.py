"""Tombstones: hashes under a key of the lake's own, and numbers that stand for nobody else."""

from __future__ import annotations

from hashlib import sha256

import duckdb
import pytest

from deskwise.stores.log_tables import make_tables
from deskwise.stores.tombstones import (
    any_tombstones,
    bury_names,
    is_made,
    next_number,
    note_names,
    recall_names,
    stands_for,
)


@pytest.fixture
def lake() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    make_tables(connection)
    return connection


def test_a_name_is_recalled_by_its_hash_alone(lake: duckdb.DuckDBPyConnection) -> None:
    assert not any_tombstones(lake)
    note_names(lake, {"ann": "forgotten-1"})
    bury_names(lake, asked=True)
    bury_names(lake, asked=True)
    assert any_tombstones(lake)
    ((key,),) = lake.execute("select key from tombstone_key").fetchall()
    assert len(bytes.fromhex(key)) == 32
    inner = sha256(f"{key}\x1fann".encode()).hexdigest()
    assert lake.execute("from tombstones").fetchall() == [
        (sha256(f"{key}\x1e{inner}".encode()).hexdigest(), "forgotten-1", True)
    ]
    assert (stands_for(lake, "ann"), stands_for(lake, "Ann")) == ("forgotten-1", None)
    assert recall_names(lake, "select unnest(['ann', 'ben']) as value")
    assert lake.execute("from known_names").fetchall() == [("ann", "forgotten-1", True, False)]
    assert not recall_names(lake, "select 'ben' as value")


def test_each_lake_has_a_key_of_its_own() -> None:
    hashes = set()
    for _ in range(2):
        connection = duckdb.connect()
        make_tables(connection)
        note_names(connection, {"ann": "forgotten-1"})
        bury_names(connection, asked=False)
        hashes |= set(connection.execute("select hash from tombstones").fetchall())
    assert len(hashes) == 2


def test_a_pseudonym_that_came_with_a_log_is_not_given_again(lake: duckdb.DuckDBPyConnection) -> None:
    assert next_number(lake) == 1
    lake.execute(
        "insert into log (source, customer, extra) values ('a', 'forgotten-4', map {'x': 'forgotten-6'})"
    )
    lake.execute("insert into log (source, customer) values ('a', 'forgotten-about')")
    assert next_number(lake) == 7
    lake.execute("insert into tombstones values ('', 'forgotten-11', true)")
    assert next_number(lake) == 12


@pytest.mark.parametrize(
    ("identifier", "made"),
    [("#" + "0a" * 16, True), ("#" + "0a" * 16 + ".2", True), ("#12", False), ("0a" * 16, False)],
)
def test_ids_that_were_made_here_are_known(
    lake: duckdb.DuckDBPyConnection, identifier: str, made: bool
) -> None:
    assert lake.execute(f"select {is_made('?')}", [identifier]).fetchall() == [(made,)]
