"""Moves of reopened tickets' status: resolutions, reopenings, and those that begin a new request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import RESOLVED_STATUSES
from deskwise.facts.joins import TICKET_KEY, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

RULED = ("ticket_key", "event_id")
ORDER = ["at", "seq", "event_id"]


def reopened_tickets(events: ir.Table) -> ir.Table:
    """The tickets that may have a reopening: an unresolved status at or after a resolved one."""
    rows = events.filter((events.kind == "status") & events.ticket_key.notnull())
    is_resolved = rows.status.isin(RESOLVED_STATUSES)
    edges = rows.group_by(*TICKET_KEY).aggregate(
        resolved_at=rows["at"].min(where=is_resolved), unresolved_at=rows["at"].max(where=~is_resolved)
    )
    return edges.filter(edges.unresolved_at >= edges.resolved_at).select(*TICKET_KEY)


def status_moves(
    events: ir.Table, reopened: ir.Table, marks: ir.Table, rulings: ir.Table, rules: Rules
) -> ir.Table:
    """Each status event of the tickets `reopened` that changed the status, before any merge.

    Columns: ticket_key, event_key, at, seq, event_id, role, status, was, is_resolution, is_reopening,
    begins_request, continues (a reopening of the same request), counts_as_recontact, ruled, request.
    """
    import ibis

    rows = events.filter(events.kind.isin(["status", "merged"]) & events.ticket_key.notnull())
    rows = rows.select(*TICKET_KEY, "event_key", *ORDER, "kind", "role", "actor", "status")
    rows = rows.semi_join(reopened, TICKET_KEY).anti_join(marks.filter(marks.removed), TICKET_KEY)
    before = ibis.window(group_by=TICKET_KEY, order_by=ORDER, preceding=(None, 1))
    rows = rows.mutate(merged_before=(rows.kind == "merged").max().over(before))
    rows = rows.filter((rows.kind == "status") & ~rows.merged_before.fill_null(False))
    in_order = ibis.window(group_by=TICKET_KEY, order_by=ORDER)
    rows = rows.mutate(was=rows.status.lag(1).over(in_order).fill_null("new"))
    rows = rows.filter(rows.status != rows.was)
    is_resolved, was_resolved = rows.status.isin(RESOLVED_STATUSES), rows.was.isin(RESOLVED_STATUSES)
    rows = rows.mutate(is_resolution=is_resolved & ~was_resolved, is_reopening=~is_resolved & was_resolved)
    rows = beside(rows, rulings.select(*RULED, "ruling"), RULED)
    before = ibis.window(group_by=TICKET_KEY, order_by=ORDER, preceding=(None, 1))
    rows = rows.mutate(
        resolved_before=ibis.ifelse(rows.is_resolution, rows["at"], ibis.null("int64")).max().over(before),
        new_issue=rows.ruling.identical_to("new_issue"),
    )
    late = ibis.literal(False)
    if rules.window_microseconds is not None:
        late = (rows["at"] - rows.resolved_before) > rules.window_microseconds
    rows = rows.mutate(late=late, begins_request=rows.is_reopening & (rows.new_issue | late))
    so_far = ibis.window(group_by=TICKET_KEY, order_by=ORDER, preceding=None, following=0)
    rows = rows.mutate(
        request=rows.begins_request.cast("int64").sum().over(so_far) + 1,
        continues=rows.is_reopening & ~rows.begins_request,
        counts_as_recontact=rows.is_reopening & ~rows.new_issue,
        # Where the window had ended anyway, the ruling changed nothing.
        ruled=rows.is_reopening & rows.new_issue & ~rows.late.fill_null(False),
    )
    return rows.drop("resolved_before", "new_issue", "late", "ruling", "merged_before", "kind")


def later_requests(moves: ir.Table) -> ir.Table:
    """The second and further requests of tickets: the event that begins each, when, and if by a ruling."""
    begun = moves.filter(moves.begins_request)
    return begun.select(
        *TICKET_KEY, "event_key", request=begun.request, begins_at=begun["at"], begins_ruled=begun.ruled
    )
