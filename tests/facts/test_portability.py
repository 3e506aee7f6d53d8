"""The fold and the metrics' queries in other engines' SQL: every one of them has a text.

A text that its writer warns about, for it leaves out what the engine does not have, is a wrong one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from ibis.common.exceptions import IbisError

from deskwise.facts.compiling import sql_of
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import Metric
from deskwise.metrics.listings import listing
from deskwise.metrics.plan import Plan, plan
from deskwise.metrics.selection import Selection
from deskwise.metrics.timeline import Horizon, timeline
from facts.chosen_rules import AGREED
from facts.small_logs import AS_OF, DAY, fold_steps

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIALECTS = ("duckdb", "pyspark", "postgres", "clickhouse", "bigquery")

# What an engine has no word for, though nobody warns when it is written.
WORDS_UNKNOWN_TO = {
    "postgres": ("SEMI JOIN", "ANTI JOIN", "IGNORE NULLS", " FIRST(", "ANY_VALUE(", "MAP("),
    "bigquery": ("SEMI JOIN", "ANTI JOIN", "MAP<"),
}
# The metrics with a Kaplan-Meier median: of fractions, which not every engine writes without being asked.
WITH_SURVIVAL = (
    "agent_wait",
    "average_resolution_time",
    "first_response_time",
    "handle_time",
    "on_hold_time",
    "problem_resolution_time",
    "problem_response_time",
    "reply_time",
    "requester_wait",
)

# What is tried in every run: a step of every sort, and a query of every purpose.
FEW_STEPS = (
    "rulings",
    "orphan_tickets",
    "rating_rows",
    "thread",
    "changed_fields",
    "request_fields",
    "outages",
    "promises",
    "credited_agents",
)
FEW_QUERIES = (
    ("first_response_time", "summary"),
    ("first_response_time", "order_statistics"),
    ("first_response_time", "survival"),
    ("first_response_time", "survival_steps"),
    ("first_response_time", "listing_of_survival"),
    ("first_response_time", "open"),
    ("complaints_per_100_requests", "below"),
    ("uptime", "listing"),
    ("backlog_age", "single_ages"),
    ("uptime", "outages"),
)
OTHER_DIALECTS = tuple(name for name in DIALECTS if name != "duckdb")  # which all other tests use
SELECTIONS = (
    Selection(),
    Selection(by=("source",), where=(("customer", ("ada", None)),), every="month"),
    Selection(by=("extra.plan",), where=(("category", (None,)),), since_at=0, until_at=DAY, clock="working"),
)


class Warnings(logging.Handler):
    """What the writer of SQL says it has left out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture
def warnings() -> Iterator[Warnings]:
    handler, logger = Warnings(), logging.getLogger("sqlglot")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def fault(expression: ir.Table, dialect: str, warnings: Warnings) -> str | None:
    """Why there is no text, or what it leaves out; None for a right one."""
    warnings.heard.clear()
    try:
        text = sql_of(expression, dialect)
    except (IbisError, AttributeError) as error:
        return str(error)
    unknown = [word for word in WORDS_UNKNOWN_TO.get(dialect, ()) if word in text]
    return next(iter([*warnings.heard, *unknown]), None)


def faults_of_steps(names: Iterable[str], dialect: str, warnings: Warnings) -> dict[str, str]:
    steps = fold_steps(AGREED, 1)
    found = {}
    for name in names:
        why = fault(steps[name].expression, dialect, warnings)
        if why is not None:
            found[name] = why
    return found


@pytest.mark.parametrize("dialect", OTHER_DIALECTS)
def test_a_step_of_every_sort_has_a_text(dialect: str, warnings: Warnings) -> None:
    assert faults_of_steps(FEW_STEPS, dialect, warnings) == {}


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_step_of_the_fold_has_a_text(dialect: str, warnings: Warnings) -> None:
    steps = fold_steps(AGREED, 1)
    assert len(steps) > 40
    assert faults_of_steps(steps, dialect, warnings) == {}


@cache
def query(name: str, purpose: str, selection: Selection) -> ir.Table | None:
    """What a metric asks for a purpose, of the dimensions it has; None if it asks nothing."""
    metric = CATALOGUE[name]
    asked = replace(
        selection,
        metrics=(name,),
        by=tuple(each for each in selection.by if metric.has_dimension(each)),
        where=tuple(each for each in selection.where if metric.has_dimension(each[0])),
    )
    planned = plan(metric, asked, AGREED, timeline(asked, AGREED, Horizon(0, AS_OF)))
    builds = builds_of(metric, planned)
    return builds[purpose]() if purpose in builds else None


def builds_of(metric: Metric, planned: Plan) -> dict[str, Callable[[], ir.Table]]:
    """Everything a metric can ask, by its purpose."""
    shape, below = planned.shape, planned.below
    found = {"listing": lambda: listing(metric, shape, survival=False, below=below)}
    if metric.kind not in {"stock", "uptime"}:
        found["summary"] = planned.summary().build
    if metric.kind in {"duration", "age"}:
        found["order_statistics"] = planned.order_statistics().build
    if metric.survival is not None:
        found["survival"] = planned.survival().build
        found["survival_counts"] = planned.survival_counts().build
        found["survival_steps"] = planned.survival_steps().build
        found["listing_of_survival"] = lambda: listing(metric, shape, survival=True, below=below)
    if below is not None:
        found["below"] = planned.below_the_line(below)[0].build
    if metric.open_of is not None:
        found["open"] = planned.open(metric.open_of).build
    if metric.kind == "age":
        found["single_ages"] = planned.single_ages().build
    if metric.kind == "uptime":
        found["outages"] = planned.outages().build
    return found


def faults_of_queries(
    asked: Iterable[tuple[str, str]], selection: Selection, dialect: str, warnings: Warnings
) -> dict[tuple[str, str], str]:
    found = {}
    for name, purpose in asked:
        expression = query(name, purpose, selection)
        if expression is not None:
            why = fault(expression, dialect, warnings)
            if why is not None:
                found[name, purpose] = why
    return found


@pytest.mark.parametrize("dialect", OTHER_DIALECTS)
def test_a_query_of_every_purpose_has_a_text(dialect: str, warnings: Warnings) -> None:
    assert faults_of_queries(FEW_QUERIES, SELECTIONS[1], dialect, warnings) == {}
    assert all(query(*asked, SELECTIONS[1]) is not None for asked in FEW_QUERIES)


@pytest.mark.long
@pytest.mark.parametrize("selection", SELECTIONS, ids=("whole", "series", "span"))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_of_every_metric_has_a_text(
    dialect: str, selection: Selection, warnings: Warnings
) -> None:
    purposes = sorted({purpose for _, purpose in FEW_QUERIES})
    asked = [(name, purpose) for name in CATALOGUE for purpose in purposes]
    assert faults_of_queries(asked, selection, dialect, warnings) == {}
    assert {name for name, metric in CATALOGUE.items() if metric.survival is not None} == set(WITH_SURVIVAL)
