"""How often handled requests go to a higher tier or a superior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Asked, Metric, Part
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS
from deskwise.metrics.resolution import NINE
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

ESCALATION_ATTRIBUTION = (
    "An escalation: the holder before it, the team it left. The requests: everybody who handled them."
)


def _handled() -> ir.Table:
    found = requests()
    return found.filter(found.handled)


def _evidence(*, with_reasons: bool) -> ir.Table:
    """Acts and escalations of handled requests; of requests as a whole where nobody is asked about."""
    import ibis

    about = _handled().select(*REQUEST, *REQUEST_DIMENSIONS, "raised_at", "boundary_ruled")
    signals = fact("escalations")
    signals = signals.select(*REQUEST, "agent", "team", "reason", escalated=ibis.literal(True))
    acts = fact("acts")
    acts = acts.filter(~acts.merged).select(*REQUEST, "agent", "team")
    if with_reasons:
        # An act speaks for each reason its request was escalated for, to stand in each of these slices.
        reasons = fact("escalations").select(*REQUEST, "reason").distinct()
        acts = beside(acts.distinct(), reasons, REQUEST, only_matching=True)
    else:
        acts = acts.mutate(reason=ibis.null("string"))
    acts = acts.mutate(escalated=ibis.literal(False))
    rows = beside(ibis.union(signals, acts.select(*signals.columns)), about, REQUEST, only_matching=True)
    return case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        ruled=rows.boundary_ruled,
        reason=rows.reason,
        escalated=rows.escalated,
    )


def _rate_cases(asked: Asked) -> ir.Table:
    if asked.whose or "reason" in asked.dimensions:
        return _evidence(with_reasons="reason" in asked.dimensions)
    rows = _handled()
    return case_rows(rows, anchor_at=rows.raised_at, ruled=rows.boundary_ruled, hit=rows.escalated)


def _count_cases(asked: Asked) -> ir.Table:
    found = _rate_cases(asked)
    return found if "escalated" in found.columns else found.filter(found.hit)


def _handled_cases(_asked: Asked) -> ir.Table:
    return _evidence(with_reasons=False)


def _escalated_or_not(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    """One row a request and slice that handled it, with whether it was escalated out of the slice."""
    found = collapsed(rows, slice_by, hit=rows.escalated.any(), handled=(~rows.escalated).any())
    return found.filter(found.handled)


def _escalated(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    found = _escalated_or_not(rows, slice_by)
    return found.filter(found.hit)


REQUESTS_ESCALATED = Metric(
    name="requests_escalated",
    label="Requests escalated",
    tells="How many handled requests went to a higher tier or a superior.",
    formula="handled requests raised in the period with an escalation (of a slice: by it, out of it)",
    unit="count",
    better="lower",
    population="requests with a human act that were not merged away",
    null_when="never: no request is 0",
    anchor="raised_at",
    attribution=ESCALATION_ATTRIBUTION,
    source=NINE,
    example="7-requests_escalated-signals_60_s_apart",
    kind="count",
    cases=_count_cases,
    collapse=_escalated,
    evidence_when_split=True,
    open_of="requests",
    own_dimensions=("reason",),
)
ESCALATION_RATE = Metric(
    name="escalation_rate",
    label="Escalation rate",
    tells="How many of the handled requests went to a higher tier or a superior.",
    formula="handled requests raised in the period with an escalation / handled requests raised in it",
    unit="share",
    better="lower",
    population="requests with a human act that were not merged away; by reason, all of them all the same",
    null_when="no request was handled",
    anchor="raised_at",
    attribution=ESCALATION_ATTRIBUTION,
    source=NINE,
    example="7-escalation_rate-handled_requests_only",
    kind="share",
    cases=_rate_cases,
    collapse=_escalated_or_not,
    evidence_when_split=True,
    below=Part("handled_requests_raised", _handled_cases, _escalated_or_not, ignores=frozenset({"reason"})),
    below_only_with=("reason",),
    open_of="requests",
    own_dimensions=("reason",),
)
METRICS = (REQUESTS_ESCALATED, ESCALATION_RATE)
