"""The thread of each ticket: its events in order, each with the state it met and the request it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import RESOLVED_STATUSES, is_true
from deskwise.facts.joins import EVENT_KEY, TICKET_KEY, beside
from deskwise.facts.moves import ORDER, RULED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules


def thread(events: ir.Table, marks: ir.Table, rulings: ir.Table, later: ir.Table, rules: Rules) -> ir.Table:
    """Every event of every known ticket up to its merge.

    `n` numbers a ticket's rows from 0. `holder_before`, `team_before` and `was` (the status) are as just
    before the row; `request` is the one current at it. `asks` marks a customer's message that is no
    acknowledgement, `replies` a public human message, `acts` a human act. What only few events say is
    found by `event_key` in the events.
    """
    import ibis

    rows = events.select(
        *TICKET_KEY, *EVENT_KEY, *ORDER, "kind", "role", "actor", "team", "agent", "channel", "status",
        acknowledges=is_true(events.extra, "acknowledgement"),
    )  # fmt: skip
    rows = beside(rows, marks)
    rows = rows.filter(~rows.removed.fill_null(False) & ~rows.orphan.fill_null(False))
    rows = beside(rows, later.select(*EVENT_KEY, begun="request"), EVENT_KEY)
    before = ibis.window(group_by=TICKET_KEY, order_by=ORDER, preceding=(None, 1))
    so_far = ibis.window(group_by=TICKET_KEY, order_by=ORDER, preceding=None, following=0)
    in_order = ibis.window(group_by=TICKET_KEY, order_by=ORDER)
    assigned, escalated = rows.kind == "assigned", rows.kind == "escalated"
    # Nulls without a type: one of text would turn what an engine holds as numbers into texts.
    held = ibis.ifelse(assigned, rows.agent, ibis.null())
    released = ibis.ifelse(assigned, rows.agent.isnull(), ibis.null())
    teamed = ibis.ifelse(assigned | escalated, rows.team, ibis.null())
    status = ibis.ifelse(rows.kind == "status", rows.status, ibis.null())
    merged = ibis.ifelse(rows.kind == "merged", True, ibis.null())
    rows = rows.mutate(
        n=ibis.row_number().over(in_order),
        status_before=status.last(include_null=False).over(before),
        last_holder=held.last(include_null=False).over(before),
        released=released.last(include_null=False).over(before),
        team_before=teamed.last(include_null=False).over(before),
        merged_before=merged.last(include_null=False).over(before),
        request=rows.begun.last(include_null=False).over(so_far).fill_null(1),
    )
    rows = rows.filter(rows.merged_before.isnull())
    rows = beside(rows, rulings.select(*RULED, "ruling"), RULED)
    from_customer = rows.kind.isin(["opened", "message"]) & (rows.role == "customer")
    acknowledges = ibis.cases(
        (rows.ruling == "acknowledgement", True),
        (rows.ruling == "needs_answer", False),
        else_=rows.acknowledges,
    )
    was_resolved = rows.status_before.isin(RESOLVED_STATUSES).fill_null(False)
    moved = rows.kind == "status"
    resolves = moved & rows.status.isin(RESOLVED_STATUSES) & ~was_resolved
    reopens = moved & ~rows.status.isin(RESOLVED_STATUSES) & was_resolved
    human_message = (rows.kind == "message") & (rows.role == "agent")
    return rows.select(
        *TICKET_KEY,
        *EVENT_KEY,
        "at",
        "n",
        "request",
        "kind",
        "role",
        "actor",
        "agent",
        "team",
        "channel",
        "status",
        "team_before",
        "ruling",
        holder_before=ibis.ifelse(rows.released.fill_null(False), ibis.null(), rows.last_holder),
        problem=rows.problem.fill_null(False),
        was_resolved=was_resolved,
        # A ticket is new before its first status.
        moves=moved & (rows.status != rows.status_before.fill_null("new")),
        asks=from_customer & ~acknowledges,
        from_customer=from_customer,
        asks_ruled=from_customer & rows.ruling.isin(["acknowledgement", "needs_answer"]).fill_null(False),
        replies=human_message | (rows.kind == "answered"),
        ends_wait=((rows.kind == "message") & rows.role.isin(rules.wait_ended_by))
        | (rows.kind == "answered"),
        acts=human_message | (rows.kind == "answered") | (resolves & (rows.role == "agent")),
        resolves=resolves,
        reopens=reopens,
    )


def details(events: ir.Table, *kinds: str) -> ir.Table:
    """What the thread leaves out of events of a kind: their id, value, scale and further fields, by key."""
    rows = events.filter(events.kind.isin(kinds) & events.ticket_key.notnull())
    return rows.select(*EVENT_KEY, "fold_key", "event_id", "value", "scale", "extra")


def openings(events: ir.Table, marks: ir.Table) -> ir.Table:
    """What each ticket's `opened` said: one row a ticket that has one, removed ones left out."""
    rows = events.filter((events.kind == "opened") & events.ticket_key.notnull())
    rows = rows.anti_join(marks.filter(marks.removed), TICKET_KEY)
    return rows.select(
        *TICKET_KEY,
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
