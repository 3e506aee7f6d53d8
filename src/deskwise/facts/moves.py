"""Moves of a ticket's status: resolutions, reopenings, and the reopenings that begin a new request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import RESOLVED_STATUSES
from deskwise.facts.joins import TICKET, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

RULED = ("source", "ticket", "event_id")
ORDER = ["at", "seq", "event_id"]


def status_moves(events: ir.Table, marks: ir.Table, rulings: ir.Table, rules: Rules) -> ir.Table:
    """Each status event that changed the status, before any merge, with the request it begins or is in.

    Columns: source, ticket, at, seq, event_id, role, status, was, is_resolution, is_reopening,
    begins_request, continues (a reopening of the same request), counts_as_recontact, ruled, request.
    """
    import ibis

    rows = events.filter(events.kind.isin(["status", "merged"]) & events.ticket.notnull())
    rows = rows.select(*TICKET, *ORDER, "kind", "role", "actor", "status")
    rows = rows.anti_join(marks.filter(marks.removed), TICKET)
    before = ibis.window(group_by=TICKET, order_by=ORDER, preceding=(None, 1))
    rows = rows.mutate(merged_before=(rows.kind == "merged").max().over(before))
    rows = rows.filter((rows.kind == "status") & ~rows.merged_before.fill_null(False))
    in_order = ibis.window(group_by=TICKET, order_by=ORDER)
    rows = rows.mutate(was=rows.status.lag(1).over(in_order).fill_null("new"))
    rows = rows.filter(rows.status != rows.was)
    is_resolved, was_resolved = rows.status.isin(RESOLVED_STATUSES), rows.was.isin(RESOLVED_STATUSES)
    rows = rows.mutate(is_resolution=is_resolved & ~was_resolved, is_reopening=~is_resolved & was_resolved)
    rows = beside(rows, rulings, RULED)
    before = ibis.window(group_by=TICKET, order_by=ORDER, preceding=(None, 1))
    rows = rows.mutate(
        resolved_before=ibis.ifelse(rows.is_resolution, rows["at"], ibis.null("int64")).max().over(before),
        new_issue=rows.ruling.identical_to("new_issue"),
    )
    late = ibis.literal(False)
    if rules.window_microseconds is not None:
        late = (rows["at"] - rows.resolved_before) > rules.window_microseconds
    rows = rows.mutate(begins_request=rows.is_reopening & (rows.new_issue | late))
    so_far = ibis.window(group_by=TICKET, order_by=ORDER, preceding=None, following=0)
    rows = rows.mutate(
        request=rows.begins_request.cast("int64").sum().over(so_far) + 1,
        continues=rows.is_reopening & ~rows.begins_request,
        counts_as_recontact=rows.is_reopening & ~rows.new_issue,
        ruled=rows.is_reopening & rows.new_issue,
    )
    return rows.drop("resolved_before", "new_issue", "ruling", "merged_before", "kind")


def later_requests(moves: ir.Table) -> ir.Table:
    """The second and further requests of a ticket: where each begins and where the next one does."""
    import ibis

    begun = moves.filter(moves.begins_request)
    in_order = ibis.window(group_by=TICKET, order_by="request")
    return begun.select(
        *TICKET,
        later_request=begun.request,
        begins_at=begun["at"],
        begins_seq=begun.seq,
        begins_id=begun.event_id,
        begins_role=begun.role,
        begins_ruled=begun.ruled,
        next_at=begun["at"].lead(1).over(in_order),
        next_seq=begun.seq.lead(1).over(in_order),
        next_id=begun.event_id.lead(1).over(in_order),
        next_ruled=begun.ruled.lead(1).over(in_order),
    )


def later_events(events: ir.Table, later: ir.Table) -> ir.Table:
    """The events that stand in a second or further request, each with that request.

    Only tickets that have one are looked at, and the others' events find nothing here by their id: an outer
    join on the order of places itself would compare every event with every later request.
    """
    rows = events.filter(events.ticket.notnull()).select(*TICKET, *ORDER)
    rows = beside(rows, later, only_matching=True)
    rows = rows.filter(
        at_or_after(rows, rows.begins_at, rows.begins_seq, rows.begins_id)
        & (rows.next_at.isnull() | ~at_or_after(rows, rows.next_at, rows.next_seq, rows.next_id))
    )
    return rows.select(*TICKET, "event_id", "later_request")


def at_or_after(rows: ir.Table, at: ir.Value, seq: ir.Value, event_id: ir.Value) -> ir.BooleanValue:
    """Whether a row stands at or after a place in its ticket's order."""
    return (rows["at"] > at) | (
        (rows["at"] == at) & ((rows.seq > seq) | ((rows.seq == seq) & (rows.event_id >= event_id)))
    )
