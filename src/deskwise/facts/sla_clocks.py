"""SLA clocks: what each policy set going, and whether it was kept (definitions, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.inputs import RESOLVED_STATUSES
from deskwise.facts.joins import REQUEST_KEY, TICKET_KEY, beside
from deskwise.facts.sla_policies import is_paused, with_fields_at_start, with_policy

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules
    from deskwise.facts.working_hours import WorkingHours

COLUMNS = (
    *REQUEST_KEY,
    "source",
    "ticket",
    "clock",
    "policy",
    "started_at",
    "target_microseconds",
    "target_working",
    "measured_microseconds",
    "as_of",
    "ended_at",
    "ended_how",
    "breached_at",
    "kept_agent",
    "kept_team",
    "end_holder",
    "end_team",
)


def wait_clocks(wait_rows: ir.Table) -> ir.Table:
    """The clocks waits set going, before any policy: one a wait."""
    import ibis

    kind = ibis.ifelse(wait_rows.wait == 1, "first_response", "next_reply")
    return wait_rows.mutate(
        clock=kind,
        clock_n=wait_rows.n,
    )


def request_clocks(core: ir.Table) -> ir.Table:
    """The resolution clocks, before any policy: one a request."""
    import ibis

    rows = core.filter(~core.problem)
    return rows.mutate(
        clock=ibis.literal("resolution"),
        clock_n=rows.request,
        started_at=rows.raised_at,
        team_before=rows.team_inherited,
    )


def decided_waits(
    clocks: ir.Table,
    openings: ir.Table,
    changes: ir.Table,
    moves: ir.Table,
    hours: WorkingHours,
    rules: Rules,
) -> ir.Table:
    """Wait clocks under their policies, measured, with the instant the target was passed if it was."""
    import ibis

    rows = with_policy(with_fields_at_start(clocks, openings, changes, moves), rules)
    rows = rows.mutate(
        measured_microseconds=ibis.ifelse(
            rows.target_working, rows.working_microseconds, rows.elapsed_microseconds
        )
    )
    rows = rows.mutate(
        already_microseconds=ibis.literal(0, "int64"),
        passed=(rows.measured_microseconds > rows.target_microseconds).fill_null(False),
        spell_started_at=rows.started_at,
        ended_how=rows.outcome,
        kept_agent=rows.agent,
        kept_team=rows.team,
    )
    return hours.with_breach(rows).select(*COLUMNS)


def decided_requests(
    clocks: ir.Table,
    spells: ir.Table,
    resolved: ir.Table,
    openings: ir.Table,
    changes: ir.Table,
    moves: ir.Table,
    hours: WorkingHours,
    rules: Rules,
) -> ir.Table:
    """Resolution clocks: the sum of spells that are neither resolved nor paused, each by itself."""
    import ibis

    rows = with_policy(with_fields_at_start(clocks, openings, changes, moves), rules)
    under = rows.select(*REQUEST_KEY, "policy_number", "target_microseconds", "target_working")
    parts = spells.select(
        *REQUEST_KEY,
        "status",
        "calendar",
        "elapsed_microseconds",
        "working_microseconds",
        spell_started_at=spells.started_at,
    )
    parts = beside(parts, under, REQUEST_KEY, only_matching=True)
    length = ibis.ifelse(parts.target_working, parts.working_microseconds, parts.elapsed_microseconds)
    runs = ~parts.status.isin(RESOLVED_STATUSES) & ~is_paused(parts, rules)
    parts = parts.mutate(length=ibis.ifelse(runs, length, 0), unknown=runs & length.isnull())
    in_order = ibis.window(group_by=REQUEST_KEY, order_by="spell_started_at", preceding=None, following=0)
    parts = parts.mutate(so_far=parts.length.sum().over(in_order))
    parts = parts.mutate(
        already_microseconds=parts.so_far - parts.length,
        passed=(parts.so_far > parts.target_microseconds)
        & (parts.so_far - parts.length <= parts.target_microseconds)
        & (parts.length > 0),
    )
    totals = parts.group_by(*REQUEST_KEY).aggregate(total=parts.length.sum(), unknown=parts.unknown.max())
    breaches = hours.with_breach(parts.filter(parts.passed)).select(*REQUEST_KEY, "breached_at")
    last = resolved.filter(resolved.stands)
    last = last.select(*REQUEST_KEY, kept_agent=last.agent, kept_team=last.team)
    rows = beside(rows, totals, REQUEST_KEY)
    rows = beside(rows, breaches, REQUEST_KEY)
    rows = beside(rows, last, REQUEST_KEY)
    ended_how = ibis.cases((rows.merged, "merged"), (rows.stands, "answered"), else_="open")
    return rows.mutate(
        measured_microseconds=ibis.ifelse(rows.unknown, ibis.null("int64"), rows.total),
        ended_how=ended_how,
        ended_at=ibis.coalesce(rows.resolved_at, rows.merged_at),
        end_holder=rows.holder,
        end_team=rows.holding_team,
    ).select(*COLUMNS)


def sla_clocks(decided: ir.Table, holders: ir.Table, teams: ir.Table) -> ir.Table:
    """The facts of clocks: kept, missed, open, or dropped by a merge.

    `holders` and `teams` tell who held a ticket from an instant on. A clock that cannot be measured (a
    working target without a schedule) is none.
    """
    import ibis

    rows = decided.filter(decided.measured_microseconds.notnull())
    passed = rows.measured_microseconds > rows.target_microseconds
    outcome = ibis.cases(
        (passed, "missed"),
        (rows.ended_how == "merged", "dropped"),
        (rows.ended_how == "answered", "kept"),
        (rows.ended_how == "open", "open"),
        else_="missed",
    )
    nothing = ibis.null("int64")
    rows = rows.mutate(
        outcome=outcome,
        decided_at=ibis.cases(
            (passed, rows.breached_at), (outcome.isin(["open", "dropped"]), nothing), else_=rows.ended_at
        ),
        clock_place=rows.started_at,
    )
    rows = _held(rows, holders, "agent_then")
    rows = _held(rows, teams, "team_then")
    breached = (rows.outcome == "missed") & rows.breached_at.notnull()
    kept = rows.outcome == "kept"
    return rows.mutate(
        agent=ibis.cases((kept, rows.kept_agent), (breached, rows.agent_then), else_=rows.end_holder),
        team=ibis.cases((kept, rows.kept_team), (breached, rows.team_then), else_=rows.end_team),
    )


def _held(rows: ir.Table, changes: ir.Table, into: str) -> ir.Table:
    """Add `into`: what the last change at or before `breached_at` set (null: nobody)."""
    key = [*REQUEST_KEY, "clock", "started_at"]
    breached = rows.filter(rows.breached_at.notnull()).select(*key, "breached_at")
    earlier = beside(breached, changes, TICKET_KEY, only_matching=True)
    earlier = earlier.filter(earlier.changed_at <= earlier.breached_at)
    last = earlier.group_by(*key).aggregate(**{into: earlier.given.argmax(earlier.n).nullif("")})
    return beside(rows, last, key)


def changes_of_holder(thread: ir.Table) -> ir.Table:
    """Each assignment: from `changed_at` on the ticket is held by `given` ('' for nobody)."""
    rows = thread.filter(thread.kind == "assigned")
    return rows.select(*TICKET_KEY, "n", changed_at=rows["at"], given=rows.agent.fill_null(""))


def changes_of_team(thread: ir.Table) -> ir.Table:
    """Each time a team was named: from `changed_at` on the ticket is `given`'s."""
    rows = thread.filter(thread.kind.isin(["assigned", "escalated"]) & thread.team.notnull())
    return rows.select(*TICKET_KEY, "n", changed_at=rows["at"], given=rows.team)
