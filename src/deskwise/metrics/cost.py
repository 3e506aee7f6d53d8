"""What requests cost, by the hourly cost set for the teams that worked on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import RESOLVER, SERVICE_DESK, resolved_cases, resolved_requests
from deskwise.metrics.tables import costs, fact

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOUR_SECONDS = 3600


def _costs(rows: ir.Table) -> ir.Table:
    """Resolved requests by currency, with what was worked on them x the hourly cost; 0 without any work."""
    import ibis

    # A cast of such wide decimals is dear: once a team, and not once for each piece of work.
    hourly = costs().mutate(hourly=lambda given: given.hourly.cast("decimal(19, 6)"))
    work = beside(fact("work").select(*REQUEST, "team", "seconds"), hourly, ["team"], only_matching=True)
    paid = work.seconds.cast("decimal(19, 6)") * work.hourly
    spent = work.mutate(paid=paid).group_by(*REQUEST, "currency")
    spent = spent.aggregate(paid=lambda found: found.paid.sum().cast("decimal(38, 12)"))
    priced = rows.cross_join(hourly.select("currency").distinct())
    priced = beside(priced, spent, [*REQUEST, "currency"])
    nothing = ibis.literal(0).cast("decimal(38, 12)")
    return resolved_cases(priced, value=ibis.coalesce(priced.paid, nothing), currency=priced.currency)


def _of_all(_asked: Asked) -> ir.Table:
    return _costs(resolved_requests())


def _of_recontacts(_asked: Asked) -> ir.Table:
    import ibis

    rows = resolved_requests()
    rows = rows.filter(rows.recontact_of_another)
    told = fact("resolutions")
    told = told.filter(told.recontact_within_window & told.ruled & ~told.merged)
    told = told.filter(told.recontact_by == "ticket")
    told = told.select(source="recontact_source", ticket="recontact_ticket", request=ibis.literal(1, "int64"))
    rows = beside(rows, told.distinct(), REQUEST, found_as="told_by_ruling")
    return _costs(rows.mutate(boundary_ruled=rows.boundary_ruled | rows.told_by_ruling))


COST_PER_REQUEST = Metric(
    name="cost_per_request",
    label="Cost per request",
    tells="What the work on a resolved request costs.",
    formula="worked x the hourly cost of the team that did it, per resolved request, those without work too",
    unit="money",
    better="lower",
    population="requests that stand resolved at as-of, once for each currency of hourly costs",
    null_when="no request was resolved, or no hourly cost is set",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-cost_per_request-work_times_hourly_cost",
    kind="mean",
    cases=_of_all,
    open_of="requests",
    always_by=("currency",),
    ratio=True,
    per_unit=HOUR_SECONDS,
)
COST_OF_RECONTACTS = Metric(
    name="cost_of_recontacts",
    label="Cost of re-contacts",
    tells="What the work costs on requests that another's solution did not settle.",
    formula="worked x the hourly cost of the team that did it, per resolved request that is a re-contact",
    unit="money",
    better="lower",
    population="resolved requests that are a re-contact of another, once for each currency of hourly costs",
    null_when="no such request was resolved, or no hourly cost is set",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-cost_of_recontacts-requests_that_are_recontacts",
    kind="mean",
    cases=_of_recontacts,
    open_of="requests",
    always_by=("currency",),
    ratio=True,
    per_unit=HOUR_SECONDS,
)
METRICS = (COST_PER_REQUEST, COST_OF_RECONTACTS)
