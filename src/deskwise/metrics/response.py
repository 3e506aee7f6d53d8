"""How long customers wait for a person: first response, replies, replies per request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows, excluded_if
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS
from deskwise.metrics.handling import acts
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, moment, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

NINE = "The book of definitions, section 7, the nine"
SECOND = 1_000_000
REPLIER = "Who sent the reply; the team that held the ticket just before it."


def _waits(first: bool) -> ir.Table:
    waits = fact("waits")
    return waits.filter(waits.wait == 1) if first else waits.filter(waits.wait > 1)


def _left_out(waits: ir.Table) -> ir.Table:
    """Waits with whether the reading leaves them out for lying outside all opening time."""
    rows = waits.cross_join(moment().select("off_hours_excluded"))
    return rows.mutate(left_out=(rows.off_hours & (rows.off_hours_excluded == 1)).fill_null(False))


def _answered(first: bool) -> ir.Table:
    rows = _waits(first)
    rows = _left_out(rows.filter(rows.outcome == "answered"))
    return case_rows(
        rows,
        anchor_at=rows.ended_at,
        agent=rows.agent,
        team=rows.team,
        ruled=rows.ruled,
        elapsed_microseconds=rows.elapsed_microseconds,
        working_microseconds=rows.working_microseconds,
        **excluded_if(rows.left_out, "off_hours"),
    )


def _begun(first: bool) -> ir.Table:
    """All waits by when they began; those that no reply ended are censored at their end."""
    rows = _left_out(_waits(first))
    return case_rows(
        rows,
        anchor_at=rows.started_at,
        team=rows.team,
        ruled=rows.ruled,
        elapsed_microseconds=rows.elapsed_microseconds,
        working_microseconds=rows.working_microseconds,
        ended=rows.outcome == "answered",
        **excluded_if(rows.left_out, "off_hours"),
    )


def first_responses(_asked: Asked) -> ir.Table:
    """First waits that were answered, at the reply."""
    return _answered(first=True)


def first_waits_begun(_asked: Asked) -> ir.Table:
    """All first waits, at their beginning."""
    return _begun(first=True)


def replies(_asked: Asked) -> ir.Table:
    """Answered waits after the first, at the reply."""
    return _answered(first=False)


def reply_waits_begun(_asked: Asked) -> ir.Table:
    """All waits after the first, at their beginning."""
    return _begun(first=False)


def replies_per_request(asked: Asked) -> ir.Table:
    """Requests with the sum of their answered waits; by agent or team evidence of who handled them."""
    import ibis

    column = f"{asked.clock}_microseconds"
    waits = fact("waits")
    waits = _left_out(waits.filter(waits.outcome == "answered"))
    nothing = ibis.literal(0, "int64")
    waits = waits.select(
        *REQUEST,
        "agent",
        "team",
        microseconds=ibis.ifelse(waits.left_out, nothing, waits[column]),
        off_hours_parts=waits.left_out.cast("int64"),
    )
    about = requests()
    if not asked.whose:
        sums = waits.group_by(*REQUEST).aggregate(
            total=waits.microseconds.sum().cast("int64"),
            unknown=waits.microseconds.isnull().any(),
            off_hours_parts=waits.off_hours_parts.sum().cast("int64"),
        )
        rows = beside(about, sums, REQUEST)
        known = ~rows.unknown.fill_null(False) & _schedule_known(rows, asked)
        total = ibis.ifelse(known, ibis.coalesce(rows.total, nothing), ibis.null("int64"))
        ruled = rows.contacts_ruled | rows.boundary_ruled
        return case_rows(
            rows,
            anchor_at=rows.raised_at,
            ruled=ruled,
            elapsed_microseconds=total,
            working_microseconds=total,
            off_hours_parts=rows.off_hours_parts.fill_null(0),
        )
    handled = acts().select(
        *REQUEST, "agent", "team", microseconds=nothing, off_hours_parts=nothing, belongs=ibis.literal(True)
    )
    waits = waits.mutate(belongs=ibis.literal(False))
    about = about.select(
        *REQUEST, *REQUEST_DIMENSIONS, "raised_at", "calendar", "contacts_ruled", "boundary_ruled"
    )
    rows = beside(ibis.union(handled, waits.select(*handled.columns)), about, REQUEST, only_matching=True)
    return case_rows(
        rows,
        anchor_at=rows.raised_at,
        agent=rows.agent,
        team=rows.team,
        ruled=rows.contacts_ruled | rows.boundary_ruled,
        belongs=rows.belongs,
        microseconds=rows.microseconds,
        off_hours_parts=rows.off_hours_parts,
        unknown=rows.microseconds.isnull() | ~_schedule_known(rows, asked),
    )


def _schedule_known(rows: ir.Table, asked: Asked) -> ir.BooleanValue:
    """Without a schedule nobody knows the working time of no wait either."""
    import ibis

    return rows.calendar.notnull() if asked.clock == "working" else ibis.literal(True)


def summed_per_request(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    """One row a request and slice that it belongs to, with the sum of its answered waits there."""
    import ibis

    found = collapsed(
        rows,
        slice_by,
        belongs=rows.belongs.any(),
        total=rows.microseconds.sum(),
        unknown=rows.unknown.any(),
        off_hours_parts=rows.off_hours_parts.sum().cast("int64"),
    )
    found = found.filter(found.belongs)
    known = ibis.ifelse(found.unknown, ibis.null("int64"), found.total.cast("int64"))
    return found.mutate(elapsed_microseconds=known, working_microseconds=known)


FIRST_RESPONSE_TIME = Metric(
    name="first_response_time",
    label="First response time",
    tells="How long customers wait for the first answer by a person.",
    formula="the first wait of a request, if answered",
    unit="seconds",
    better="lower",
    population="first waits that a public human reply (or a pick-up) ended",
    null_when="no first wait was answered; in working time, no schedule applies",
    anchor="the reply",
    attribution=REPLIER,
    source=NINE,
    example="7-first_response_time-raised_by_an_agent",
    kind="duration",
    cases=first_responses,
    survival=first_waits_begun,
    survival_nobodys=True,
    open_of="first_waits",
    excluded=("off_hours",),
    per_unit=SECOND,
)
REPLY_TIME = Metric(
    name="reply_time",
    label="Reply time",
    tells="How long customers wait for an answer once the conversation goes on.",
    formula="answered waits but the first of each request",
    unit="seconds",
    better="lower",
    population="waits after the first that a public human reply (or a pick-up) ended",
    null_when="no such wait was answered; in working time, no schedule applies",
    anchor="the reply",
    attribution=REPLIER,
    source=NINE,
    example="7-reply_time-first_wait_is_not_a_reply_wait",
    kind="duration",
    cases=replies,
    survival=reply_waits_begun,
    survival_nobodys=True,
    open_of="reply_waits",
    excluded=("off_hours",),
    per_unit=SECOND,
)
REPLY_TIME_PER_REQUEST = Metric(
    name="reply_time_per_request",
    label="Reply time per request",
    tells="How much waiting for answers a request costs its customer in all.",
    formula="sum of answered waits of the requests raised in the period / those requests",
    unit="seconds",
    better="lower",
    population="requests raised; of an agent or team, those it handled",
    null_when="no request was raised (handled by the slice); in working time, no schedule applies",
    anchor="raised_at",
    attribution="Waits: who replied. Requests: everybody who handled them.",
    source="The source material's average response time; the book of definitions, section 7, the nine",
    example="7-reply_time_per_request-unanswered_counts_below",
    kind="duration",
    cases=replies_per_request,
    collapse=summed_per_request,
    evidence_when_split=True,
    open_of="requests",
    excluded=("off_hours",),
    ratio=True,
    per_unit=SECOND,
)
METRICS = (FIRST_RESPONSE_TIME, REPLY_TIME, REPLY_TIME_PER_REQUEST)
