"""Sales and refunds, each credited to the customer's latest public human reply (definitions, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import REQUEST, TICKET, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

SALE = ("source", "event_id", "filed_on")


def sale_rows(thread: ir.Table, outside: ir.Table, events: ir.Table) -> ir.Table:
    """Each sale that is in figures: not filed on a removed ticket, a problem, or after a merge."""
    import ibis

    buyers = events.filter(events.kind == "sale").select("source", "event_id", "ticket", "customer")
    filed = thread.filter((thread.kind == "sale") & ~thread.problem)
    filed = beside(filed, buyers, ["source", "ticket", "event_id"], only_matching=True)
    alone = outside.filter(outside.kind == "sale")
    columns = {"sold_at": "at", "currency": "scale"}
    return ibis.union(
        filed.select(
            "source",
            "event_id",
            "value",
            "extra",
            "customer",
            filed_on=filed.ticket,
            **{name: filed[column] for name, column in columns.items()},
        ),
        alone.select(
            "source",
            "event_id",
            "value",
            "extra",
            "customer",
            filed_on=alone.ticket,
            **{name: alone[column] for name, column in columns.items()},
        ),
    )


def sales(rows: ir.Table, thread: ir.Table, core: ir.Table, rules: Rules) -> ir.Table:
    """The facts of sales.

    One pass over each buyer's replies and sales in the order of instants, sales first among equals: the
    reply before a sale is strictly earlier. Among replies of one instant the smallest source, ticket and
    request is the last.
    """
    import ibis

    nothing, nobody = ibis.null("int64"), ibis.null("string")
    buyers = rows.filter(rows.customer.notnull()).select("customer").distinct()
    replies = thread.filter(thread.replies & ~thread.problem)
    replies = replies.select(*REQUEST, "n", "actor", "team_before", replied_at=replies["at"])
    replies = beside(replies, core.select(*REQUEST, "customer"), REQUEST, only_matching=True)
    replies = replies.semi_join(buyers, ["customer"])
    told = replies.select(
        "customer",
        happened_at=replies.replied_at,
        place=ibis.literal(1, "int64"),
        order_source=replies.source,
        order_ticket=replies.ticket,
        order_request=replies.request,
        order_n=replies.n,
        reply_n=replies.n,
        sale_source=nobody,
        sale_event=nobody,
        sale_filed_on=nobody,
    )
    bought = rows.filter(rows.customer.notnull())
    bought = bought.select(
        "customer",
        happened_at=bought.sold_at,
        place=ibis.literal(0, "int64"),
        order_source=nobody,
        order_ticket=nobody,
        order_request=nothing,
        order_n=nothing,
        reply_n=nothing,
        sale_source=bought.source,
        sale_event=bought.event_id,
        sale_filed_on=bought.filed_on,
    )
    stream = ibis.union(told, bought)
    replied = stream.reply_n.notnull()
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
        reply_source=stream.order_source.last(include_null=False).over(before),
        reply_ticket=stream.order_ticket.last(include_null=False).over(before),
        credited_n=stream.reply_n.last(include_null=False).over(before),
    )
    found = stream.filter(stream.sale_event.notnull() & stream.credited_n.notnull())
    found = found.filter(found.happened_at - found.replied_at <= rules.sale_microseconds)
    found = found.select(
        "replied_at",
        "reply_source",
        "reply_ticket",
        "credited_n",
        "sale_source",
        "sale_event",
        "sale_filed_on",
    )
    who = thread.filter(thread.replies).select(
        reply_source="source",
        reply_ticket="ticket",
        credited_n="n",
        credited_request="request",
        replier="actor",
        replier_team="team_before",
    )
    found = beside(found, who, ["reply_source", "reply_ticket", "credited_n"], only_matching=True)
    found = found.mutate(
        source=found.sale_source, event_id=found.sale_event, filed=found.sale_filed_on.fill_null("")
    )
    found = found.drop("sale_source", "sale_event", "sale_filed_on")
    all_sales = rows.mutate(filed=rows.filed_on.fill_null(""))
    credited = beside(all_sales, found, ["source", "event_id", "filed"])
    return credited.select(
        "event_id",
        "sold_at",
        "value",
        "currency",
        "customer",
        "replied_at",
        source=ibis.coalesce(credited.reply_source, credited.source),
        ticket=credited.reply_ticket,
        request=credited.credited_request,
        sale_kind=ibis.ifelse(credited.extra.notnull(), credited.extra.get("kind"), nobody),
        credited=credited.credited_n.notnull(),
        agent=credited.replier,
        team=credited.replier_team,
    )


__all__ = ["TICKET", "sale_rows", "sales"]
