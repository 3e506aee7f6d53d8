"""How often a request changes hands, and teams, until it is resolved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS
from deskwise.metrics.resolution import SERVICE_DESK, resolved_cases, resolved_requests
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _handovers(asked: Asked, kind: str, count: str) -> ir.Table:
    """Resolved requests; by agent or team also each handover out of them, as evidence."""
    import ibis

    rows = resolved_requests()
    if not asked.whose:
        return resolved_cases(rows, value=rows[count])
    about = rows.select(*REQUEST, *REQUEST_DIMENSIONS, "raised_at", "resolved_at", "mature", "boundary_ruled")
    moved = fact("handovers")
    moved = moved.filter(moved.handover == kind).select(*REQUEST, "agent", "team")
    resolved = rows.select(*REQUEST, "agent", "team")
    evidence = ibis.union(
        moved.mutate(value=ibis.literal(1, "int64")), resolved.mutate(value=ibis.literal(0, "int64"))
    )
    found = beside(evidence, about, REQUEST, only_matching=True)
    return case_rows(
        found,
        anchor_at=found.resolved_at,
        agent=found.agent,
        team=found.team,
        unripe=~found.mature,
        ruled=found.boundary_ruled,
        value=found["value"],
    )


def _handoffs(asked: Asked) -> ir.Table:
    return _handovers(asked, "handoff", "handoffs")


def _transfers(asked: Asked) -> ir.Table:
    return _handovers(asked, "transfer", "transfers")


def _summed(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    return collapsed(rows, slice_by, value=rows["value"].sum().cast("int64"))


HANDOVER_ATTRIBUTION = (
    "A change: the holder (team) before it. The requests below: those the slice resolved or handed over."
)
HANDOFFS = Metric(
    name="handoffs",
    label="Handoffs",
    tells="How often a request changes hands until it is resolved.",
    formula="changes of holder from one agent to another, over a gap too, per resolved request",
    unit="count",
    better="lower",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=HANDOVER_ATTRIBUTION,
    source=SERVICE_DESK,
    example="7-handoffs-over_a_gap",
    kind="mean",
    cases=_handoffs,
    collapse=_summed,
    evidence_when_split=True,
    open_of="requests",
)
TRANSFERS = Metric(
    name="transfers",
    label="Transfers",
    tells="How often a request changes teams until it is resolved.",
    formula="changes of team, the first not counted, per resolved request",
    unit="count",
    better="lower",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=HANDOVER_ATTRIBUTION,
    source=SERVICE_DESK,
    example="7-transfers-changes_of_team",
    kind="mean",
    cases=_transfers,
    collapse=_summed,
    evidence_when_split=True,
    open_of="requests",
)
METRICS = (HANDOFFS, TRANSFERS)
