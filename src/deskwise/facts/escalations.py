"""Escalations, and the handovers between agents and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, TICKET_KEY, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules


def _tier(team: ir.StringValue, rules: Rules) -> ir.Value:
    import ibis

    declared = [(team == each.name, each.tier) for each in rules.teams if each.tier is not None]
    return ibis.cases(*declared) if declared else ibis.null("int64")


def escalations(thread: ir.Table, events: ir.Table, rules: Rules) -> ir.Table:
    """The facts of escalations, problems left out.

    A signal is an `escalated`, or an `assigned` to a team of higher tier where both teams have a tier and it
    is not the ticket's first assignment. A signal soon after the request's previous one belongs with it.
    """
    import ibis

    rows = thread.filter(thread.kind.isin(["assigned", "escalated"]) & ~thread.problem)
    assigned = rows.kind == "assigned"
    earlier = ibis.window(group_by=TICKET_KEY, order_by="n", preceding=(None, 1))
    rows = rows.mutate(assigned_before=assigned.max().over(earlier).fill_null(False))
    rises = (_tier(rows.team, rules) > _tier(rows.team_before, rules)).fill_null(False)
    signals = rows.filter((rows.kind == "escalated") | (rows.assigned_before & rises))
    given = events.filter((events.kind == "escalated") & events.extra.notnull())
    given = given.select(*EVENT_KEY, reason=given.extra.get("reason"))
    signals = beside(signals, given, EVENT_KEY)
    in_order = ibis.window(group_by=REQUEST_KEY, order_by="n")
    signals = signals.select(
        *REQUEST_KEY,
        "n",
        "at",
        "team",
        "holder_before",
        "team_before",
        "reason",
        since_previous=signals["at"] - signals["at"].lag(1).over(in_order),
    )
    starts = signals.since_previous.isnull() | (signals.since_previous > rules.escalation_join_microseconds)
    so_far = ibis.window(group_by=REQUEST_KEY, order_by="n", preceding=None, following=0)
    signals = signals.mutate(starts=starts, escalation=starts.cast("int64").sum().over(so_far))
    none = ""
    return signals.group_by(*REQUEST_KEY, "escalation").aggregate(
        escalated_at=signals["at"].min(),
        first_n=signals.n.min(),
        agent=signals.holder_before.fill_null(none).argmin(signals.n).nullif(none),
        team=signals.team_before.fill_null(none).argmin(signals.n).nullif(none),
        to_team=signals.team.fill_null(none).argmin(signals.n).nullif(none),
        reason=signals.reason.argmin(signals.n, where=signals.reason.notnull()),
        signals=signals.count(),
    )


def handovers(thread: ir.Table) -> ir.Table:
    """Changes of holder from one agent to another, over a gap too, and changes of team; never the first."""
    import ibis

    rows = thread.filter(thread.kind.isin(["assigned", "escalated"]) & ~thread.problem)
    held = rows.filter((rows.kind == "assigned") & rows.agent.notnull())
    in_order = ibis.window(group_by=TICKET_KEY, order_by="n")
    held = held.mutate(previous=held.agent.lag(1).over(in_order))
    handoffs = held.filter(held.previous.notnull() & (held.previous != held.agent))
    moved = rows.filter(rows.team.notnull() & rows.team_before.notnull() & (rows.team != rows.team_before))
    return ibis.union(
        handoffs.select(
            *REQUEST_KEY,
            handed_over_at=handoffs["at"],
            handover=ibis.literal("handoff"),
            agent=handoffs.previous,
            team=handoffs.team_before,
        ),
        moved.select(
            *REQUEST_KEY,
            handed_over_at=moved["at"],
            handover=ibis.literal("transfer"),
            agent=moved.holder_before,
            team=moved.team_before,
        ),
    )
