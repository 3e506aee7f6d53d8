"""Requests whole: their core with resolutions, waits, spells, escalations and ratings beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import REQUEST_KEY, beside
from deskwise.facts.resolutions import mature

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules
    from deskwise.facts.working_hours import WorkingHours


def _wait_counts(edges: ir.Table, core: ir.Table) -> ir.Table:
    ends = core.select(*REQUEST_KEY, "first_resolution_n")
    rows = beside(edges, ends, REQUEST_KEY, only_matching=True)
    earlier = (rows.n < rows.first_resolution_n).fill_null(False)
    return rows.group_by(*REQUEST_KEY).aggregate(
        contacts=rows.count(), contacts_before_first_resolution=earlier.cast("int64").sum()
    )


def _handover_counts(handovers: ir.Table) -> ir.Table:
    return handovers.group_by(*REQUEST_KEY).aggregate(
        handoffs=(handovers.handover == "handoff").cast("int64").sum(),
        transfers=(handovers.handover == "transfer").cast("int64").sum(),
    )


def recontacting_tickets(resolutions: ir.Table) -> ir.Table:
    """Tickets whose opening is the re-contact, within the window, of another ticket's resolution."""
    found = resolutions.filter(
        (resolutions.recontact_by == "ticket") & resolutions.recontact_within_window & ~resolutions.merged
    )
    return found.select(ticket_key=found.recontact_key).distinct()


def requests(
    core: ir.Table,
    resolved: ir.Table,
    edges: ir.Table,
    spell_times: ir.Table,
    escalated: ir.Table,
    handed_over: ir.Table,
    badly_rated: ir.Table,
    hours: WorkingHours,
    rules: Rules,
) -> ir.Table:
    """The facts of requests; `resolved` are the resolutions, `edges` the waits by place."""
    import ibis

    first = resolved.filter(resolved.resolution == 1)
    first = first.select(
        *REQUEST_KEY,
        first_resolution_agent=first.agent,
        first_resolution_team=first.team,
        first_mature=first.mature,
        first_recontact=first.recontact_within_window,
        first_recontact_unjudged=first.unjudged,
        first_recontact_ruled=first.ruled,
    )
    last = resolved.filter(resolved.stands)
    last = last.select(*REQUEST_KEY, resolution_agent=last.agent, resolution_team=last.team)
    first_escalation = escalated.group_by(*REQUEST_KEY).aggregate(escalated_n=escalated.first_n.min())
    rows = beside(core, first, REQUEST_KEY)
    rows = beside(rows, last, REQUEST_KEY)
    rows = beside(rows, _wait_counts(edges, core), REQUEST_KEY)
    rows = beside(rows, spell_times, REQUEST_KEY)
    rows = beside(rows, first_escalation, REQUEST_KEY)
    rows = beside(rows, _handover_counts(handed_over), REQUEST_KEY)
    rows = beside(rows, badly_rated, REQUEST_KEY, found_as="bad_rating")
    rows = beside(
        rows,
        recontacting_tickets(resolved).mutate(request=ibis.literal(1, "int64")),
        REQUEST_KEY,
        found_as="recontact_of_another",
    )
    end = ibis.coalesce(rows.resolved_at, rows.merged_at, rows.as_of)
    rows = rows.mutate(to_at=end)
    rows = hours.with_calendar(rows, "raised_at", team="team_inherited")
    rows = hours.with_working(rows, "raised_at", "to_at", "working_microseconds")
    for name in ("requester_wait", "agent_wait", "on_hold"):
        unscheduled = (rows[f"{name}_spells"] == 0) & rows.calendar.isnull()
        column = f"{name}_working_microseconds"
        rows = rows.mutate(**{column: ibis.ifelse(unscheduled, ibis.null("int64"), rows[column])})
    has_first = rows.first_resolved_at.notnull()
    unknown = ibis.null("boolean")
    return rows.mutate(
        elapsed_microseconds=rows.to_at - rows.raised_at,
        agent=ibis.ifelse(rows.stands, rows.resolution_agent, rows.holder),
        team=ibis.ifelse(rows.stands, rows.resolution_team, rows.holding_team),
        mature=ibis.ifelse(rows.stands, mature(rows.resolved_at, rows.as_of, rules), unknown),
        first_mature=ibis.ifelse(has_first, rows.first_mature.fill_null(False), unknown),
        first_recontact=ibis.ifelse(has_first, rows.first_recontact.fill_null(False), unknown),
        first_recontact_unjudged=rows.first_recontact_unjudged.fill_null(False),
        first_recontact_ruled=rows.first_recontact_ruled.fill_null(False),
        human_act_by_first_resolution=(rows.first_act_n <= rows.first_resolution_n).fill_null(False),
        human_act_before_first_resolution=(rows.first_act_n < rows.first_resolution_n).fill_null(False),
        contacts=rows.contacts.fill_null(0),
        contacts_before_first_resolution=rows.contacts_before_first_resolution.fill_null(0),
        escalated=rows.escalated_n.notnull(),
        escalated_before_first_resolution=(rows.escalated_n < rows.first_resolution_n).fill_null(False),
        handoffs=rows.handoffs.fill_null(0),
        transfers=rows.transfers.fill_null(0),
        bot_message=rows.first_bot_n.notnull(),
        human_act_after_bot=(rows.last_act_n > rows.first_bot_n).fill_null(False),
    )


def request_flow(thread: ir.Table, core: ir.Table) -> ir.Table:
    """How the stock of open requests moved, problems left out.

    A merge takes a request out of the stock only if it was open then.
    """
    import ibis

    about = core.filter(~core.problem)
    one, less = ibis.literal(1, "int64"), ibis.literal(-1, "int64")
    raised = about.select(*REQUEST_KEY, at=about.raised_at, delta=one)
    moved = thread.filter((thread.resolves | thread.reopens) & ~thread.problem)
    moved = beside(moved, about.select(*REQUEST_KEY, "first_n"), REQUEST_KEY, only_matching=True)
    # The reopening that begins a request is its raising, counted already.
    moved = moved.filter(moved.resolves | (moved.n != moved.first_n))
    moved = moved.select(*REQUEST_KEY, at=moved["at"], delta=ibis.ifelse(moved.resolves, less, one))
    merged = thread.filter((thread.kind == "merged") & ~thread.was_resolved & ~thread.problem)
    merged = merged.select(*REQUEST_KEY, at=merged["at"], delta=less)
    return ibis.union(raised, moved, merged)


def acts(thread: ir.Table, core: ir.Table) -> ir.Table:
    """The facts of human acts, problems left out."""
    import ibis

    rows = thread.filter(thread.acts & ~thread.problem)
    merged = core.filter(core.merged).select(*REQUEST_KEY)
    rows = beside(rows, merged, REQUEST_KEY, found_as="merged")
    kind = ibis.cases((rows.resolves, "resolution"), (rows.kind == "answered", "answered"), else_="message")
    return rows.select(
        *REQUEST_KEY, "merged", acted_at=rows["at"], act=kind, agent=rows.actor, team=rows.team_before
    )


def channel_switches(thread: ir.Table, core: ir.Table) -> ir.Table:
    """The facts of customers who went on by another channel, problems left out."""
    import ibis

    # Few write by several: only their messages are put in order.
    several = core.filter(core.customer_channels > 1).select(*REQUEST_KEY)
    rows = thread.filter(thread.from_customer & thread.channel.notnull() & ~thread.problem)
    rows = beside(rows.select(*REQUEST_KEY, "n", "at", "channel"), several, REQUEST_KEY, only_matching=True)
    in_order = ibis.window(group_by=REQUEST_KEY, order_by="n")
    rows = rows.mutate(previous=rows.channel.lag(1).over(in_order))
    rows = rows.filter(rows.previous.notnull() & (rows.previous != rows.channel))
    return rows.select(
        *REQUEST_KEY, switched_at=rows["at"], from_channel=rows.previous, to_channel=rows.channel
    )


def live_contacts(thread: ir.Table) -> ir.Table:
    """The facts of live contacts picked up or given up, problems left out."""
    import ibis

    rows = thread.filter(thread.kind.isin(["answered", "abandoned"]) & ~thread.problem)
    return rows.select(
        *REQUEST_KEY,
        happened_at=rows["at"],
        outcome=rows.kind,
        agent=ibis.ifelse(rows.kind == "answered", rows.actor, ibis.null("string")),
        team=rows.team_before,
    )


__all__ = ["acts", "live_contacts", "recontacting_tickets", "request_flow", "requests"]
