"""Whether and how fast requests are resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.tables import requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

NINE = "The book of definitions, section 7, the nine"
SERVICE_DESK = "The book of definitions, section 7, the service desk's"
AS_SUCH = "As a request as such: as its last resolution if it stands resolved, else its holder at as-of."
RESOLVER = "Who held the ticket at the resolution; if nobody, who resolved it; the team just before it."
SECOND = 1_000_000


def resolved_requests() -> ir.Table:
    """Requests that stand resolved at as-of."""
    found = requests()
    return found.filter(found.resolved_at.notnull())


def resolved_cases(rows: ir.Table, **measures: ir.Value) -> ir.Table:
    """Resolved requests as cases at their last resolution."""
    return case_rows(
        rows,
        anchor_at=rows.resolved_at,
        agent=rows.agent,
        team=rows.team,
        unripe=~rows.mature,
        ruled=rows.boundary_ruled,
        **measures,
    )


def raised_cases(rows: ir.Table, *, by_resolution: bool, **measures: ir.Value) -> ir.Table:
    """Requests as cases at the instant they were raised.

    Where the figure rests on what was resolved, `by_resolution` has those that are not mature counted.
    """
    return case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        unripe=rows.resolved_at.notnull() & ~rows.mature if by_resolution else None,
        ruled=rows.boundary_ruled,
        **measures,
    )


def _resolution_times(_asked: Asked) -> ir.Table:
    rows = resolved_requests()
    return resolved_cases(
        rows, elapsed_microseconds=rows.elapsed_microseconds, working_microseconds=rows.working_microseconds
    )


def _raised_until_resolved(_asked: Asked) -> ir.Table:
    rows = requests()
    return raised_cases(
        rows,
        by_resolution=True,
        elapsed_microseconds=rows.elapsed_microseconds,
        working_microseconds=rows.working_microseconds,
        ended=rows.resolved_at.notnull(),
    )


def received(_asked: Asked) -> ir.Table:
    """All requests, at the instant they were raised."""
    return raised_cases(requests(), by_resolution=False)


def _resolved(_asked: Asked) -> ir.Table:
    return resolved_cases(resolved_requests())


def _received_and_resolved(_asked: Asked) -> ir.Table:
    rows = requests()
    return raised_cases(rows, by_resolution=True, hit=rows.resolved_at.notnull())


def _raised_by_an_agent(_asked: Asked) -> ir.Table:
    rows = requests()
    return raised_cases(rows, by_resolution=False, hit=(rows.raised_by == "agent").fill_null(False))


def _known_fix(_asked: Asked) -> ir.Table:
    rows = resolved_requests()
    return resolved_cases(rows, hit=rows.article_solved.fill_null(False))


AVERAGE_RESOLUTION_TIME = Metric(
    name="average_resolution_time",
    label="Average resolution time",
    tells="How long a request takes from being raised to its last resolution.",
    formula="sum(resolved_at - raised_at) / resolved requests; any statistic",
    unit="seconds",
    better="lower",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved; in working time, no schedule applies",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=NINE,
    example="7-average_resolution_time-mean_and_interval",
    kind="duration",
    cases=_resolution_times,
    survival=_raised_until_resolved,
    open_of="requests",
    per_unit=SECOND,
)
REQUESTS_RECEIVED = Metric(
    name="requests_received",
    label="Requests received",
    tells="How many requests came in.",
    formula="number of requests raised",
    unit="count",
    better="neutral",
    population="requests, merged-away ones too",
    null_when="never: no request is 0",
    anchor="raised_at",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-requests_received-what_counts",
    kind="count",
    cases=received,
    open_of="requests",
)
REQUESTS_RESOLVED = Metric(
    name="requests_resolved",
    label="Requests resolved",
    tells="How many requests were resolved and stand so.",
    formula="number of requests by their last resolution",
    unit="count",
    better="higher",
    population="requests that stand resolved at as-of",
    null_when="never: no request is 0",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-requests_resolved-by_the_last_resolution",
    kind="count",
    cases=_resolved,
    open_of="requests",
)
RESOLUTION_RATE = Metric(
    name="resolution_rate",
    label="Resolution rate",
    tells="How many of the requests that came in are resolved.",
    formula="requests raised in the period and resolved at as-of / requests raised in the period",
    unit="share",
    better="higher",
    population="requests raised, merged-away ones too",
    null_when="no request was raised",
    anchor="raised_at",
    attribution=AS_SUCH,
    source=NINE,
    example="7-resolution_rate-raised_and_resolved_at_as_of",
    kind="share",
    cases=_received_and_resolved,
    open_of="requests",
)
PROACTIVE_SHARE = Metric(
    name="proactive_share",
    label="Proactive share",
    tells="How much of the work the team began itself, before the customer had to ask.",
    formula="requests raised by an agent / requests received",
    unit="share",
    better="higher",
    population="requests raised",
    null_when="no request was raised",
    anchor="raised_at",
    attribution=AS_SUCH,
    source=SERVICE_DESK,
    example="7-proactive_share-raised_by_an_agent",
    kind="share",
    cases=_raised_by_an_agent,
    open_of="requests",
)
KNOWN_FIX_RATE = Metric(
    name="known_fix_rate",
    label="Known fix rate",
    tells="How many resolved requests an article of the knowledge base solved.",
    formula="resolved requests with an article_used that solved / resolved requests",
    unit="share",
    better="higher",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-known_fix_rate-an_article_that_solved",
    kind="share",
    cases=_known_fix,
    open_of="requests",
)
METRICS = (
    AVERAGE_RESOLUTION_TIME,
    REQUESTS_RECEIVED,
    REQUESTS_RESOLVED,
    RESOLUTION_RATE,
    PROACTIVE_SHARE,
    KNOWN_FIX_RATE,
)
