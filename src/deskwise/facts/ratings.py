"""What customers and reviewers said: ratings, surveys, complaints, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, TICKET_KEY, beside
from deskwise.facts.thread import details

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules

NOBODY = ""  # stands for "no holder" where null would mean "not said"


def ticketless(events: ir.Table, orphans: ir.Table) -> ir.Table:
    """Events of kinds that need no ticket, and name none or one nobody knows; `ticket` is null."""
    import ibis

    rows = events.filter(events.kind.isin(["survey_sent", "rated", "complaint", "sale", "worked"]))
    rows = beside(rows, orphans, found_as="orphan")
    rows = rows.filter(rows.ticket.isnull() | rows.orphan)
    nothing = ibis.null("int64")
    return rows.drop("orphan").mutate(ticket=ibis.null("string"), ticket_key=nothing, request=nothing)


def _said(rows: ir.Table, key: str) -> ir.Value:
    import ibis

    return ibis.ifelse(rows.extra.notnull(), rows.extra.get(key), ibis.null("string"))


def credited_agents(thread: ir.Table, resolved: ir.Table) -> ir.Table:
    """Each rating and survey of a request with the last resolution and the last reply before it.

    Columns: the event's place, `after_resolution`, `resolver`, `last_replier`.
    """
    import ibis

    asked = thread.filter(thread.kind.isin(["rated", "survey_sent"]) & ~thread.problem)
    rated_requests = asked.select(*REQUEST_KEY).distinct()
    resolvers = resolved.semi_join(rated_requests, REQUEST_KEY)
    resolvers = resolvers.select(
        *REQUEST_KEY,
        "n",
        resolver=resolvers.agent.fill_null(NOBODY),
        replier=ibis.null("string"),
        asked=ibis.literal(False),
    )
    replies = thread.filter(thread.replies).semi_join(rated_requests, REQUEST_KEY)
    replies = replies.select(
        *REQUEST_KEY,
        "n",
        resolver=ibis.null("string"),
        replier=replies.actor.fill_null(NOBODY),
        asked=ibis.literal(False),
    )
    questions = asked.select(
        *REQUEST_KEY, "n", resolver=ibis.null("string"), replier=ibis.null("string"), asked=ibis.literal(True)
    )
    stream = ibis.union(resolvers, replies, questions)
    before = ibis.window(group_by=REQUEST_KEY, order_by="n", preceding=(None, 1))
    stream = stream.mutate(
        resolver=stream.resolver.last(include_null=False).over(before),
        last_replier=stream.replier.last(include_null=False).over(before),
    )
    stream = stream.filter(stream.asked)
    return stream.select(
        *REQUEST_KEY,
        "n",
        after_resolution=stream.resolver.notnull(),
        resolver=stream.resolver.nullif(NOBODY),
        last_replier=stream.last_replier.nullif(NOBODY),
    )


def _of_request() -> dict[str, ir.Value]:
    """What a fact of a request leaves to it."""
    import ibis

    return dict.fromkeys(("customer", "organisation", "product"), ibis.null("string"))


def _of_event(rows: ir.Table) -> dict[str, ir.Value]:
    """What a fact without a ticket has of its own."""
    return {"customer": rows.customer, "organisation": rows.organisation, "product": rows["product"]}


def _default_agent(rows: ir.Table, rules: Rules) -> ir.Value:
    import ibis

    resolver = ibis.ifelse(rows.after_resolution, rows.resolver, rows.holder_before)
    if rules.rating_attribution == "last_replier":
        return ibis.coalesce(rows.last_replier, resolver)
    return resolver


def ratings(
    thread: ir.Table,
    events: ir.Table,
    outside: ir.Table,
    credited: ir.Table,
    tickets: ir.Table,
    rules: Rules,
) -> ir.Table:
    """The facts of ratings; with `everyone_who_replied` a row for each who had replied in the request."""
    import ibis

    rows = thread.filter((thread.kind == "rated") & ~thread.problem)
    rows = rows.select(*REQUEST_KEY, *EVENT_KEY, "n", "at", "agent", "holder_before", "team_before")
    rows = beside(rows, details(events, "rated"), EVENT_KEY)
    rows = beside(rows, credited, [*REQUEST_KEY, "n"])
    last = ibis.row_number().over(ibis.window(group_by=[*REQUEST_KEY, "scale"], order_by=ibis.desc("n")))
    rows = rows.mutate(counts=last == 0, default_agent=_default_agent(rows, rules))
    if rules.rating_attribution == "everyone_who_replied":
        replies = thread.filter(thread.replies & thread.actor.notnull())
        replies = replies.select(*REQUEST_KEY, replied_n=replies.n, shared_by=replies.actor)
        named = rows.filter(rows.agent.notnull()).mutate(shared_by=ibis.null("string"))
        shared = beside(
            rows.filter(rows.agent.isnull()),
            replies,
            REQUEST_KEY,
            also=lambda rating, reply: [reply.replied_n < rating.n],
        )
        shared = shared.drop("replied_n").distinct(on=(*REQUEST_KEY, "n", "shared_by"))
        rows = ibis.union(named, shared.select(*named.columns))
        rows = rows.mutate(default_agent=ibis.coalesce(rows.shared_by, rows.default_agent))
    rows = beside(rows, tickets)
    within = rows.select(
        *REQUEST,
        *TICKET_KEY,
        "event_id",
        "fold_key",
        "scale",
        "value",
        "counts",
        rated_at=rows["at"],
        agent=ibis.coalesce(rows.agent, rows.default_agent),
        team=rows.team_before,
        **_of_request(),
        about=_said(rows, "about"),
    )
    alone = outside.filter(outside.kind == "rated")
    alone = alone.select(
        *REQUEST,
        *TICKET_KEY,
        "event_id",
        "fold_key",
        "scale",
        "value",
        counts=ibis.literal(True),
        rated_at=alone["at"],
        agent=alone.agent,
        team=alone.team,
        **_of_event(alone),
        about=_said(alone, "about"),
    )
    return ibis.union(within, alone)


def badly_rated(rated: ir.Table) -> ir.Table:
    """Requests whose last rating on some scale is bad: 1 or 2 of 5, bad, not solved."""
    bad = ((rated.scale == "1-5") & (rated.value <= 2)) | (
        rated.scale.isin(["good_bad", "solved"]) & (rated.value == 0)
    )
    return rated.filter(rated.request.notnull() & rated.counts & bad).select(*REQUEST_KEY).distinct()


def surveys(
    thread: ir.Table,
    events: ir.Table,
    outside: ir.Table,
    credited: ir.Table,
    tickets: ir.Table,
    rules: Rules,
) -> ir.Table:
    """The facts of surveys: answered if a rating of the request (else the customer) is next."""
    import ibis

    rows = thread.filter(thread.kind.isin(["rated", "survey_sent"]) & ~thread.problem)
    in_order = ibis.window(group_by=REQUEST_KEY, order_by="n")
    rows = rows.mutate(next_kind=rows.kind.lead(1).over(in_order))
    rows = rows.filter(rows.kind == "survey_sent")
    rows = rows.select(
        *REQUEST_KEY, *EVENT_KEY, "n", "at", "agent", "holder_before", "team_before", "next_kind"
    )
    rows = beside(rows, details(events, "survey_sent").select(*EVENT_KEY, "event_id", "fold_key"), EVENT_KEY)
    rows = beside(beside(rows, credited, [*REQUEST_KEY, "n"]), tickets)
    within = rows.select(
        *REQUEST,
        "event_id",
        "fold_key",
        sent_at=rows["at"],
        agent=ibis.coalesce(rows.agent, _default_agent(rows, rules)),
        team=rows.team_before,
        answered=rows.next_kind.identical_to("rated"),
        **_of_request(),
    )
    alone = outside.filter(outside.kind.isin(["rated", "survey_sent"]))
    # Without a ticket order is by the instant alone: a rating of the survey's own instant is not after it.
    alone = alone.mutate(place=ibis.ifelse(alone.kind == "rated", 0, 1))
    by_customer = ibis.window(group_by="customer", order_by=["at", "place", "source", "seq", "event_id"])
    alone = alone.mutate(next_kind=alone.kind.lead(1).over(by_customer))
    alone = alone.filter(alone.kind == "survey_sent")
    alone = alone.select(
        *REQUEST,
        "event_id",
        "fold_key",
        sent_at=alone["at"],
        agent=alone.agent,
        team=alone.team,
        answered=alone.customer.notnull() & alone.next_kind.identical_to("rated"),
        **_of_event(alone),
    )
    return ibis.union(within, alone)


def complaints(
    thread: ir.Table, events: ir.Table, outside: ir.Table, rulings: ir.Table, tickets: ir.Table
) -> ir.Table:
    """The facts of complaints, with those a ruling dismisses marked."""
    import ibis

    rows = thread.filter((thread.kind == "complaint") & ~thread.problem)
    rows = rows.select(*REQUEST_KEY, *EVENT_KEY, "at", "agent", "holder_before", "team_before", "ruling")
    rows = beside(rows, details(events, "complaint").select(*EVENT_KEY, "event_id", "fold_key"), EVENT_KEY)
    rows = beside(rows, tickets)
    within = rows.select(
        *REQUEST,
        "event_id",
        "fold_key",
        complained_at=rows["at"],
        agent=ibis.coalesce(rows.agent, rows.holder_before),
        team=rows.team_before,
        **_of_request(),
        dismissed=rows.ruling.identical_to("no_complaint"),
    )
    ruled = rulings.filter(rulings.ruling == "no_complaint")
    ruled = ruled.select("source", "event_id").distinct()
    alone = outside.filter(outside.kind == "complaint")
    alone = beside(alone, ruled, ["source", "event_id"], found_as="dismissed")
    alone = alone.select(
        *REQUEST,
        "event_id",
        "fold_key",
        complained_at=alone["at"],
        agent=alone.agent,
        team=alone.team,
        **_of_event(alone),
        dismissed=alone.dismissed,
    )
    rows = ibis.union(within, alone)
    return rows.mutate(ruled=rows.dismissed)


def reviews(thread: ir.Table, events: ir.Table) -> ir.Table:
    """The facts of quality reviews, problems left out: of the agent named, else nobody's."""
    rows = thread.filter((thread.kind == "reviewed") & ~thread.problem)
    rows = beside(rows, details(events, "reviewed").select(*EVENT_KEY, "event_id", "value"), EVENT_KEY)
    return rows.select(
        *REQUEST_KEY, "event_id", "value", reviewed_at=rows["at"], agent=rows.agent, team=rows.team_before
    )


__all__ = [
    "badly_rated",
    "complaints",
    "credited_agents",
    "ratings",
    "reviews",
    "surveys",
    "ticketless",
]
