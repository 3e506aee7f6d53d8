"""Status spells: each stretch of one status, from the raising or a move to the next move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import REQUEST_KEY, TICKET_KEY, beside
from deskwise.facts.schema import FACT_TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.working_hours import WorkingHours


def status_spells(thread: ir.Table, core: ir.Table, hours: WorkingHours) -> ir.Table:
    """The facts of spells, problems left out; `to_at` is where the measuring of an open one stops."""
    import ibis

    moved = thread.filter(thread.moves & ~thread.problem)
    moved = moved.select(*REQUEST_KEY, "n", "status", "team_before", started_at=moved["at"])
    about = core.filter(~core.problem)
    # The spell before the first move: status new from the raising on.
    raised = about.filter(about.request == 1)
    raised = raised.select(
        *REQUEST_KEY,
        n=raised.first_n - 1,
        status=ibis.literal("new"),
        team_before=ibis.null("string"),
        started_at=raised.raised_at,
    )
    rows = ibis.union(raised, moved)
    in_order = ibis.window(group_by=TICKET_KEY, order_by="n")
    rows = rows.mutate(ended_at=rows.started_at.lead(1).over(in_order))
    rows = beside(
        rows,
        about.select(*REQUEST_KEY, "source", "ticket", "merged_at", "as_of", "resolved_at"),
        REQUEST_KEY,
        only_matching=True,
    )
    rows = rows.mutate(ended_at=ibis.coalesce(rows.ended_at, rows.merged_at))
    rows = rows.mutate(to_at=ibis.coalesce(rows.ended_at, rows.as_of), team=rows.team_before)
    rows = hours.with_calendar(rows, "started_at")
    rows = hours.with_working(rows, "started_at", "to_at", "working_microseconds")
    return rows.mutate(elapsed_microseconds=rows.to_at - rows.started_at)


def spells_as_of(kept: ir.Table, sources: ir.Table, hours: WorkingHours) -> ir.Table:
    """The facts of spells with the open ones measured to the as-of of now.

    Nearly every ticket has an open spell, if only of having been solved: none of them has to be written anew
    because the as-of moved.
    """
    import ibis

    is_open = kept.ended_at.isnull()
    rows = kept.mutate(started=ibis.ifelse(is_open, kept.started_at, ibis.null("int64")))
    rows = beside(rows, sources, ["source"])
    rows = hours.with_working(rows, "started", "as_of", "open_working")
    columns = FACT_TABLES["status_spells"].columns
    now = {
        "elapsed_microseconds": ibis.coalesce(rows.elapsed_microseconds, rows.as_of - rows.started),
        "working_microseconds": ibis.coalesce(rows.working_microseconds, rows.open_working),
    }
    return rows.select(**{name: now.get(name, rows[name]) for name in columns})


def time_by_status(spells: ir.Table, has_schedules: bool) -> ir.Table:
    """Per request the time in the statuses that make the requester, the agent or a third party wait.

    Working time is null where a spell concerned has no schedule, and everywhere if there is none at all.
    `_spells` says how many there are: where there are none the request's own schedule has to say what 0 is.
    """
    import ibis

    groups = {
        "requester_wait": ["new", "open", "on_hold"],
        "agent_wait": ["pending"],
        "on_hold": ["on_hold"],
    }
    sums = {}
    for name, statuses in groups.items():
        chosen = spells.status.isin(statuses)
        sums[f"{name}_elapsed_microseconds"] = spells.elapsed_microseconds.sum(where=chosen)
        sums[f"{name}_working_microseconds"] = spells.working_microseconds.sum(where=chosen)
        # A missing schedule makes the sum unknown, not shorter.
        sums[f"{name}_unknown"] = (chosen & spells.working_microseconds.isnull()).max()
        sums[f"{name}_spells"] = spells.count(where=chosen)
    totals = spells.group_by(*REQUEST_KEY).aggregate(**sums)
    columns = {}
    for name in groups:
        columns[f"{name}_spells"] = totals[f"{name}_spells"]
        columns[f"{name}_elapsed_microseconds"] = totals[f"{name}_elapsed_microseconds"].fill_null(0)
        columns[f"{name}_working_microseconds"] = ibis.ifelse(
            totals[f"{name}_unknown"].fill_null(False) | ibis.literal(not has_schedules),
            ibis.null("int64"),
            totals[f"{name}_working_microseconds"].fill_null(0),
        )
    return totals.select(*REQUEST_KEY, **columns)
