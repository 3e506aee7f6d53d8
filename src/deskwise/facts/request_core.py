"""Requests from their own thread alone: when they began and ended, who held them, what was done in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import is_true
from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, TICKET_KEY, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

CHANGEABLE = ("type", "category", "priority", "product")
LIVE_CHANNELS = ("phone", "in_person")


def request_counts(thread: ir.Table) -> ir.Table:
    """One row a request: its first and last places of each kind, and what was counted on the way."""
    t = thread
    assigned = t.kind == "assigned"
    named = assigned & t.agent.notnull()
    teamed = t.kind.isin(["assigned", "escalated"]) & t.team.notnull()
    from_bot = (t.kind == "message") & (t.role == "bot")
    answered = t.kind == "answered"
    return t.group_by(*REQUEST_KEY).aggregate(
        problem=t.problem.max(),
        first_n=t.n.min(),
        raised_at=t["at"].min(),
        merged_at=t["at"].min(where=t.kind == "merged"),
        first_kind=t.kind.argmin(t.n),
        first_role=t.role.argmin(t.n),
        holder_given=t.agent.argmax(t.n, where=named),
        last_named_n=t.n.max(where=named),
        last_assigned_n=t.n.max(where=assigned),
        holder_inherited=t.holder_before.max(),
        team_given=t.team.argmax(t.n, where=teamed),
        team_inherited=t.team_before.max(),
        first_resolution_n=t.n.min(where=t.resolves),
        last_resolution_n=t.n.max(where=t.resolves),
        first_resolution_at=t["at"].min(where=t.resolves),
        last_resolution_at=t["at"].max(where=t.resolves),
        last_reopening_n=t.n.max(where=t.reopens),
        reopening_rows=t.reopens.cast("int64").sum(),
        first_act_n=t.n.min(where=t.acts),
        last_act_n=t.n.max(where=t.acts),
        first_human_act_at=t["at"].min(where=t.acts),
        human_messages=((t.kind == "message") & (t.role == "agent")).cast("int64").sum(),
        live_answers=(answered & t.channel.isin(LIVE_CHANNELS).fill_null(False)).cast("int64").sum(),
        unnamed_answers=(answered & t.channel.isnull()).cast("int64").sum(),
        first_bot_n=t.n.min(where=from_bot),
        first_channel=t.channel.min(where=t.from_customer),
        last_channel=t.channel.max(where=t.from_customer),
        messages_after_resolution=(t.from_customer & t.was_resolved).cast("int64").sum(),
    )


def changed_fields(events: ir.Table, thread: ir.Table, counts: ir.Table) -> ir.Table:
    """The last value each `changed` gave a request's type, category, priority and product.

    A later request inherits what an earlier one was given. Only requests of changed tickets are listed.
    """
    import ibis

    changed = events.filter((events.kind == "changed") & events.ticket_key.notnull())
    changed = changed.select(*EVENT_KEY, *CHANGEABLE)
    places = thread.filter(thread.kind == "changed").select(*REQUEST_KEY, *EVENT_KEY, "n")
    changed = beside(changed, places, EVENT_KEY, only_matching=True)
    given = changed.group_by(*REQUEST_KEY).aggregate(
        **{
            f"given_{name}": changed[name].argmax(changed.n, where=changed[name].notnull())
            for name in CHANGEABLE
        }
    )
    requests = counts.select(*REQUEST_KEY).semi_join(given.select(*TICKET_KEY).distinct(), TICKET_KEY)
    requests = beside(requests, given, REQUEST_KEY)
    so_far = ibis.window(group_by=TICKET_KEY, order_by="request", preceding=None, following=0)
    return requests.select(
        *REQUEST_KEY,
        **{
            f"changed_{name}": requests[f"given_{name}"].last(include_null=False).over(so_far)
            for name in CHANGEABLE
        },
    )


def solving_articles(events: ir.Table, thread: ir.Table) -> ir.Table:
    """The requests in which an article was used that solved."""
    used = events.filter((events.kind == "article_used") & is_true(events.extra, "solved"))
    places = thread.filter(thread.kind == "article_used").select(*REQUEST_KEY, *EVENT_KEY)
    return places.semi_join(used.select(*EVENT_KEY), EVENT_KEY).select(*REQUEST_KEY).distinct()


def request_core(
    counts: ir.Table,
    openings: ir.Table,
    later: ir.Table,
    changed: ir.Table,
    solved: ir.Table,
    ruled_contacts: ir.Table,
    tickets: ir.Table,
) -> ir.Table:
    """One row a request with what it is by itself, before resolutions, waits and neighbours are known.

    Of a merged-away request nothing is resolved and nobody has handled it.
    """
    import ibis

    rows = beside(counts, openings.drop("opening_id", "opened_at", "opening_role"))
    rows = beside(rows, changed, REQUEST_KEY)
    rows = beside(rows, tickets)
    rows = beside(rows, solved, REQUEST_KEY, found_as="article_solved")
    rows = beside(rows, ruled_contacts, REQUEST_KEY, found_as="contacts_ruled")
    begun = later.select(*REQUEST_KEY, begun_by_ruling=later.begins_ruled)
    rows = beside(rows, begun, REQUEST_KEY)
    ended = later.select(
        *TICKET_KEY, request=later.request - 1, ended_at=later.begins_at, ended_by_ruling=later.begins_ruled
    )
    rows = beside(rows, ended, REQUEST_KEY)
    merged = rows.merged_at.notnull()
    reopened_last = rows.last_reopening_n.notnull() & (rows.last_reopening_n > rows.last_resolution_n)
    stands = rows.last_resolution_n.notnull() & ~reopened_last & ~merged
    missing_opening = (rows.request == 1) & (rows.first_kind != "opened")
    nothing, nobody = ibis.null("int64"), ibis.null("string")
    return rows.select(
        *REQUEST_KEY,
        "source",
        "ticket",
        "problem",
        "raised_at",
        "ended_at",
        "merged_at",
        "as_of",
        "customer",
        "organisation",
        "channel",
        *(ibis.coalesce(rows[f"changed_{name}"], rows[name]).name(name) for name in CHANGEABLE),
        "first_n",
        "first_resolution_n",
        "last_resolution_n",
        "first_act_n",
        "first_human_act_at",
        "first_bot_n",
        "last_act_n",
        "messages_after_resolution",
        raised_by=ibis.ifelse(missing_opening, "system", rows.first_role),
        began_by=ibis.cases(
            (rows.request > 1, "reopening"), (missing_opening, "first_event"), else_="opened"
        ),
        holder=ibis.cases(
            (rows.last_assigned_n.isnull(), rows.holder_inherited),
            (rows.last_assigned_n == rows.last_named_n, rows.holder_given),
            else_=nobody,
        ),
        holding_team=ibis.coalesce(rows.team_given, rows.team_inherited),
        team_inherited=ibis.ifelse(rows.request > 1, rows.team_inherited, nobody),
        merged=merged,
        stands=stands,
        first_resolved_at=ibis.ifelse(merged, nothing, rows.first_resolution_at),
        resolved_at=ibis.ifelse(stands, rows.last_resolution_at, nothing),
        reopenings=rows.reopening_rows - (rows.request > 1).cast("int64"),
        handled=rows.first_act_n.notnull() & ~merged,
        touches=rows.human_messages
        + rows.live_answers
        + ibis.ifelse(rows.channel.isin(LIVE_CHANNELS).fill_null(False), rows.unnamed_answers, 0),
        customer_channels=ibis.cases(
            (rows.first_channel.isnull(), 0), (rows.first_channel == rows.last_channel, 1), else_=2
        ),
        article_solved=rows.article_solved,
        boundary_ruled=rows.begun_by_ruling.fill_null(False) | rows.ended_by_ruling.fill_null(False),
        contacts_ruled=rows.contacts_ruled,
    )


def request_fields(events: ir.Table, thread: ir.Table, counts: ir.Table) -> ir.Table:
    """The last known value of each further field (`extra` of opened and changed) of a request."""
    import ibis

    told = events.filter(
        events.kind.isin(["opened", "changed"]) & events.ticket_key.notnull() & events.extra.notnull()
    )
    told = told.select(*EVENT_KEY, "extra", field=told.extra.keys().unnest())
    told = told.select(*EVENT_KEY, "field", value=told.extra.get(told.field))
    places = thread.filter(thread.kind.isin(["opened", "changed"]))
    places = places.select(*TICKET_KEY, *EVENT_KEY, "n", told_in=places.request)
    told = beside(places, told.filter(told.value.notnull()), EVENT_KEY, only_matching=True)
    requests = counts.select(key_ticket_key="ticket_key", request="request")
    known = told.inner_join(
        requests, [told.ticket_key == requests.key_ticket_key, told.told_in <= requests.request]
    )
    last = ibis.row_number().over(ibis.window(group_by=[*REQUEST_KEY, "field"], order_by=ibis.desc("n")))
    known = known.select(*REQUEST_KEY, "field", "value", place=last)
    return known.filter(known.place == 0).drop("place")
