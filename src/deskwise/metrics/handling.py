"""Requests that a person handled: the evidence that several metrics stand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Asked, Metric, Part
from deskwise.metrics.resolution import NINE
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

HANDLERS = "Everybody who did a human act on it: a slice takes the first act that fits it."


def acts() -> ir.Table:
    """The human acts of requests that were not merged away, with whether rulings made the request's edges."""
    rows = fact("acts")
    about = requests()
    return beside(
        rows.filter(~rows.merged),
        about.filter(about.boundary_ruled).select(*REQUEST),
        found_as="ruled",
        on=REQUEST,
    )


def handling_acts(_asked: Asked) -> ir.Table:
    """Human acts as evidence that a request was handled, at the act."""
    rows = acts()
    return case_rows(rows, anchor_at=rows.acted_at, agent=rows.agent, team=rows.team, ruled=rows.ruled)


def once_a_request(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    """One row a request and slice, at its first act."""
    return collapsed(rows, slice_by)


REQUESTS_HANDLED_PART = Part("requests_handled", handling_acts, once_a_request)
REQUESTS_HANDLED = Metric(
    name="requests_handled",
    label="Requests handled",
    tells="How many requests people worked on for their customers.",
    formula="requests with a human act: a public human message, a pick-up, or a resolution by a human",
    unit="count",
    better="neutral",
    population="requests with a human act that were not merged away",
    null_when="never: no request is 0",
    anchor="the first human act that fits the slice",
    attribution=HANDLERS,
    source=NINE,
    example="7-requests_handled-what_a_human_act_is",
    kind="count",
    cases=handling_acts,
    collapse=once_a_request,
    open_of="requests",
)
METRICS = (REQUESTS_HANDLED,)
