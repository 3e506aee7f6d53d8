"""The thread of each ticket: its events in order, each with the state it met and the request it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import RESOLVED_STATUSES, is_true
from deskwise.facts.joins import TICKET, beside
from deskwise.facts.moves import ORDER, RULED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

NOBODY = ""  # stands for "no holder" where null would mean "not said"


def thread(
    events: ir.Table, marks: ir.Table, rulings: ir.Table, later_events: ir.Table, rules: Rules
) -> ir.Table:
    """Every event of every known ticket up to its merge.

    `n` numbers a ticket's rows from 0. `holder_before`, `team_before` and `was` (the status) are as just
    before the row; `request` is the one current at it. `asks` marks a customer's message that is no
    acknowledgement, `replies` a public human message, `acts` a human act.
    """
    import ibis

    rows = events.filter(events.ticket.notnull() & (events.kind != "ruled"))
    rows = beside(rows, marks)
    rows = rows.filter(~rows.removed.fill_null(False) & ~rows.orphan.fill_null(False))
    before = ibis.window(group_by=TICKET, order_by=ORDER, preceding=(None, 1))
    in_order = ibis.window(group_by=TICKET, order_by=ORDER)
    assigned, escalated = rows.kind == "assigned", rows.kind == "escalated"
    held = ibis.ifelse(assigned, rows.agent.fill_null(NOBODY), ibis.null("string"))
    teamed = ibis.ifelse(assigned | escalated, rows.team, ibis.null("string"))
    status = ibis.ifelse(rows.kind == "status", rows.status, ibis.null("string"))
    rows = rows.mutate(
        n=ibis.row_number().over(in_order),
        was=status.last(include_null=False).over(before).fill_null("new"),
        holder_before=held.last(include_null=False).over(before).nullif(NOBODY),
        team_before=teamed.last(include_null=False).over(before),
        merged_before=(rows.kind == "merged").max().over(before),
        problem=rows.problem.fill_null(False),
    )
    rows = rows.filter(~rows.merged_before.fill_null(False)).drop(
        "merged_before",
        "removed",
        "orphan",
        "customer",
        "organisation",
        "type",
        "category",
        "priority",
        "product",
    )
    rows = beside(rows, later_events, RULED)
    rows = beside(rows, rulings, RULED)
    from_customer = rows.kind.isin(["opened", "message"]) & (rows.role == "customer")
    acknowledges = ibis.cases(
        (rows.ruling == "acknowledgement", True),
        (rows.ruling == "needs_answer", False),
        else_=is_true(rows.extra, "acknowledgement"),
    )
    resolves = (
        (rows.kind == "status") & rows.status.isin(RESOLVED_STATUSES) & ~rows.was.isin(RESOLVED_STATUSES)
    )
    reopens = (
        (rows.kind == "status") & ~rows.status.isin(RESOLVED_STATUSES) & rows.was.isin(RESOLVED_STATUSES)
    )
    human_message = (rows.kind == "message") & (rows.role == "agent")
    return rows.select(
        *TICKET,
        *ORDER,
        "n",
        "kind",
        "role",
        "actor",
        "agent",
        "team",
        "channel",
        "status",
        "was",
        "holder_before",
        "team_before",
        "problem",
        "value",
        "scale",
        "extra",
        request=rows.later_request.fill_null(1),
        asks=from_customer & ~acknowledges,
        from_customer=from_customer,
        asks_ruled=from_customer & rows.ruling.isin(["acknowledgement", "needs_answer"]).fill_null(False),
        replies=human_message | (rows.kind == "answered"),
        ends_wait=((rows.kind == "message") & rows.role.isin(rules.wait_ended_by))
        | (rows.kind == "answered"),
        acts=human_message | (rows.kind == "answered") | (resolves & (rows.role == "agent")),
        resolves=resolves,
        reopens=reopens,
        ruling=rows.ruling,
    )


def openings(events: ir.Table, marks: ir.Table) -> ir.Table:
    """What each ticket's `opened` said: one row a ticket that has one, removed ones left out."""
    rows = events.filter((events.kind == "opened") & events.ticket.notnull())
    rows = rows.anti_join(marks.filter(marks.removed), TICKET)
    return rows.select(
        *TICKET,
        opening_id=rows.event_id,
        opened_at=rows["at"],
        opening_role=rows.role,
        customer=rows.customer,
        organisation=rows.organisation,
        channel=rows.channel,
        type=rows["type"],
        category=rows.category,
        priority=rows.priority,
        product=rows.product,
    )
