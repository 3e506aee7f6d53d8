"""How long a resolved request lay with the requester, with us, or with a third party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.resolution import (
    RESOLVER,
    SECOND,
    SERVICE_DESK,
    raised_cases,
    resolved_cases,
    resolved_requests,
)
from deskwise.metrics.tables import requests

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _waiting_times(_asked: Asked, name: str) -> ir.Table:
    rows = resolved_requests()
    return resolved_cases(rows, **_spent(rows, name))


def _waiting_so_far(_asked: Asked, name: str) -> ir.Table:
    rows = requests()
    return raised_cases(rows, by_resolution=True, **_spent(rows, name), ended=rows.resolved_at.notnull())


def _spent(rows: ir.Table, name: str) -> dict[str, ir.Value]:
    return {f"{clock}_microseconds": rows[f"{name}_{clock}_microseconds"] for clock in ("elapsed", "working")}


def _waiting_metric(name: str, column: str, label: str, tells: str, formula: str, example: str) -> Metric:
    return Metric(
        name=name,
        label=label,
        tells=tells,
        formula=formula,
        unit="seconds",
        better="lower",
        population="requests that stand resolved at as-of",
        null_when="no request was resolved; in working time, no schedule applies",
        anchor="resolved_at",
        attribution=RESOLVER,
        source=SERVICE_DESK,
        example=example,
        kind="duration",
        cases=lambda asked: _waiting_times(asked, column),
        survival=lambda asked: _waiting_so_far(asked, column),
        open_of="requests",
        per_unit=SECOND,
    )


REQUESTER_WAIT = _waiting_metric(
    "requester_wait",
    "requester_wait",
    "Requester wait",
    "How long the requester waits for us or for a third party.",
    "time in new, open and on_hold up to the last resolution, per resolved request",
    "7-requester_wait-spells_up_to_resolution",
)
AGENT_WAIT = _waiting_metric(
    "agent_wait",
    "agent_wait",
    "Agent wait",
    "How long we wait for the requester.",
    "time in pending up to the last resolution, per resolved request",
    "7-agent_wait-solved_time_is_nobodys",
)
ON_HOLD_TIME = _waiting_metric(
    "on_hold_time",
    "on_hold",
    "On-hold time",
    "How long requests wait for a third party.",
    "time in on_hold up to the last resolution, per resolved request",
    "7-on_hold_time-working_clock",
)
METRICS = (REQUESTER_WAIT, AGENT_WAIT, ON_HOLD_TIME)
