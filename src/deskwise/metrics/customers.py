"""What customers do beyond a request: how often they turn to us, whether they buy again, how they move on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.metrics.case_rows import case_rows, provisional_unless
from deskwise.metrics.contacts import FIRST_RESOLVER
from deskwise.metrics.definition import Asked, Metric, Part
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS
from deskwise.metrics.resolution import AS_SUCH, SERVICE_DESK, received
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, moment, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _customers_known(_asked: Asked) -> ir.Table:
    import ibis

    rows = fact("customers")
    return rows.select("customer", "organisation", at=rows.known_at, delta=ibis.literal(1, "int64"))


def _next_sales(_asked: Asked) -> ir.Table:
    """First resolutions with their customer's next sale after them."""
    import ibis

    resolved = requests()
    resolved = resolved.filter(resolved.first_resolved_at.notnull() & resolved.customer.notnull())
    about = [name for name in REQUEST_DIMENSIONS if name != "customer"]
    kept = [*REQUEST, *about, "raised_at", "as_of", "first_resolution_agent", "first_resolution_team"]
    kept.append("boundary_ruled")
    resolved = resolved.select(
        "customer", *kept, at=resolved.first_resolved_at, sold_at=ibis.null("int64"), sale=0
    )
    sales = fact("sales")
    sales = sales.filter((sales["value"] >= 0) & sales.customer.notnull())
    nothing = {name: ibis.null(resolved[name].type()) for name in kept}
    sales = sales.select("customer", **nothing, at=sales.sold_at, sold_at=sales.sold_at, sale=1)
    rows = ibis.union(resolved, sales.select(*resolved.columns))
    # Backwards in time, sales behind resolutions of their own instant: what is passed comes strictly after.
    later = ibis.window(
        group_by="customer", order_by=[ibis.desc(rows["at"]), rows["sale"]], preceding=None, following=0
    )
    rows = rows.mutate(next_sold_at=rows.sold_at.min().over(later))
    return rows.filter(rows["sale"] == 0)


def _returns(asked: Asked) -> ir.Table:
    rows = _next_sales(asked).cross_join(moment().select("return_microseconds"))
    return case_rows(
        rows,
        anchor_at=rows["at"],
        agent=rows.first_resolution_agent,
        team=rows.first_resolution_team,
        state=provisional_unless(rows["at"] + rows.return_microseconds <= rows.as_of),
        ruled=rows.boundary_ruled,
        of_customer=rows.customer,
        bought=(rows.next_sold_at - rows["at"] <= rows.return_microseconds).fill_null(False),
    )


def _once_a_customer(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    """One row a customer and slice; `counted` comes before `provisional`."""
    found = collapsed(rows, slice_by, ("of_customer",), hit=(rows.bought & (rows.state == "counted")).any())
    return _of_nobodys_ticket(found)


def _of_nobodys_ticket(rows: ir.Table) -> ir.Table:
    import ibis

    nothing = {"source": ibis.null("string"), "ticket": ibis.null("string"), "request": ibis.null("int64")}
    return rows.mutate(**{name: value for name, value in nothing.items() if name not in rows.columns})


def _stages(_asked: Asked) -> ir.Table:
    rows = fact("stages")
    rows = rows.filter(rows.next_stage.notnull()).cross_join(moment().select("stage_microseconds"))
    return case_rows(
        rows,
        anchor_at=rows.entered_at,
        state=provisional_unless(rows.entered_at + rows.stage_microseconds <= rows.as_of),
        customer=rows.customer,
        organisation=rows.organisation,
        stage=rows.stage,
        of_customer=rows.customer,
        reached=(rows.next_reached_at - rows.entered_at <= rows.stage_microseconds).fill_null(False),
    )


def _once_a_customer_and_stage(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    key = ("of_customer", "stage")
    found = collapsed(rows, slice_by, key, hit=(rows.reached & (rows.state == "counted")).any())
    return _of_nobodys_ticket(found)


CONTACTS_PER_100_CUSTOMERS = Metric(
    name="contacts_per_100_customers",
    label="Contacts per 100 customers",
    tells="How often customers need us, for how many they are.",
    formula="requests received / customers known at the period's end x 100",
    unit="per 100",
    better="lower",
    population="requests raised, over the customers known; only customer and organisation narrow the latter",
    null_when="no customer is known",
    anchor="raised_at; the period's end",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-contacts_per_100_customers-customers_known",
    kind="rate",
    cases=received,
    below=Part("customers_known", _customers_known, only=frozenset({"customer", "organisation"}), stock=True),
    open_of="requests",
)
CUSTOMER_RETURN_RATE = Metric(
    name="customer_return_rate",
    label="Customer return rate",
    tells="How many of the customers we helped buy again.",
    formula=(
        "customers with a first resolution in the period at least 90 days before as-of who bought within 90 "
        "days after one of these / such customers"
    ),
    unit="share",
    better="higher",
    population="customers with a first resolution in the period; provisional if all are younger than 90 days",
    null_when="no first resolution is old enough",
    anchor="first_resolved_at",
    attribution=FIRST_RESOLVER,
    source=SERVICE_DESK,
    example="7-customer_return_rate-ninety_days",
    kind="share",
    cases=_returns,
    collapse=_once_a_customer,
)
STAGE_CONVERSION = Metric(
    name="stage_conversion",
    label="Stage conversion",
    tells="How many customers move on to the next stage, by the stage they entered.",
    formula=(
        "customers who entered a stage in the period and reached the next within 90 days / those who entered "
        "it at least 90 days before as-of"
    ),
    unit="share",
    better="higher",
    population="customers who entered a stage that another follows; provisional for the first 90 days",
    null_when="nobody entered the stage long enough ago",
    anchor="the entry",
    attribution="Nobody: stages have no agent and no team.",
    source=SERVICE_DESK,
    example="7-stage_conversion-ninety_days",
    kind="share",
    cases=_stages,
    collapse=_once_a_customer_and_stage,
    always_by=("stage",),
    only_dimensions=("source", "customer", "organisation"),
)
METRICS = (CONTACTS_PER_100_CUSTOMERS, CUSTOMER_RETURN_RATE, STAGE_CONVERSION)
