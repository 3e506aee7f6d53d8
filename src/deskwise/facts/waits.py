"""Waits: from a customer's first unanswered public message to what ends it (definitions, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import REQUEST_KEY, TICKET_KEY, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules
    from deskwise.facts.working_hours import WorkingHours


def promoted_messages(thread: ir.Table, rules: Rules) -> ir.Table:
    """Messages on a resolved ticket that the reopening after them lets open a wait.

    A customer's message that asks for something, at most 60 s before the reopening (edge included), with
    no public human reply between. Columns: the ticket, its `n`, `promoted_request` (the request the
    reopening leads to).
    """
    import ibis

    reopened = thread.filter(thread.reopens).select(*TICKET_KEY).distinct()
    candidate = thread.asks & thread.was_resolved
    rows = thread.filter(candidate | thread.replies | thread.reopens | thread.resolves)
    rows = rows.semi_join(reopened, TICKET_KEY)
    candidate = rows.asks & rows.was_resolved
    following = ibis.window(group_by=TICKET_KEY, order_by="n", following=(1, None))
    rows = rows.mutate(
        candidate=candidate, stop_n=ibis.ifelse(candidate, ibis.null("int64"), rows.n).min().over(following)
    )
    stops = rows.filter(rows.reopens)
    stops = stops.select(*TICKET_KEY, stop_n=stops.n, reopened_at=stops["at"], promoted_request=stops.request)
    asking = rows.filter(rows.candidate).select(*TICKET_KEY, "n", "at", "stop_n")
    found = beside(asking, stops, [*TICKET_KEY, "stop_n"], only_matching=True)
    found = found.filter(found.reopened_at - found["at"] <= rules.message_before_reopening_microseconds)
    return found.select(*TICKET_KEY, "n", "promoted_request")


def ruled_contacts(thread: ir.Table, promoted: ir.Table) -> ir.Table:
    """The requests with a customer's message, of their own or promoted into them, ruled to ask or not to."""
    import ibis

    rows = thread.filter(thread.asks_ruled).select(*REQUEST_KEY, "n")
    led = beside(rows.drop("request"), promoted, [*TICKET_KEY, "n"], only_matching=True)
    led = led.select(*TICKET_KEY, request=led.promoted_request)
    return ibis.union(rows.select(*REQUEST_KEY), led).distinct()


def wait_edges(thread: ir.Table, promoted: ir.Table) -> ir.Table:
    """Each wait with its two edges: who began it when, and what ended it when (null: still open)."""
    import ibis

    gives_up = thread.kind.isin(["abandoned", "merged"])
    rows = thread.filter(~thread.problem & (thread.asks | thread.ends_wait | gives_up | thread.resolves))
    rows = beside(rows, promoted, [*TICKET_KEY, "n"])
    asks_openly = rows.asks & ~rows.was_resolved
    asking = asks_openly | rows.promoted_request.notnull()
    ending = rows.ends_wait | (rows.kind == "abandoned") | rows.resolves | (rows.kind == "merged")
    rows = rows.mutate(
        asking=asking, ending=ending, wait_request=ibis.coalesce(rows.promoted_request, rows.request)
    )
    rows = rows.filter(rows.asking | rows.ending)
    in_order = ibis.window(group_by=TICKET_KEY, order_by="n")
    rows = rows.mutate(asked_before=rows.asking.lag(1).over(in_order).fill_null(False))
    # A wait begins where asking follows no asking, and ends with the first ending after asking:
    # what is left alternates.
    rows = rows.filter(rows.asking != rows.asked_before)
    outcome = ibis.cases(
        (rows.asking, "open"),
        (rows.ends_wait, "answered"),
        (rows.kind == "abandoned", "abandoned"),
        (rows.kind == "merged", "merged"),
        else_="unanswered",
    )
    rows = rows.mutate(outcome=outcome)
    in_order = ibis.window(group_by=TICKET_KEY, order_by="n")
    rows = rows.select(
        *TICKET_KEY,
        "n",
        "asking",
        "team_before",
        end_holder=rows.holder_before.lead(1).over(in_order),
        end_team=rows.team_before.lead(1).over(in_order),
        request=rows.wait_request,
        started_at=rows["at"],
        ended_at=rows["at"].lead(1).over(in_order),
        ended_n=rows.n.lead(1).over(in_order),
        outcome=rows.outcome.lead(1).over(in_order).fill_null("open"),
        ended_by=rows.actor.lead(1).over(in_order),
        team=rows.team_before.lead(1).over(in_order),
    )
    return rows.filter(rows.asking).drop("asking")


def waits(edges: ir.Table, core: ir.Table, tickets: ir.Table, hours: WorkingHours) -> ir.Table:
    """The facts of waits; `ruled` are those of a request whose messages or edges a ruling touched.

    A wait is its request's team's just before it ended; one that is open is theirs who hold it at as-of.
    """
    import ibis

    rows = beside(edges, tickets)
    about = core.select(
        *REQUEST_KEY, "holder", "holding_team", ruled=core.boundary_ruled | core.contacts_ruled
    )
    rows = beside(rows, about, REQUEST_KEY)
    is_open = rows.outcome == "open"
    rows = rows.mutate(
        team=ibis.ifelse(is_open, rows.holding_team, rows.team),
        end_team=ibis.ifelse(is_open, rows.holding_team, rows.end_team),
        end_holder=ibis.ifelse(is_open, rows.holder, rows.end_holder),
    )
    numbered = ibis.window(group_by=REQUEST_KEY, order_by="n")
    rows = rows.mutate(
        wait=ibis.row_number().over(numbered) + 1,
        to_at=ibis.coalesce(rows.ended_at, rows.as_of),
        agent=ibis.ifelse(rows.outcome == "answered", rows.ended_by, ibis.null("string")),
    )
    rows = hours.with_calendar(rows, "started_at")
    rows = hours.with_working(rows, "started_at", "to_at", "working_microseconds")
    return rows.mutate(
        elapsed_microseconds=rows.to_at - rows.started_at,
        off_hours=rows.working_microseconds == 0,
    )
