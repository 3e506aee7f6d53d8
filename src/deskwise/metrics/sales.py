"""What customers buy after they were served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows, excluded_if
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.handling import HANDLERS, acts
from deskwise.metrics.resolution import NINE
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact

if TYPE_CHECKING:
    import ibis.expr.types as ir

REPLIER = "Who wrote the reply it is credited to; the team that held the ticket just before that reply."
CREDITED = "sales with 0 < sale - reply <= 14 days after a public human reply to the customer, each once"


def _credited() -> ir.Table:
    rows = fact("sales")
    return rows.filter(rows.credited)


def _cases(rows: ir.Table, **given: ir.Value) -> ir.Table:
    return case_rows(
        rows,
        anchor_at=rows.sold_at,
        agent=rows.agent,
        team=rows.team,
        own_customer=rows.customer,
        event_id=rows.event_id,
        **given,
    )


def _sales(_asked: Asked) -> ir.Table:
    rows = _credited()
    return _cases(rows, **excluded_if(rows["value"] < 0, "refund"))


def _money(_asked: Asked) -> ir.Table:
    rows = _credited()
    return _cases(rows, value=rows["value"], currency=rows.currency)


def _handled_and_sold(_asked: Asked) -> ir.Table:
    """Human acts as evidence, with whether a sale is credited to their request."""
    sales = _credited()
    sold = sales.filter(sales["value"] >= 0).select(*REQUEST).distinct()
    rows = beside(acts(), sold, REQUEST, found_as="sold")
    return case_rows(
        rows, anchor_at=rows.acted_at, agent=rows.agent, team=rows.team, ruled=rows.ruled, hit=rows.sold
    )


def _once_a_request(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    return collapsed(rows, slice_by, hit=rows.hit.any())


SALES_AFTER_CONTACT = Metric(
    name="sales_after_contact",
    label="Sales after contact",
    tells="How often customers buy within two weeks of being answered by a person.",
    formula="sales credited to the customer's latest public human reply, 0 < sale - reply <= 14 days",
    unit="count",
    better="higher",
    population=CREDITED + "; refunds are excluded and counted",
    null_when="never: no sale is 0",
    anchor="the sale",
    attribution=REPLIER,
    source=NINE,
    example="7-sales_after_contact-fourteen_days_edges",
    kind="count",
    cases=_sales,
    excluded=("refund",),
)
SALES_REVENUE = Metric(
    name="sales_revenue",
    label="Sales revenue",
    tells="What customers spend within two weeks of being answered by a person.",
    formula="sum of the sales credited to a reply, by currency, gross; refunds beside it",
    unit="money",
    better="higher",
    population=CREDITED,
    null_when="nothing was sold (gross) or given back (refunds) in the currency",
    anchor="the sale",
    attribution=REPLIER,
    source=NINE,
    example="7-sales_revenue-refunds_beside_the_gross",
    kind="money",
    cases=_money,
    always_by=("currency",),
)
SALES_CONVERSION = Metric(
    name="sales_conversion",
    label="Sales conversion",
    tells="How many of the handled requests led to a sale.",
    formula="requests_handled with a sale credited to them / requests_handled",
    unit="share",
    better="higher",
    population="requests with a human act that were not merged away",
    null_when="no request was handled",
    anchor="the first human act that fits the slice",
    attribution=HANDLERS,
    source=NINE,
    example="7-sales_conversion-a_request_counts_once",
    kind="share",
    cases=_handled_and_sold,
    collapse=_once_a_request,
    open_of="requests",
)
METRICS = (SALES_AFTER_CONTACT, SALES_REVENUE, SALES_CONVERSION)
