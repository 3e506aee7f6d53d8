"""What work takes: time on requests, by task, and how much of paid time goes to tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS
from deskwise.metrics.resolution import SERVICE_DESK
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

WORKER = "The work's actor; the team that held the ticket just before it, without a ticket the team it names."


def _work() -> ir.Table:
    return fact("work")


def _handle_times(_asked: Asked, anchor: str, *, resolved_only: bool) -> ir.Table:
    """Work as evidence of what its request took."""
    import ibis

    about = requests()
    if resolved_only:
        about = about.filter(about.resolved_at.notnull())
    about = about.select(
        *REQUEST, *REQUEST_DIMENSIONS, "raised_at", "resolved_at", "mature", "boundary_ruled"
    )
    work = _work().select(*REQUEST, "agent", "team", "seconds")
    rows = beside(work, about, REQUEST, only_matching=True)
    return case_rows(
        rows,
        anchor_at=rows[anchor],
        agent=rows.agent,
        team=rows.team,
        unripe=rows.resolved_at.notnull() & ~rows.mature,
        ruled=rows.boundary_ruled,
        microseconds=(rows.seconds.cast("decimal(20, 6)") * ibis.literal(1_000_000, "int32")).cast("int64"),
        ended=rows.resolved_at.notnull(),
    )


def _worked_on_resolved(asked: Asked) -> ir.Table:
    return _handle_times(asked, "resolved_at", resolved_only=True)


def _worked_so_far(asked: Asked) -> ir.Table:
    return _handle_times(asked, "raised_at", resolved_only=False)


def _summed_per_request(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    spent = rows.microseconds.sum().cast("int64")
    found = collapsed(rows, slice_by, spent=spent, ended=rows.ended.any())
    return found.mutate(elapsed_microseconds=found.spent, working_microseconds=found.spent)


def _by_task(_asked: Asked) -> ir.Table:
    rows = _work()
    return case_rows(
        rows,
        anchor_at=rows.worked_at,
        agent=rows.agent,
        team=rows.team,
        event_id=rows.event_id,
        task=rows.task,
        value=rows.seconds,
    )


def _occupied(_asked: Asked) -> ir.Table:
    rows = _work()
    on_ticket = rows.ticket.notnull()
    rows = rows.filter(on_ticket | (rows.task == "available"))
    return case_rows(
        rows,
        anchor_at=rows.worked_at,
        agent=rows.agent,
        team=rows.team,
        event_id=rows.event_id,
        value=rows.seconds,
        above=rows.ticket.notnull(),
    )


HANDLE_TIME = Metric(
    name="handle_time",
    label="Handle time",
    tells="How much work a resolved request takes.",
    formula="sum of worked per request, over resolved requests with any; the same on both clocks",
    unit="seconds",
    better="lower",
    population="requests that stand resolved at as-of and have recorded work",
    null_when="no resolved request has recorded work",
    anchor="resolved_at",
    attribution=WORKER,
    source=SERVICE_DESK,
    example="7-handle_time-requests_with_any_work",
    kind="duration",
    cases=_worked_on_resolved,
    collapse=_summed_per_request,
    survival=_worked_so_far,
    open_of="requests",
    per_unit=1_000_000,
)
TIME_BY_TASK = Metric(
    name="time_by_task",
    label="Time by task",
    tells="Where working time goes.",
    formula="sum of worked, by task",
    unit="seconds",
    better="neutral",
    population="recorded work, with or without a ticket",
    null_when="no work was recorded",
    anchor="the work",
    attribution=WORKER,
    source=SERVICE_DESK,
    example="7-time_by_task-task_and_agent_at_the_work",
    kind="sum",
    cases=_by_task,
    always_by=("task",),
)
OCCUPANCY = Metric(
    name="occupancy",
    label="Occupancy",
    tells="How much of the time people are there for tickets goes to tickets.",
    formula="ticket work / (ticket work + task available)",
    unit="share",
    better="neutral",
    population="recorded work on tickets, and time available for them",
    null_when="neither was recorded",
    anchor="the work",
    attribution=WORKER,
    source=SERVICE_DESK,
    example="7-occupancy-ticket_work_and_available",
    kind="time_share",
    cases=_occupied,
)
METRICS = (HANDLE_TIME, TIME_BY_TASK, OCCUPANCY)
