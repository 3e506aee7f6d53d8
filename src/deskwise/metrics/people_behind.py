"""How many agents' work is behind figures: of several metrics over any periods at once, in one query.

Nothing of what the figures say is read, only whose cases they count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import COUNTED
from deskwise.metrics.definition import Metric, Part
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.queries import measure, sliced_cases
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.timeline import Horizon, ReadPeriod, Timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

AGENT = "agent"
# What stands at an instant has no cases that a period counts: it is read by agent.
STANDING = frozenset({"stock", "age", "uptime"})
Edges = tuple[int | None, int | None]


@dataclass(frozen=True)
class Behind:
    """What is behind one figure: how many agents' work, and how many cases, some perhaps nobody's."""

    people: int
    cases: int


Key = tuple[str, Edges, tuple[str | None, ...]]


def is_counted(metric: Metric) -> bool:
    """Whether the agents behind a metric can be counted by its cases."""
    return metric.kind not in STANDING and metric.cases is not None


def people_behind(
    selection: Selection,
    periods: Sequence[Edges],
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> dict[Key, Behind]:
    """What is behind each figure of a selection, by metric, period and group; what is not there has no case.

    The selection's own range is not looked at: `periods` are the ranges that are counted, also ones that
    overlap. Its metrics are those that `is_counted` is true of.
    """
    whose = replace(selection, every=None, since_at=None, until_at=None, by=(*selection.by, AGENT))
    if horizon.first_at is None:
        return {}
    # A period is given as the half-days it touches, so one that nobody ended has to end with the log.
    first, last = horizon.first_at, horizon.as_of + 1
    bounds = tuple(
        (_within(start, first, first, last), _within(end, last, first, last)) for start, end in periods
    )
    line = Timeline("series", tuple(ReadPeriod(start, end, False) for start, end in periods), bounds)
    parts = [_Counted(each, _shape(each, whose, rules, line)) for each in whose.chosen_metrics()]
    key = json.dumps([[each.metric.definition, each.shape.key()] for each in parts])
    queries = Queries(engine, compiled, inputs(whose, rules, line, horizon))
    found: dict[Key, Behind] = {}
    for name, number, *groups, people, cases in queries.rows(f"people_behind:{key}", lambda: _counts(parts)):
        found[name, periods[int(number)], tuple(groups)] = Behind(int(people), int(cases))
    return found


@dataclass(frozen=True)
class _Counted:
    metric: Metric
    shape: Shape


def _within(edge: int | None, open_edge: int, first: int, last: int) -> int:
    return min(max(open_edge if edge is None else edge, first), last)


def _shape(metric: Metric, whose: Selection, rules: Rules, line: Timeline) -> Shape:
    """As its figure is read, but split by the agent last and by nothing that it is only told by."""
    return replace(plan(metric, whose, rules, line).shape, by=whose.by)


def _counts(parts: Sequence[_Counted]) -> ir.Table:
    import ibis

    rows = [each for part in parts for each in _agents(part)]
    united = rows[0] if len(rows) == 1 else ibis.union(*rows)
    slices = [name for name in united.columns if name != AGENT]
    found = united.group_by(*slices).aggregate(people=united[AGENT].nunique(), cases=united.count())
    return found.select(*slices, "people", "cases")


def _agents(part: _Counted) -> list[ir.Table]:
    """Whose cases are counted, and whose what they are divided by."""
    metric, shape = part.metric, part.shape
    rows = sliced_cases(metric, shape)
    given = measure(metric, rows, shape)
    counted = rows.state == COUNTED
    found = [_whose(metric, rows.filter(counted if given is None else counted & given.notnull()), shape)]
    below = _below(metric, shape)
    if below is not None:
        narrow = shape.narrowed(below)
        if narrow.by == shape.by:
            lower = sliced(below.cases(narrow.asked), narrow, below.collapse)
            found.append(_whose(metric, lower.filter(lower.state == COUNTED), shape))
    return found


def _below(metric: Metric, shape: Shape) -> Part | None:
    below, only_with = metric.below, metric.below_only_with
    if below is None or below.stock or (only_with and not shape.asked.dimensions.intersection(only_with)):
        return None
    return below


def _whose(metric: Metric, rows: ir.Table, shape: Shape) -> ir.Table:
    import ibis

    *slices, agent = shape.slice_columns
    kept = {name: rows[name].cast("int64" if name == "period" else "string") for name in slices}
    return rows.select(metric=ibis.literal(metric.name), **kept, agent=rows[agent].cast("string"))
