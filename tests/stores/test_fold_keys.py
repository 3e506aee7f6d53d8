"""What is folded as one, and keys that another engine made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from deskwise.stores.fold_keys import FOLD_KEY, keep_keys_of_this_engine
from deskwise.stores.log_tables import make_tables

ROWS = """insert into log by name
    select 'desk' as source, unnest(['A', 'A', 'B', null, null, null, null, null]) as ticket,
           unnest(['c1', null, 'c1', 'c1', 'c1', 'c2', null, null]) as customer,
           make_timestamp(unnest([1, 2, 3, 4, 5, 6, 7, 7])) as "at" """


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        make_tables(made)
        made.execute(ROWS)
        yield made


def test_a_ticket_a_customer_outside_of_tickets_and_an_instant_are_folded_as_one(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    keys = [key for (key,) in connection.execute(f'select {FOLD_KEY} from log order by "at"').fetchall()]
    assert keys[0] == keys[1]
    assert keys[3] == keys[4]
    assert keys[6] == keys[7]
    assert len(set(keys)) == 5
    assert min(keys) >= 0


def test_keys_of_another_engine_are_made_anew(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    right = connection.execute(f"select {FOLD_KEY} from log order by all").fetchall()
    connection.execute("update log set fold_key = 1")
    keep_keys_of_this_engine(connection)
    assert connection.execute("select distinct fold_key from log").fetchall() == [(1,)]
    connection.execute("update engine set version = 'another'")
    keep_keys_of_this_engine(connection)
    assert connection.execute("select fold_key from log order by all").fetchall() == right
    assert connection.execute("select version from engine").fetchall() == [(duckdb.__version__,)]
