"""First waits by the half hour they began in: what came, and what was answered in time by how many people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import COUNTED, case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.live import SERVICE_LEVEL
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.queries import sliced_cases
from deskwise.metrics.query_texts import Queries, Row
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.tables import fact, moment
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

HALF_HOUR = 1_800_000_000
# Who picks up the next call later than so has been away meanwhile.
PAUSE = 900_000_000
# A wait that is open, or that a resolution ended without an answer, is no live contact that came to an end.
ENDED = ("answered", "abandoned")


def _ended_waits(_asked: Asked) -> ir.Table:
    import ibis

    rows = fact("waits")
    rows = rows.filter((rows.wait == 1) & rows.outcome.isin(ENDED))
    rows = rows.cross_join(moment().select("within_microseconds", "start_at", "end_at"))
    rows = rows.filter((rows.started_at >= rows.start_at) & (rows.started_at < rows.end_at))
    answered = rows.outcome == "answered"
    by_agent = ibis.window(group_by=[rows.agent, answered], order_by=[rows.ended_at, rows.ticket])
    following = rows.ended_at.lead().over(by_agent) - rows.ended_at
    known, stays = answered & rows.agent.notnull(), (following <= PAUSE).fill_null(False)
    return case_rows(
        rows,
        anchor_at=rows.started_at,
        team=rows.team,
        state=ibis.literal(COUNTED),
        hit=answered & (rows.elapsed_microseconds <= rows.within_microseconds),
        gave_up=~answered,
        waited=rows.elapsed_microseconds,
        answered_by=ibis.ifelse(answered, rows.agent, ibis.null("string")),
        stayed=ibis.ifelse(known & stays, following, 0),
        left=known & ~stays,
    )


ENDED_WAITS: Metric = replace(SERVICE_LEVEL, name="half_hours", cases=_ended_waits, open_of=None, excluded=())


def read_half_hours(
    selection: Selection, *, rules: Rules, horizon: Horizon, engine: Engine, compiled: CompiledSql
) -> list[Row]:
    """Of each half hour with a live contact: its number since 1970, and what its contacts are.

    These are how many there are, answered within the threshold, given up, the microseconds all waited, how
    many people answered one, the microseconds from each that was picked up to the next of the same person
    where no pause lies between, and how many such were a person's last before a pause. The selection is one
    of `service_level` in one period.
    """
    line = timeline(selection, rules, horizon)
    asked = plan(SERVICE_LEVEL, selection, rules, line)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    key = f"half_hours:{SERVICE_LEVEL.definition}|{asked.shape.key()}"
    return list(queries.rows(key, lambda: half_hour_counts(asked.shape)))


def half_hour_counts(shape: Shape) -> ir.Table:
    """One row a half hour."""
    rows = sliced_cases(ENDED_WAITS, shape)
    rows = rows.mutate(half_hour=(rows.anchor_at // HALF_HOUR).cast("int64"))
    found = rows.group_by("half_hour").aggregate(
        offered=rows.count(),
        met=rows.count(where=rows.hit),
        gave_up=rows.count(where=rows.gave_up),
        waited=rows.waited.sum().fill_null(0),
        people=rows.answered_by.nunique(),
        stayed=rows.stayed.sum().fill_null(0),
        left=rows.count(where=rows.left),
    )
    return found.order_by("half_hour").select(
        "half_hour", "offered", "met", "gave_up", "waited", "people", "stayed", "left"
    )
