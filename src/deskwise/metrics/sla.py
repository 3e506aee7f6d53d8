"""Whether the clocks that policies set going are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import COUNTED, OPEN, case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import SERVICE_DESK
from deskwise.metrics.tables import fact, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _clocks(_asked: Asked) -> ir.Table:
    import ibis

    rows = fact("sla_clocks")
    rows = rows.filter(rows.outcome != "dropped")
    about = requests()
    whole = about.select(*REQUEST, "mature", "boundary_ruled", "contacts_ruled")
    rows = beside(rows, whole, REQUEST)
    by_request = rows.clock == "resolution"
    return case_rows(
        rows,
        anchor_at=rows.started_at,
        agent=rows.agent,
        team=rows.team,
        state=ibis.ifelse(rows.outcome == "open", OPEN, COUNTED),
        # A resolution that may yet be undone may yet be late.
        unripe=by_request & (rows.outcome == "kept") & ~rows.mature.fill_null(True),
        ruled=rows.boundary_ruled | (rows.contacts_ruled & ~by_request),
        clock=rows.clock,
        hit=rows.outcome == "kept",
    )


SLA_ATTAINMENT = Metric(
    name="sla_attainment",
    label="SLA attainment",
    tells="How many of the clocks that policies set going were kept, by kind of clock.",
    formula="clocks kept / clocks decided",
    unit="share",
    better="higher",
    population="clocks of the policies in force at their start; undecided within the target: open",
    null_when="no clock was decided",
    anchor="the clock's start",
    attribution="As its wait or resolution; an open or missed one: the holder at its decision.",
    source=SERVICE_DESK,
    example="7-sla_attainment-kept_exactly_at_target",
    kind="share",
    cases=_clocks,
    open_of="sla_clocks",
    always_by=("clock",),
)
METRICS = (SLA_ATTAINMENT,)
