"""Every metric's queries run on the embedded engine, split, filtered and by period."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.drill import list_cases
from deskwise.metrics.read import read
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql

GIVEN: dict[str, Any] = {"rules": Rules(), "horizon": Horizon(0, 60 * DAY), "compiled": KeptSql()}
SPLIT = ("agent", "source", "channel", "extra.plan")
FILTERED = ("team", "customer", "product")


@pytest.fixture(scope="module")
def nothing() -> DuckdbFacts:
    return DuckdbFacts()


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_metric_reads_and_opens_a_workspace_without_facts(name: str, nothing: DuckdbFacts) -> None:
    metric = CATALOGUE[name]
    asked: dict[str, Any] = {
        "stats": metric.stats,
        "by": [dimension for dimension in SPLIT if metric.has_dimension(dimension)],
        "where": {dimension: ["x", None] for dimension in FILTERED if metric.has_dimension(dimension)},
        "within_seconds": 20,
        "clock": "working" if metric.clocked else "elapsed",
    }
    read(select([name], every="month", **asked), engine=nothing, **GIVEN)
    whole = read(select([name]), engine=nothing, **GIVEN).readings
    expected = 0 if metric.kind in {"count", "stock"} else None
    if metric.kind != "uptime":
        assert {each.value for each in whole} == {expected}
    assert list_cases(select([name]), engine=nothing, **GIVEN).total == 0
