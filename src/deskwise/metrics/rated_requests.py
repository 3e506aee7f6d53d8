"""What requests had come to when they were rated, or asked to be: their wait, their touches, their handoffs.

Ratings are the cases of `csat` that have a ticket, so that they are as many and as good as its readings say.
What is measured of a request is what the customer had seen by then: a reply or resolution that came after the
rating is none of its reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.facts.rules import Rules
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Asked
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import SECOND_MICROSECONDS, inputs, plan
from deskwise.metrics.queries import sliced_cases
from deskwise.metrics.query_texts import Queries, Row
from deskwise.metrics.resolution import resolved_requests
from deskwise.metrics.response import first_responses
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.tables import fact
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

RATINGS: Final = "csat"
SURVEYS: Final = "survey_response_rate"
RECEIVED: Final = "requests_received"
Population = Literal["csat", "survey_response_rate", "requests_received"]
# Of seconds the first three digits: finer than anybody waits, and few enough to count.
DIGITS = 1_000
LONGEST_POWER = 8


def read_rated(
    selection: Selection,
    population: Population,
    drivers: Sequence[str],
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> list[Row]:
    """Rows of period (of a series), groups, the value of each driver, cases and hits among them.

    A population is named by its metric: the ratings, of which those that are good are hits; the surveys
    sent, and the requests received, of which those that were rated are. `drivers` are metrics of `DRIVERS`.
    A value is null where there was none at the time. Raises `UsageError` for a dimension that there is not.
    """
    line = timeline(selection, rules, horizon)
    asked = plan(metric(population), replace(selection, metrics=(population,), stats=()), rules, line)
    shape = replace(asked.shape, clock=selection.clock)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    key = f"rated_requests:{population}|{'|'.join(drivers)}|{shape.key()}"
    return queries.rows(key, lambda: rated_requests(population, shape, drivers))


def rated_requests(population: Population, shape: Shape, drivers: Sequence[str]) -> ir.Table:
    """One row a slice and the values of all drivers: its cases, and those that are hits."""
    rows = _cases(population, shape)
    kept = list(rows.columns)
    for driver in drivers:
        rows = DRIVERS[driver](rows, shape.asked)
        rows = rows.select(*kept, rows["value"].cast("int64").name(f"value_{driver}"))
        kept.append(f"value_{driver}")
    values = [f"value_{driver}" for driver in drivers]
    found = rows.group_by(*shape.slice_columns, *values).aggregate(
        n=rows.count(), hits=rows.count(where=rows.hit.fill_null(False))
    )
    return found.select(*shape.slice_columns, *values, "n", "hits")


def _cases(name: Population, shape: Shape) -> ir.Table:
    """The cases of a population that have a ticket, each with the instant it is looked at and if it hits."""
    import ibis

    rows = sliced_cases(metric(name), shape)
    rows = rows.filter((rows.state == "counted") & rows.request.notnull())
    if name == RECEIVED:
        ratings = sliced_cases(metric(RATINGS), Shape(shared_ratings=shape.shared_ratings))
        rated = ratings.filter((ratings.state == "counted") & ratings.request.notnull())
        rows = beside(rows, rated.select(*REQUEST).distinct(), REQUEST, found_as="hit")
        rows = rows.mutate(at=ibis.literal(2**62, "int64"))
    else:
        rows = rows.mutate(at=rows.anchor_at)
    return rows.select(*REQUEST, *shape.slice_columns, "at", "hit")


def _first_response(cases: ir.Table, asked: Asked) -> ir.Table:
    waits = first_responses(asked)
    waits = waits.filter(waits.state == "counted")
    found = waits.select(*REQUEST, done_at=waits.anchor_at, lasted=waits[f"{asked.clock}_microseconds"])
    return _measured(beside(cases, found, REQUEST))


def _resolution(cases: ir.Table, asked: Asked) -> ir.Table:
    done = resolved_requests()
    found = done.select(*REQUEST, done_at=done.resolved_at, lasted=done[f"{asked.clock}_microseconds"])
    return _measured(beside(cases, found, REQUEST))


def _measured(rows: ir.Table) -> ir.Table:
    """With the seconds of what was done by then, of long ones the first digits."""
    import ibis

    seconds = rows.lasted // SECOND_MICROSECONDS
    steps = [
        (seconds < DIGITS * 10**power, seconds // 10**power * 10**power) for power in range(LONGEST_POWER)
    ]
    short = ibis.cases(*steps, else_=seconds)
    return rows.mutate(value=ibis.ifelse(rows.done_at <= rows["at"], short, ibis.null("int64")))


def _touches(cases: ir.Table, _asked: Asked) -> ir.Table:
    acts = fact("acts")
    acts = acts.filter(~acts.merged & acts.act.isin(["message", "answered"]))
    return _counted(cases, acts.select(*REQUEST, done_at=acts.acted_at))


def _handoffs(cases: ir.Table, _asked: Asked) -> ir.Table:
    moved = fact("handovers")
    moved = moved.filter(moved.handover == "handoff")
    return _counted(cases, moved.select(*REQUEST, done_at=moved.handed_over_at))


def _counted(cases: ir.Table, done: ir.Table) -> ir.Table:
    """With how many of these were done by then."""
    instants = cases.select(*REQUEST, "at").distinct()
    found = beside(done, instants, REQUEST, only_matching=True)
    counts = found.group_by(*REQUEST, "at").aggregate(times=found.count(where=found.done_at <= found["at"]))
    rows = beside(cases, counts, (*REQUEST, "at"))
    return rows.mutate(value=rows.times.fill_null(0))


DRIVERS: dict[str, Callable[[ir.Table, Asked], ir.Table]] = {
    "first_response_time": _first_response,
    "average_resolution_time": _resolution,
    "touches": _touches,
    "handoffs": _handoffs,
}
