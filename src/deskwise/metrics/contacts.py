"""How often customers have to come back, and how many turns a request takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import COUNTED, EXCLUDED, PROVISIONAL, case_rows, provisional_unless
from deskwise.metrics.definition import Asked, Metric, Part
from deskwise.metrics.resolution import NINE, RESOLVER, SERVICE_DESK, resolved_cases, resolved_requests
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, requests

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

# What a switch is told apart by.
BY_SWITCH = ("from_channel", "to_channel")
FIRST_RESOLVER = (
    "Who held the ticket at the first resolution; if nobody, who resolved it; the team just before it."
)


def _first_resolved() -> ir.Table:
    found = requests()
    return found.filter(found.first_resolved_at.notnull())


def _first_resolution_cases(rows: ir.Table, *, ruled: ir.Value, **given: ir.Value) -> ir.Table:
    return case_rows(
        rows,
        anchor_at=rows.first_resolved_at,
        agent=rows.first_resolution_agent,
        team=rows.first_resolution_team,
        ruled=ruled,
        **given,
    )


def _recontacts(_asked: Asked) -> ir.Table:
    rows = _first_resolved()
    return _first_resolution_cases(
        rows,
        state=provisional_unless(rows.first_mature),
        ruled=rows.first_recontact_ruled | rows.boundary_ruled,
        unjudged=rows.first_recontact_unjudged,
        hit=rows.first_recontact,
    )


def _first_contact_resolutions(_asked: Asked) -> ir.Table:
    import ibis

    rows = _first_resolved()
    nothing = ibis.null("string")
    no_act = ~rows.human_act_by_first_resolution
    no_contact = rows.contacts_before_first_resolution == 0
    hit = (
        (rows.contacts_before_first_resolution == 1)
        & ~rows.escalated_before_first_resolution
        & ~rows.first_recontact
    )
    return _first_resolution_cases(
        rows,
        state=ibis.cases((~rows.first_mature, PROVISIONAL), (no_act | no_contact, EXCLUDED), else_=COUNTED),
        left_out_for=ibis.cases(
            (~rows.first_mature, nothing), (no_act, "no_human_act"), (no_contact, "no_contact"), else_=nothing
        ),
        ruled=rows.first_recontact_ruled | rows.boundary_ruled | rows.contacts_ruled,
        unjudged=rows.first_recontact_unjudged,
        hit=hit,
    )


def _successes(_asked: Asked) -> ir.Table:
    rows = _first_resolved()
    return _first_resolution_cases(
        rows,
        state=provisional_unless(rows.first_mature),
        ruled=rows.first_recontact_ruled | rows.boundary_ruled,
        unjudged=rows.first_recontact_unjudged,
        hit=~rows.first_recontact & ~rows.bad_rating,
    )


def _reopened(_asked: Asked) -> ir.Table:
    rows = _first_resolved()
    return _first_resolution_cases(
        rows, unripe=~rows.first_mature, ruled=rows.boundary_ruled, hit=rows.reopenings > 0
    )


def _touches(_asked: Asked) -> ir.Table:
    rows = resolved_requests()
    return resolved_cases(rows, value=rows.touches)


def _one_touch(_asked: Asked) -> ir.Table:
    rows = resolved_requests()
    return resolved_cases(rows, hit=rows.touches == 1)


def _channel_switches(asked: Asked) -> ir.Table:
    import ibis

    rows = resolved_requests()
    if not asked.dimensions.intersection(BY_SWITCH):
        return resolved_cases(rows, hit=rows.customer_channels > 1)
    switches = fact("channel_switches").select(*REQUEST, *BY_SWITCH)
    rows = beside(switches, rows, REQUEST, only_matching=True)
    return resolved_cases(
        rows, hit=ibis.literal(True), from_channel=rows.from_channel, to_channel=rows.to_channel
    )


def _once_a_switch(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    """One row a request and slice, however often it was switched there and back."""
    if BY_SWITCH[0] not in rows.columns:
        return rows
    return collapsed(rows, slice_by, hit=rows.hit.any())


def _resolved(_asked: Asked) -> ir.Table:
    return resolved_cases(resolved_requests())


FIRST_CONTACT_RESOLUTION = Metric(
    name="first_contact_resolution",
    label="First contact resolution",
    tells="How many requests one contact was enough for.",
    formula=(
        "mature first resolutions with exactly one contact before, never escalated before and no re-contact "
        "within the window after / mature first resolutions with a human act at or before and at least one "
        "contact before"
    ),
    unit="share",
    better="higher",
    population="mature first resolutions; without a human act or a contact they are excluded and counted",
    null_when="no such resolution is mature, as none is with window none",
    anchor="first_resolved_at",
    attribution=FIRST_RESOLVER,
    source="The book of definitions, section 7, first contact resolution",
    example="7-first_contact_resolution-none_one_two_contacts",
    kind="share",
    cases=_first_contact_resolutions,
    open_of="requests",
    excluded=("no_human_act", "no_contact"),
)
SUCCESSFUL_RESOLUTION_RATE = Metric(
    name="successful_resolution_rate",
    label="Successful resolution rate",
    tells="How many resolutions held, and left no customer dissatisfied.",
    formula=(
        "mature first resolutions with no re-contact within the window and no bad last rating on any scale / "
        "mature first resolutions"
    ),
    unit="share",
    better="higher",
    population="mature first resolutions",
    null_when="no first resolution is mature, as none is with window none",
    anchor="first_resolved_at",
    attribution=FIRST_RESOLVER,
    source=NINE,
    example="7-successful_resolution_rate-recontact_and_maturity",
    kind="share",
    cases=_successes,
    open_of="requests",
)
RECONTACT_RATE = Metric(
    name="recontact_rate",
    label="Re-contact rate",
    tells="How many resolutions the customer came back after, with the same matter.",
    formula="mature first resolutions with a re-contact within the window / mature first resolutions",
    unit="share",
    better="lower",
    population="mature first resolutions",
    null_when="no first resolution is mature, as none is with window none",
    anchor="first_resolved_at",
    attribution=FIRST_RESOLVER,
    source=NINE,
    example="7-recontact_rate-reopening_window_edge",
    kind="share",
    cases=_recontacts,
    open_of="requests",
)
REOPEN_RATE = Metric(
    name="reopen_rate",
    label="Reopen rate",
    tells="How many requests were opened again after they were resolved.",
    formula="requests reopened within the window / requests with a resolution",
    unit="share",
    better="lower",
    population="requests with a resolution",
    null_when="no request was resolved",
    anchor="first_resolved_at",
    attribution=FIRST_RESOLVER,
    source=SERVICE_DESK,
    example="7-reopen_rate-within_the_window",
    kind="share",
    cases=_reopened,
    open_of="requests",
)
TOUCHES = Metric(
    name="touches",
    label="Touches",
    tells="How many times a person writes to the customer, or picks up, until a request is resolved.",
    formula="public human messages, and each answered on phone or in person, per resolved request",
    unit="count",
    better="lower",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-touches-messages_and_live_contacts",
    kind="mean",
    cases=_touches,
    open_of="requests",
)
ONE_TOUCH_RATE = Metric(
    name="one_touch_rate",
    label="One-touch rate",
    tells="How many requests took exactly one touch.",
    formula="resolved requests with exactly one touch / resolved requests",
    unit="share",
    better="higher",
    population="requests that stand resolved at as-of",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-one_touch_rate-none_one_two",
    kind="share",
    cases=_one_touch,
    open_of="requests",
)
CHANNEL_SWITCH_RATE = Metric(
    name="channel_switch_rate",
    label="Channel switch rate",
    tells="How many customers had to try another channel.",
    formula="resolved requests whose customer wrote in more than one channel / resolved requests",
    unit="share",
    better="lower",
    population="requests that stand resolved at as-of; by a switch's channels, all of them all the same",
    null_when="no request was resolved",
    anchor="resolved_at",
    attribution=RESOLVER,
    source=SERVICE_DESK,
    example="7-channel_switch_rate-the_customers_channels",
    kind="share",
    cases=_channel_switches,
    collapse=_once_a_switch,
    evidence_when_split=True,
    below=Part("resolved_requests", _resolved, ignores=frozenset(BY_SWITCH)),
    below_only_with=BY_SWITCH,
    open_of="requests",
    own_dimensions=BY_SWITCH,
)


METRICS = (
    FIRST_CONTACT_RESOLUTION,
    SUCCESSFUL_RESOLUTION_RATE,
    RECONTACT_RATE,
    REOPEN_RATE,
    TOUCHES,
    ONE_TOUCH_RATE,
    CHANNEL_SWITCH_RATE,
)
