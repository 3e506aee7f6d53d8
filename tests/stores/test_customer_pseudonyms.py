"""Pseudonyms of customers: keyed hashes that have nothing to do with those of tombstones."""

from __future__ import annotations

from hashlib import sha256

import duckdb
import pytest

from deskwise.stores.customer_pseudonyms import (
    any_pseudonyms,
    is_identifier,
    pseudonym,
    pseudonym_of,
    recall_customers,
)
from deskwise.stores.log_tables import make_tables
from deskwise.stores.tombstones import hashed, make_key, note_names

SAID = "select unnest(['ada', 'bob', '', 'forgotten-2']) as value"


@pytest.fixture
def lake() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    make_tables(connection)
    make_key(connection)
    note_names(connection, {})
    return connection


def worked_out(lake: duckdb.DuckDBPyConnection, identifier: str) -> str:
    """By hand: two rounds of SHA-256 with the key and marks before, 28 digits of 64."""
    ((key,),) = lake.execute("select key from tombstone_key").fetchall()
    inner = sha256(f"{key}\x1d{identifier}".encode()).hexdigest()
    return "customer-" + sha256(f"{key}\x1c{inner}".encode()).hexdigest()[:28]


def test_it_is_a_hash_under_the_lakes_key_and_no_tombstones(lake: duckdb.DuckDBPyConnection) -> None:
    ((found, tombstone),) = lake.execute(
        f"select {pseudonym('x')}, {hashed('x')} from (select 'ada' as x)"
    ).fetchall()
    assert found == worked_out(lake, "ada")
    assert found.removeprefix("customer-") not in tombstone


def test_who_was_met_has_it_from_then_on(lake: duckdb.DuckDBPyConnection) -> None:
    recall_customers(lake, SAID, None)
    assert lake.execute("from known_names").fetchall() == []
    assert not any_pseudonyms(lake)
    recall_customers(lake, SAID, "select 'ada'")
    ada = worked_out(lake, "ada")
    # It is too short to be looked for in further fields.
    assert lake.execute("from known_names").fetchall() == [("ada", ada, False, True)]
    assert lake.execute("from met_customers").fetchall() == [("ada",)]
    note_names(lake, {})
    recall_customers(lake, SAID, None)
    assert lake.execute("from known_names").fetchall() == [("ada", ada, False, True)]
    assert (pseudonym_of(lake, "ada"), pseudonym_of(lake, "bob")) == (ada, None)


def test_who_was_forgotten_under_it_has_another(lake: duckdb.DuckDBPyConnection) -> None:
    lake.execute(f"insert into tombstones select {hashed('x')}, 'forgotten-7', true from (select ? as x)",
                 [worked_out(lake, "ada")])  # fmt: skip
    recall_customers(lake, SAID, "select 'ada'")
    assert lake.execute("select value, stands from known_names").fetchall() == [("ada", "forgotten-7")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C-88", True),
        ("customer-" + "0a" * 14, False),
        ("customer-" + "0A" * 14, True),
        ("customer-" + "0a" * 12, True),
        ("my customer-" + "0a" * 14, True),
        ("forgotten-12", False),
        ("forgotten-about", True),
        ("", False),
    ],
)
def test_a_pseudonym_is_no_identifier(lake: duckdb.DuckDBPyConnection, text: str, expected: bool) -> None:
    found = lake.execute(f"select {is_identifier('x')} from (select ? as x)", [text]).fetchall()
    assert found == [(expected,)]


def test_a_lake_of_an_older_layout_has_none() -> None:
    assert pseudonym_of(duckdb.connect(), "ada") is None
