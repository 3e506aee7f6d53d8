"""Customers who come back with the same matter by another ticket: from which channel to which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import select
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.tables import fact, requests
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

METRIC = "recontact_rate"
# From the channel of a request to that of the ticket its customer came back with: how often.
Returns: TypeAlias = Mapping[tuple[str | None, str | None], int]


def read_returns(
    where: Mapping[str, tuple[str | None, ...]],
    span: tuple[int | None, int | None],
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> Returns:
    """Re-contacts within the window by a new ticket after first resolutions of a span, by both channels."""
    asked = select((METRIC,), where=where, since_at=span[0], until_at=span[1])
    (metric,) = asked.chosen_metrics()
    line = timeline(asked, rules, horizon)
    shape = plan(metric, asked, rules, line).shape
    queries = Queries(engine, compiled, inputs(asked, rules, line, horizon))
    rows = queries.rows(f"changed_channel|{shape.key()}", lambda: _by_channels(shape))
    return {(before, after): int(n) for before, after, n in rows}


def _by_channels(shape: Shape) -> ir.Table:
    """One row for each pair of channels: how many came back."""
    came = fact("resolutions")
    came = came.filter(
        (came.recontact_by == "ticket") & came.recontact_within_window & (came.resolution == 1) & ~came.merged
    )
    came = came.select(*REQUEST, back_source=came.recontact_source, back_ticket=came.recontact_ticket)
    back = fact("requests")
    back = back.filter(back.request == 1).select(
        back_source=back.source, back_ticket=back.ticket, back_channel=back.channel
    )
    came = beside(came, back, ["back_source", "back_ticket"], only_matching=True)
    rows = beside(requests(), came, REQUEST, only_matching=True)
    rows = rows.filter(rows.first_resolved_at.notnull())
    cases = case_rows(
        rows,
        anchor_at=rows.first_resolved_at,
        agent=rows.first_resolution_agent,
        team=rows.first_resolution_team,
        back_channel=rows.back_channel,
        was_channel=rows.channel,
    )
    found = sliced(cases, shape)
    found = found.group_by("was_channel", "back_channel").aggregate(n=found.count())
    return found.select("was_channel", "back_channel", "n")
