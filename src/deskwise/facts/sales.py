"""Sales and refunds, each credited to the customer's latest public human reply (definitions, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, beside
from deskwise.facts.thread import details

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules


def sale_rows(thread: ir.Table, outside: ir.Table, events: ir.Table) -> ir.Table:
    """Each sale that is in figures: not filed on a removed ticket, a problem, or after a merge."""
    import ibis

    said = details(events, "sale")
    buyers = events.filter(events.kind == "sale").select(*EVENT_KEY, "source", "customer")
    filed = thread.filter((thread.kind == "sale") & ~thread.problem).select(*EVENT_KEY, "at")
    filed = beside(beside(filed, said, EVENT_KEY), buyers, EVENT_KEY)
    alone = outside.filter(outside.kind == "sale")
    columns = (*EVENT_KEY, "source", "event_id", "fold_key", "value", "extra", "customer")
    return ibis.union(
        filed.select(*columns, sold_at=filed["at"], currency=filed.scale),
        alone.select(*columns, sold_at=alone["at"], currency=alone.scale),
    )


def _last_replies(rows: ir.Table, thread: ir.Table, core: ir.Table, rules: Rules) -> ir.Table:
    """For each sale that has one the place of the buyer's latest reply before it: ticket and `n`.

    One pass over each buyer's replies and sales in the order of instants, sales first among equals: the
    reply before a sale is strictly earlier. Among replies of one instant the smallest source, ticket and
    request is the last.
    """
    import ibis

    nothing, nobody = ibis.null("int64"), ibis.null("string")
    bought = rows.filter(rows.customer.notnull())
    owned = core.select(*REQUEST_KEY, "source", "ticket", "customer").semi_join(
        bought.select("customer").distinct(), ["customer"]
    )
    replies = thread.filter(thread.replies & ~thread.problem)
    replies = replies.select(*REQUEST_KEY, "n", replied_at=replies["at"])
    replies = beside(replies, owned, REQUEST_KEY, only_matching=True)
    stream = ibis.union(
        replies.select(
            "customer",
            happened_at=replies.replied_at,
            place=ibis.literal(1, "int64"),
            reply_key=replies.ticket_key,
            order_source=replies.source,
            order_ticket=replies.ticket,
            order_request=replies.request,
            order_n=replies.n,
            sale_key=nothing,
        ),
        bought.select(
            "customer",
            happened_at=bought.sold_at,
            place=ibis.literal(0, "int64"),
            reply_key=nothing,
            order_source=nobody,
            order_ticket=nobody,
            order_request=nothing,
            order_n=nothing,
            sale_key=bought.event_key,
        ),
    )
    replied = stream.sale_key.isnull()
    before = ibis.window(
        group_by="customer",
        order_by=[
            "happened_at",
            "place",
            ibis.desc("order_source"),
            ibis.desc("order_ticket"),
            ibis.desc("order_request"),
            ibis.desc("order_n"),
        ],
        preceding=(None, 1),
    )
    stream = stream.mutate(
        replied_at=ibis.ifelse(replied, stream.happened_at, nothing).last(include_null=False).over(before),
        reply_key=stream.reply_key.last(include_null=False).over(before),
        reply_n=stream.order_n.last(include_null=False).over(before),
    )
    found = stream.filter(stream.sale_key.notnull() & stream.reply_n.notnull())
    found = found.filter(found.happened_at - found.replied_at <= rules.sale_microseconds)
    return found.select("sale_key", "replied_at", ticket_key="reply_key", n="reply_n")


def sales(rows: ir.Table, thread: ir.Table, core: ir.Table, tickets: ir.Table, rules: Rules) -> ir.Table:
    """The facts of sales, each with the reply it is credited to."""
    import ibis

    found = _last_replies(rows, thread, core, rules)
    who = thread.filter(thread.replies).select(*REQUEST_KEY, "n", replier="actor", replier_team="team_before")
    found = beside(who, found, ["ticket_key", "n"], only_matching=True)
    named = tickets.select("ticket_key", reply_source="source", reply_ticket="ticket")
    found = beside(found, named).drop("ticket_key", "n").rename(event_key="sale_key")
    credited = beside(rows, found, EVENT_KEY)
    return credited.select(
        "event_id",
        "fold_key",
        "sold_at",
        "value",
        "currency",
        "customer",
        "replied_at",
        source=ibis.coalesce(credited.reply_source, credited.source),
        ticket=credited.reply_ticket,
        request=credited.request,
        sale_kind=ibis.ifelse(credited.extra.notnull(), credited.extra.get("kind"), ibis.null("string")),
        credited=credited.reply_ticket.notnull(),
        agent=credited.replier,
        team=credited.replier_team,
    )
