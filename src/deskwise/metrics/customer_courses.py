"""Customers who wrote in a span of time, what became of their first request in it, and what they did then.

Beside them stand the customers who were known already and did not write in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Clock
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import select
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.tables import fact, moment, requests
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

METRIC = "customer_return_rate"
# Whoever bought twice or more often before is one of those who did.
MOST_EARLIER = 2


# There are many of these: a tuple is made in a tenth of the time that a frozen dataclass takes.
class Alike(NamedTuple):
    """What makes customers alike as the span begins: organisation, stage, purchases before (two are many)."""

    organisation: str | None
    stage: str | None
    purchases: int


class Course(NamedTuple):
    """A customer's first request in the span, and what they did after it; an instant is null where never.

    `known_before` says that the customer was known as the span began. `since_at` is the first resolution, of
    a request without one its beginning; `met_at` the first human act; `waited_microseconds` the first wait,
    null where nobody answered it. `first_contact` is null where the metric of that name has no such case.
    `bought_at` is the first purchase after `since_at`, `bought_after_met_at` that after `met_at`;
    `wrote_again_at` the next request, on whatever ticket.
    """

    alike: Alike
    known_before: bool
    channel: str | None
    since_at: int
    met_at: int | None
    waited_microseconds: int | None
    gave_up: bool
    resolved: bool
    first_contact: bool | None
    reopened: bool
    badly_rated: bool
    escalated: bool
    bought_at: int | None
    bought_after_met_at: int | None
    wrote_again_at: int | None


@dataclass(frozen=True)
class Silent:
    """Customers who were known before the span and did not write in it, of one kind.

    `sales` are the instants of purchases after its beginning, of each customer who bought.
    """

    n: int
    sales: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Courses:
    """Customers who wrote and customers who did not; `any_sale` says whether any purchase is known at all."""

    wrote: tuple[Course, ...]
    silent: Mapping[Alike, Silent]
    any_sale: bool


def read_courses(
    where: Mapping[str, tuple[str | None, ...]],
    span: tuple[int, int],
    clock: Clock,
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> Courses:
    """The courses of a span. Filters narrow the requests; of those who did not write, organisation alone."""
    asked = select((METRIC,), where=where, since_at=span[0], until_at=span[1], clock=clock)
    (metric,) = asked.chosen_metrics()
    line = timeline(asked, rules, horizon)
    shape = plan(metric, asked, rules, line).shape
    queries = Queries(engine, compiled, inputs(asked, rules, line, horizon))
    wrote = queries.rows(f"courses:{clock}|{shape.key()}", lambda: _wrote(shape, clock))
    counted = queries.rows("courses_silent", _silent_counts)
    sold = queries.rows("courses_silent_sales", _silent_sales)
    ((any_sale,),) = queries.rows("courses_any_sale", _any_sale)
    sales: dict[Alike, dict[str, list[int]]] = {}
    for organisation, stage, purchases, customer, sold_at in sold:
        alike = Alike(organisation, stage, int(purchases))
        sales.setdefault(alike, {}).setdefault(customer, []).append(int(sold_at))
    organisations = where.get("organisation")
    silent = {}
    for organisation, stage, purchases, n in counted:
        if organisations is None or organisation in organisations:
            alike = Alike(organisation, stage, int(purchases))
            own = tuple(tuple(sorted(each)) for each in sales.get(alike, {}).values())
            silent[alike] = Silent(int(n), tuple(sorted(own)))
    return Courses(tuple(Course(Alike(*row[:3]), *row[3:]) for row in wrote), silent, bool(any_sale))


def _sales() -> ir.Table:
    rows = fact("sales")
    rows = rows.filter((rows["value"] >= 0) & rows.customer.notnull())
    return rows.select("customer", "sold_at")


def _any_sale() -> ir.Table:
    rows = _sales()
    return rows.aggregate(n=rows.count() > 0)


def _first_requests(shape: Shape, clock: Clock) -> ir.Table:
    """One row a customer: the first request they raised in the span, within the filters."""
    import ibis

    rows = requests()
    rows = rows.filter(rows.customer.notnull() & rows.merged_at.isnull() & (rows.raised_by == "customer"))
    waits = fact("waits")
    waits = waits.filter(waits.wait == 1)
    waits = waits.select(
        *REQUEST, first_outcome=waits.outcome, first_microseconds=waits[f"{clock}_microseconds"]
    )
    rows = beside(rows, waits, REQUEST)
    judged = rows.first_resolved_at.notnull() & rows.human_act_by_first_resolution
    judged = judged & (rows.contacts_before_first_resolution > 0)
    at_first = (
        (rows.contacts_before_first_resolution == 1)
        & ~rows.escalated_before_first_resolution
        & ~rows.first_recontact
    )
    cases = case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        whose=rows.customer,
        since_at=ibis.coalesce(rows.first_resolved_at, rows.raised_at),
        met_at=rows.first_human_act_at,
        waited=ibis.ifelse(rows.first_outcome == "answered", rows.first_microseconds, ibis.null("int64")),
        gave_up=(rows.first_outcome == "abandoned").fill_null(False),
        resolved=rows.first_resolved_at.notnull(),
        first_contact=ibis.ifelse(judged, at_first, ibis.null("boolean")),
        reopened=rows.reopenings > 0,
        badly_rated=rows.bad_rating,
        escalated=rows.escalated,
        by_channel=rows.channel,
    )
    found = sliced(cases, shape)
    order = ibis.window(group_by="whose", order_by=["anchor_at", "source", "ticket", "request"])
    found = found.mutate(place=ibis.row_number().over(order))
    return found.filter(found.place == 0)


def _wrote(shape: Shape, clock: Clock) -> ir.Table:
    """One row a customer who wrote, with what they are, what became of it and what they did then."""
    import ibis

    rows = _first_requests(shape, clock)
    met = rows.select("whose", "since_at", "met_at")
    sales = _sales().rename(whose="customer")
    after = beside(sales, met, ["whose"], only_matching=True)
    after = after.group_by("whose").aggregate(
        bought_at=after.sold_at.min(where=after.sold_at > after.since_at),
        bought_after_met_at=after.sold_at.min(where=after.sold_at > after.met_at),
    )
    others = requests()
    others = others.filter(others.customer.notnull()).select(
        whose=others.customer, raised_at=others.raised_at
    )
    again = beside(others, met, ["whose"], only_matching=True)
    again = again.group_by("whose").aggregate(
        wrote_again_at=again.raised_at.min(where=again.raised_at > again.since_at)
    )
    rows = beside(rows, after, ["whose"])
    rows = beside(rows, again, ["whose"])
    rows = beside(rows, _as_it_begins().rename(whose="customer"), ["whose"])
    return rows.select(
        known_organisation=rows.known_organisation,
        known_stage=rows.known_stage,
        purchases=rows.purchases.fill_null(0),
        known_before=rows.known_before.fill_null(False),
        channel=rows.by_channel,
        since_at=rows.since_at,
        met_at=rows.met_at,
        waited=rows.waited.cast("int64"),
        gave_up=rows.gave_up,
        resolved=rows.resolved,
        first_contact=rows.first_contact,
        reopened=rows.reopened,
        badly_rated=rows.badly_rated,
        escalated=rows.escalated,
        bought_at=rows.bought_at,
        bought_after_met_at=rows.bought_after_met_at,
        wrote_again_at=rows.wrote_again_at,
    ).order_by(ibis.asc("since_at"))


def _as_it_begins() -> ir.Table:
    """Every customer as the span begins: organisation, stage, purchases before, and whether known by then."""
    import ibis

    bounds = moment().select("start_at")
    sales = _sales().cross_join(bounds)
    bought = sales.group_by("customer").aggregate(
        purchases=ibis.least(sales.count(where=sales.sold_at < sales.start_at), MOST_EARLIER)
    )
    stages = fact("stages").cross_join(bounds)
    stages = stages.filter(stages.entered_at < stages.start_at)
    reached = stages.group_by("customer").aggregate(known_stage=stages.stage.argmax(stages.entered_at))
    rows = fact("customers").cross_join(bounds)
    rows = rows.select(
        "customer", known_organisation=rows.organisation, known_before=rows.known_at < rows.start_at
    )
    return beside(beside(rows, bought, ["customer"]), reached, ["customer"])


def _silent() -> ir.Table:
    """Every customer who was known as the span began and raised no request in it."""
    rows = _as_it_begins()
    rows = rows.filter(rows.known_before)
    others = requests().cross_join(moment().select("start_at", "end_at"))
    wrote = others.filter((others.raised_at >= others.start_at) & (others.raised_at < others.end_at))
    rows = rows.anti_join(wrote.filter(wrote.customer.notnull()), ["customer"])
    return rows.select("customer", "known_organisation", "known_stage", purchases=rows.purchases.fill_null(0))


def _silent_counts() -> ir.Table:
    rows = _silent()
    kinds = ("known_organisation", "known_stage", "purchases")
    return rows.group_by(*kinds).aggregate(n=rows.count()).select(*kinds, "n")


def _silent_sales() -> ir.Table:
    sales = _sales().cross_join(moment().select("start_at"))
    sales = sales.filter(sales.sold_at > sales.start_at).select("customer", "sold_at")
    rows = beside(sales, _silent(), ["customer"], only_matching=True)
    return rows.select("known_organisation", "known_stage", "purchases", "customer", "sold_at")
