"""What a reading may count as open: requests, waits, clocks, promises, links, as moves of a stock.

A row is +1 when something begins and -1 when it is decided, at that instant; what was begun before a
period's end and not decided by then is open at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.tables import fact, moment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.metrics.definition import Asked, Cases


def _moves(rows: ir.Table, begun_at: ir.Value, decided_at: ir.Value, *also: str) -> ir.Table:
    import ibis

    kept = [name for name in ("source", "ticket", "request", "agent", "team", *also) if name in rows.columns]
    begun = rows.select(*kept, at=begun_at, delta=ibis.literal(1, "int64"))
    decided = rows.select(*kept, at=decided_at, delta=ibis.literal(-1, "int64"))
    return ibis.union(begun, decided.filter(decided["at"].notnull()))


def open_requests(asked: Asked) -> ir.Table:
    """Requests raised or reopened, and resolved or merged away."""
    rows = fact("request_flow")
    if not asked.whose:
        return rows
    return beside(rows, fact("requests").select(*REQUEST, "agent", "team"), REQUEST)


def ruled_requests(asked: Asked) -> ir.Table:
    """Of these, those that a ruling made begin or end."""
    about = fact("requests")
    about = about.filter(about.boundary_ruled).select(*REQUEST)
    return beside(open_requests(asked), about, REQUEST, only_matching=True)


def _open_first_waits(_asked: Asked) -> ir.Table:
    rows = fact("waits")
    rows = rows.filter(rows.wait == 1)
    return _moves(rows, rows.started_at, rows.ended_at)


def _open_reply_waits(_asked: Asked) -> ir.Table:
    rows = fact("waits")
    rows = rows.filter(rows.wait > 1)
    return _moves(rows, rows.started_at, rows.ended_at)


def _open_first_waits_within(asked: Asked) -> ir.Table:
    """First waits that are neither ended nor older than the threshold; nobody's."""
    import ibis

    rows = fact("waits")
    rows = rows.filter(rows.wait == 1).drop("agent").cross_join(moment().select("within_microseconds"))
    if asked.clock == "elapsed":
        missed_at = rows.started_at + rows.within_microseconds + 1
        known = ibis.ifelse(missed_at <= rows.as_of, missed_at, ibis.null("int64"))
        decided_at = ibis.ifelse(
            rows.ended_at.isnull() | (known < rows.ended_at).fill_null(False), known, rows.ended_at
        )
    else:
        # That working time ran out is known here, when it did not: `late_waits` puts that right.
        too_old = (rows.working_microseconds > rows.within_microseconds).fill_null(False)
        late = ibis.ifelse(too_old, rows.as_of, ibis.null("int64"))
        decided_at = ibis.coalesce(rows.ended_at, late)
    return _moves(rows.mutate(agent=ibis.null("string")), rows.started_at, decided_at)


def _open_promises(_asked: Asked) -> ir.Table:
    import ibis

    rows = fact("promises")
    rows = rows.filter(rows.due_at.notnull())
    due = ibis.ifelse(rows.due_at <= rows.as_of, rows.due_at, ibis.null("int64"))
    # One that is due before it is made is never open.
    decided = ibis.greatest(ibis.coalesce(rows.dropped_at, due), rows.promised_at)
    unknown = rows.dropped_at.isnull() & due.isnull()
    return _moves(rows, rows.promised_at, ibis.ifelse(unknown, ibis.null("int64"), decided))


def _until(rows: ir.Table, done_at: ir.Value) -> ir.Value:
    """When a link no longer waits: it was done, or the problem was merged away."""
    import ibis

    return ibis.coalesce(done_at, rows.dropped_at)


def _open_links_response(_asked: Asked) -> ir.Table:
    rows = fact("links")
    rows = rows.filter(~rows.already_resolved)
    return _moves(rows, rows.linked_at, _until(rows, rows.responded_at))


def _open_links_resolution(_asked: Asked) -> ir.Table:
    rows = fact("links")
    rows = rows.filter(~rows.already_resolved)
    return _moves(rows, rows.linked_at, _until(rows, rows.problem_resolved_at))


def _open_sla_clocks(_asked: Asked) -> ir.Table:
    """Clocks until they are decided, or their request is merged away."""
    import ibis

    rows = beside(fact("sla_clocks"), fact("requests").select(*REQUEST, "merged_at"), REQUEST)
    dropped_at = ibis.ifelse(rows.outcome == "dropped", rows.merged_at, ibis.null("int64"))
    return _moves(rows, rows.started_at, ibis.coalesce(rows.decided_at, dropped_at), "clock")


OPEN_POPULATIONS: dict[str, Cases] = {
    "requests": open_requests,
    "ruled_requests": ruled_requests,
    "first_waits": _open_first_waits,
    "first_waits_within": _open_first_waits_within,
    "reply_waits": _open_reply_waits,
    "promises": _open_promises,
    "links_response": _open_links_response,
    "links_resolution": _open_links_resolution,
    "sla_clocks": _open_sla_clocks,
}
