"""Customers: since when each is known, and the stages they went through."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from deskwise.facts.joins import beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

STAGES_IN_ORDER = ("lead", "prospect", "customer", "retention", "upsell")


def customers(events: ir.Table, marks: ir.Table) -> ir.Table:
    """The facts of customers: seen on any event that is in figures, `customer_known` among them."""
    rows = events.filter(events.customer.notnull())
    rows = beside(rows.select("ticket_key", "customer", "organisation", "at"), marks)
    rows = rows.filter(~rows.removed.fill_null(False))
    return rows.group_by("customer").aggregate(
        organisation=rows.organisation.argmax(rows["at"], where=rows.organisation.notnull()),
        known_at=rows["at"].min(),
    )


def stages(events: ir.Table, sources: ir.Table) -> ir.Table:
    """The facts of stages: each entry, and the first strictly later entry into the stage that follows."""
    import ibis

    rows = events.filter(
        (events.kind == "stage_changed") & events.customer.notnull() & events.extra.notnull()
    )
    rows = rows.select(
        "source", "customer", "organisation", stage=rows.extra.get("stage"), entered_at=rows["at"]
    )
    rows = rows.filter(rows.stage.notnull())
    rows = rows.group_by("source", "customer", "stage", "entered_at").aggregate(
        organisation=rows.organisation.max()
    )
    following = dict(pairwise(STAGES_IN_ORDER))
    rows = rows.mutate(
        next_stage=ibis.cases(*((rows.stage == stage, after) for stage, after in following.items()))
    )
    reached = rows.select("customer", next_stage=rows.stage, reached_at=rows.entered_at)
    pairs = beside(rows, reached, ["customer", "next_stage"], only_matching=True)
    pairs = pairs.filter(pairs.reached_at > pairs.entered_at)
    first = pairs.group_by("source", "customer", "stage", "entered_at").aggregate(
        next_reached_at=pairs.reached_at.min()
    )
    rows = beside(rows, first, ["source", "customer", "stage", "entered_at"])
    return beside(rows, sources, ["source"])
