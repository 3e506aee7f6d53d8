"""How the durations behind a figure are spread: how many lie in each of equal steps of their logarithm."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import Metric
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import SECOND_MICROSECONDS, inputs, plan
from deskwise.metrics.queries import measure, sliced_cases
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Six steps make ten times as much; from a second to more than a year.
STEPS, LAST = 6, 46
EDGES = tuple(round(10 ** (step / STEPS) * SECOND_MICROSECONDS) for step in range(LAST + 1))


@dataclass(frozen=True)
class Spread:
    """So many cases between two edges each: `counts` begins below the first edge and ends above the last."""

    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """All cases together."""
        return sum(self.counts)


def is_spread(metric: Metric) -> bool:
    """Whether a metric's cases are durations that a spread can be told of."""
    return metric.kind == "duration"


def bin_of(microseconds: int) -> int:
    """The place in `Spread.counts` of a duration.

    >>> bin_of(0), bin_of(1_000_000), bin_of(10_000_000)
    (0, 1, 7)
    """
    return bisect_right(EDGES, microseconds)


def read_spread(
    selection: Selection, *, rules: Rules, horizon: Horizon, engine: Engine, compiled: CompiledSql
) -> Spread:
    """The spread of the cases that one figure counts: of one metric, in one period or in all time.

    Raises `UsageError` where the selection is of several figures, or of one that is no duration.
    """
    (found,) = selection.chosen_metrics() if len(selection.metrics) == 1 else (None,)
    if found is None or not is_spread(found) or selection.by or selection.every is not None:
        raise UsageError(
            say("a spread is of the durations behind one figure"), do=say("name one metric of durations")
        )
    line = timeline(selection, rules, horizon)
    asked = plan(found, selection, rules, line)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    key = f"spread_{STEPS}_{LAST}:{found.definition}|{asked.shape.key()}"
    total = [0] * (len(EDGES) + 1)
    # A metric that is always split (by SLA clock, ...) has a row for each part.
    for row in queries.rows(key, lambda: spread_counts(found, asked.shape)):
        for place, count in enumerate(row):
            total[place] += int(count)
    return Spread(tuple(total))


def spread_counts(metric: Metric, shape: Shape) -> ir.Table:
    """One row a slice: the number of cases in each step."""
    rows = sliced_cases(metric, shape)
    given = measure(metric, rows, shape)
    assert given is not None
    rows = rows.select(*shape.slice_columns, given=given, counted=(rows.state == "counted") & given.notnull())
    found = {}
    for place in range(len(EDGES) + 1):
        inside = rows.counted
        if place:
            inside = inside & (rows.given >= EDGES[place - 1])
        if place < len(EDGES):
            inside = inside & (rows.given < EDGES[place])
        found[f"step_{place}"] = rows.count(where=inside)
    grouped = rows.group_by(*shape.slice_columns) if shape.slice_columns else rows
    return grouped.aggregate(**found).select(*found)
