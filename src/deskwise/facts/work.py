"""Work: seconds an agent spent on a task, on a ticket or beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, beside
from deskwise.facts.thread import details

if TYPE_CHECKING:
    import ibis.expr.types as ir


def work(thread: ir.Table, events: ir.Table, outside: ir.Table, tickets: ir.Table) -> ir.Table:
    """The facts of work, problems left out: its actor's, for the team that held the ticket."""
    import ibis

    rows = thread.filter((thread.kind == "worked") & ~thread.problem)
    rows = beside(rows.select(*REQUEST_KEY, *EVENT_KEY, "at", "actor", "team_before"), tickets)
    rows = beside(rows, details(events, "worked"), EVENT_KEY)
    within = rows.select(
        *REQUEST,
        "event_id",
        "fold_key",
        worked_at=rows["at"],
        task=rows.scale,
        seconds=rows.value,
        agent=rows.actor,
        team=rows.team_before,
    )
    alone = outside.filter(outside.kind == "worked")
    alone = alone.select(
        *REQUEST,
        "event_id",
        "fold_key",
        worked_at=alone["at"],
        task=alone.scale,
        seconds=alone.value,
        agent=alone.actor,
        team=alone.team,
    )
    return ibis.union(within, alone)
