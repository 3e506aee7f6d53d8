"""What the tables of facts promise of themselves."""

from __future__ import annotations

import re

import pytest

from deskwise.facts.fact_table import DURATION, REQUEST, FactTable
from deskwise.facts.schema import FACT_TABLES

KINDS = {"string", "int64", "boolean", "decimal(38, 9)"}


def test_tables_are_found_by_their_own_names() -> None:
    assert {name: table.name for name, table in FACT_TABLES.items()} == {name: name for name in FACT_TABLES}
    assert len(FACT_TABLES) == 23


@pytest.mark.parametrize("table", FACT_TABLES.values(), ids=lambda table: table.name)
def test_a_table_says_what_a_row_is_and_names_its_columns_by_their_unit(table: FactTable) -> None:
    assert re.fullmatch(r"[A-Z].+\.", table.tells)
    assert set(table.columns.values()) <= KINDS
    assert set(table.depends_on) <= {"customer", "problem"}
    measured = re.compile(r"(^|_)(at|microseconds|seconds)$|^as_of$")
    wrong = {name: kind for name, kind in table.columns.items() if measured.search(name) and kind != "int64"}
    assert wrong == ({"seconds": "decimal(38, 9)"} if table.name == "work" else {})


def test_what_concerns_a_request_names_it_first() -> None:
    keyed = {name for name, table in FACT_TABLES.items() if "request" in table.columns}
    assert keyed == set(FACT_TABLES) - {"outages", "customers", "stages"}
    assert {tuple(FACT_TABLES[name].columns)[:3] for name in keyed} == {REQUEST}


def test_durations_come_in_both_clocks() -> None:
    for table in FACT_TABLES.values():
        both = {name for name in table.columns if re.search(r"(^|_)(elapsed|working)_microseconds$", name)}
        assert {name.replace("elapsed", "working") for name in both} == {
            name for name in both if "working" in name
        }
        assert {name.replace("working", "elapsed") for name in both} == {
            name for name in both if "elapsed" in name
        }
    assert tuple(DURATION) == ("elapsed_microseconds", "working_microseconds")
