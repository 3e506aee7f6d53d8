"""The standard shape of cases, whatever facts they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.metrics.dimensions import REQUEST_DIMENSIONS

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTED, OPEN, PROVISIONAL, EXCLUDED = "counted", "open", "provisional", "excluded"
STANDARD = ("anchor_at", "agent", "team", "state", "left_out_for", "unripe", "ruled", "unjudged")


def case_rows(
    rows: ir.Table,
    *,
    anchor_at: ir.Value,
    agent: ir.Value | None = None,
    team: ir.Value | None = None,
    state: ir.Value | None = None,
    left_out_for: ir.Value | None = None,
    unripe: ir.Value | None = None,
    ruled: ir.Value | None = None,
    unjudged: ir.Value | None = None,
    **measures: ir.Value,
) -> ir.Table:
    """Rows as cases. What is not given: of nobody, counted, resting on nothing.

    Rows of requests keep the dimensions of requests, so that no join is needed to split by them.
    """
    import ibis

    no, nothing = ibis.literal(False), ibis.null("string")
    key = {name: rows[name] for name in REQUEST if name in rows.columns and name not in measures}
    if "raised_at" in rows.columns:
        key |= {name: rows[name] for name in REQUEST_DIMENSIONS if name not in measures}
    return rows.select(
        **key,
        anchor_at=anchor_at,
        agent=nothing if agent is None else agent,
        team=nothing if team is None else team,
        state=ibis.literal(COUNTED) if state is None else state,
        left_out_for=nothing if left_out_for is None else left_out_for,
        unripe=no if unripe is None else unripe.fill_null(False),
        ruled=no if ruled is None else ruled.fill_null(False),
        unjudged=no if unjudged is None else unjudged.fill_null(False),
        **measures,
    )


def excluded_if(condition: ir.BooleanValue, reason: str) -> dict[str, ir.Value]:
    """State and reason of cases that are left out, and counted as left out, where a condition holds."""
    import ibis

    return {
        "state": ibis.ifelse(condition, EXCLUDED, COUNTED),
        "left_out_for": ibis.ifelse(condition, ibis.literal(reason), ibis.null("string")),
    }


def provisional_unless(mature: ir.BooleanValue) -> ir.StringValue:
    """The state of cases that count only once their resolution is mature."""
    import ibis

    return ibis.ifelse(mature.fill_null(False), COUNTED, PROVISIONAL)
