"""Outages: from a began to the next ended of the same product and planned flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import is_true

if TYPE_CHECKING:
    import ibis.expr.types as ir


def outages(events: ir.Table, sources: ir.Table) -> ir.Table:
    """The facts of outages; a second began within one changes nothing, an end without a began neither."""
    import ibis

    rows = events.filter(events.kind.isin(["outage_began", "outage_ended"]))
    rows = rows.select(
        "source",
        "product",
        "at",
        "seq",
        "event_id",
        began=rows.kind == "outage_began",
        planned=is_true(rows.extra, "planned"),
    )
    order = ["at", "source", "seq", "event_id"]
    in_order = ibis.window(group_by=["product", "planned"], order_by=order)
    rows = rows.mutate(down_before=rows.began.lag(1).over(in_order).fill_null(False))
    rows = rows.filter(rows.began != rows.down_before)
    in_order = ibis.window(group_by=["product", "planned"], order_by=order)
    rows = rows.mutate(ended_at=rows["at"].lead(1).over(in_order))
    # What began in one source may end in another: a service is followed as far as any of them is known.
    known = sources.select("source", as_of=sources.as_of.max().over(ibis.window()))
    rows = rows.filter(rows.began).join(known, "source")
    return rows.select("source", "product", "planned", "ended_at", "as_of", began_at=rows["at"])
