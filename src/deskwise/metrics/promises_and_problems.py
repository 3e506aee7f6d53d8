"""Whether promises are kept, and how problems behind incidents are dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.metrics.case_rows import COUNTED, EXCLUDED, OPEN, case_rows, excluded_if
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import SECOND, SERVICE_DESK
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact

if TYPE_CHECKING:
    import ibis.expr.types as ir

ACTOR = "Its actor; the team that held the ticket just before it."


def _promises(_asked: Asked) -> ir.Table:
    import ibis

    rows = fact("promises")
    rows = rows.filter(rows.outcome != "dropped")
    # What was replaced belongs to the promises due by as-of only once it would have been due.
    rows = rows.filter((rows.outcome != "replaced") | (rows.due_at <= rows.as_of))
    left_out = rows.outcome.isin(["replaced", "no_due"])
    undecided = (rows.outcome == "open") | (rows.due_at > rows.as_of)
    return case_rows(
        rows,
        anchor_at=ibis.coalesce(rows.due_at, rows.promised_at),
        agent=rows.agent,
        team=rows.team,
        state=ibis.cases((left_out, EXCLUDED), (undecided.fill_null(False), OPEN), else_=COUNTED),
        left_out_for=ibis.ifelse(left_out, rows.outcome, ibis.null("string")),
        event_id=rows.event_id,
        hit=rows.outcome == "kept",
    )


def _links(_asked: Asked, what: str) -> ir.Table:
    """Links whose problem was responded to (or resolved), and those to problems resolved already."""
    import ibis

    at = {"response": "responded_at", "resolution": "problem_resolved_at"}[what]
    rows = fact("links")
    rows = rows.filter(rows.already_resolved | rows[at].notnull())
    return case_rows(
        rows,
        anchor_at=ibis.ifelse(rows.already_resolved, rows.linked_at, rows[at]),
        agent=rows.agent,
        team=rows.team,
        unripe=_unripe(rows, what),
        event_id=rows.event_id,
        elapsed_microseconds=rows[f"{what}_elapsed_microseconds"],
        working_microseconds=rows[f"{what}_working_microseconds"],
        **excluded_if(rows.already_resolved, "already_resolved"),
    )


def _unripe(rows: ir.Table, what: str) -> ir.Value | None:
    """Of what rests on the problem's resolution: whether that is not mature."""
    return rows.problem_resolved_at.notnull() & ~rows.problem_mature if what == "resolution" else None


def _links_so_far(_asked: Asked, what: str) -> ir.Table:
    """Links by when they were made; those still waiting, at a merge or at as-of, are censored."""
    at = {"response": "responded_at", "resolution": "problem_resolved_at"}[what]
    rows = fact("links")
    rows = rows.filter(~rows.already_resolved)
    return case_rows(
        rows,
        anchor_at=rows.linked_at,
        agent=rows.agent,
        team=rows.team,
        unripe=_unripe(rows, what),
        elapsed_microseconds=rows[f"{what}_elapsed_microseconds"],
        working_microseconds=rows[f"{what}_working_microseconds"],
        ended=rows[at].notnull(),
    )


def _links_of_problems(_asked: Asked) -> ir.Table:
    rows = fact("links")
    return case_rows(
        rows, anchor_at=rows.linked_at, agent=rows.agent, team=rows.team, problem_ticket=rows.problem_ticket
    )


def _once_a_problem(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    import ibis

    found = collapsed(rows, slice_by, ("source", "problem_ticket"), value=rows.count())
    return found.rename(ticket="problem_ticket").mutate(request=ibis.null("int64"))


def _link_metric(
    what: str, name: str, label: str, tells: str, formula: str, anchor: str, example: str
) -> Metric:
    return Metric(
        name=name,
        label=label,
        tells=tells,
        formula=formula,
        unit="seconds",
        better="lower",
        population="links of incidents; one to a problem resolved already is excluded and counted",
        null_when="no such link; in working time, no schedule applies",
        anchor=anchor,
        attribution=ACTOR,
        source=SERVICE_DESK,
        example=example,
        kind="duration",
        cases=lambda asked: _links(asked, what),
        survival=lambda asked: _links_so_far(asked, what),
        open_of=f"links_{what}",
        excluded=("already_resolved",),
        per_unit=SECOND,
    )


PROMISES_KEPT = Metric(
    name="promises_kept",
    label="Promises kept",
    tells="How many promised updates and fixes came when they were due.",
    formula="promises kept at or before due / promises due by as-of",
    unit="share",
    better="higher",
    population="promises due by as-of; those replaced or without a due instant are excluded and counted",
    null_when="no promise was due",
    anchor="due",
    attribution=ACTOR,
    source=SERVICE_DESK,
    example="7-promises_kept-exactly_at_due",
    kind="share",
    cases=_promises,
    open_of="promises",
    excluded=("replaced", "no_due"),
)
PROBLEM_RESPONSE_TIME = _link_metric(
    "response",
    "problem_response_time",
    "Problem response time",
    "How long it takes until somebody works on a problem that an incident was linked to.",
    "link -> first human act, note or assignment on the problem at or after it",
    "the response",
    "7-problem_response_time-first_act_at_or_after_the_link",
)
PROBLEM_RESOLUTION_TIME = _link_metric(
    "resolution",
    "problem_resolution_time",
    "Problem resolution time",
    "How long it takes until a problem that an incident was linked to is resolved.",
    "link -> the problem's resolved_at",
    "the problem's resolution",
    "7-problem_resolution_time-already_resolved",
)
INCIDENTS_PER_PROBLEM = Metric(
    name="incidents_per_problem",
    label="Incidents per problem",
    tells="How many incidents one problem causes.",
    formula="links / problems with a link in the period",
    unit="count",
    better="lower",
    population="problems with a link in the period",
    null_when="no incident was linked to a problem",
    anchor="the link",
    attribution=ACTOR,
    source=SERVICE_DESK,
    example="7-incidents_per_problem-links_over_problems",
    kind="mean",
    cases=_links_of_problems,
    collapse=_once_a_problem,
    ratio=True,
)
METRICS = (PROMISES_KEPT, PROBLEM_RESPONSE_TIME, PROBLEM_RESOLUTION_TIME, INCIDENTS_PER_PROBLEM)
