"""Resolutions, and for each the re-contact that came next (definitions, sections 1 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, TICKET_KEY, beside
from deskwise.facts.moves import RULED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules


def mature(resolved_at: ir.Value, as_of: ir.Value, rules: Rules) -> ir.BooleanValue:
    """Whether a resolution's window had ended at or before as-of; with window `none` nothing matures."""
    import ibis

    if rules.window_microseconds is None:
        return ibis.literal(False)
    return resolved_at + rules.window_microseconds <= as_of


def resolution_rows(thread: ir.Table, core: ir.Table) -> ir.Table:
    """Each resolution of a request that is no problem, with who it belongs to and its request's category."""
    import ibis

    rows = thread.filter(thread.resolves & ~thread.problem)
    rows = rows.select(
        *REQUEST_KEY,
        *EVENT_KEY,
        "n",
        resolved_at=rows["at"],
        agent=ibis.coalesce(
            rows.holder_before, ibis.ifelse(rows.role == "agent", rows.actor, ibis.null("string"))
        ),
        team=rows.team_before,
        by_human=rows.role == "agent",
    )
    about = core.select(
        *REQUEST_KEY,
        "source",
        "ticket",
        "customer",
        "category",
        "merged",
        "stands",
        "last_resolution_n",
        "as_of",
    )
    rows = beside(rows, about, REQUEST_KEY, only_matching=True)
    numbered = ibis.window(group_by=REQUEST_KEY, order_by="n")
    return rows.mutate(
        resolution=ibis.row_number().over(numbered) + 1,
        stands=rows.stands & (rows.n == rows.last_resolution_n),
    )


def next_reopenings(moves: ir.Table) -> ir.Table:
    """For each resolution the ticket's next reopening that no ruling calls a new issue.

    `passed_over_at` is when the very next one was, if that is so ruled.
    """
    import ibis

    after = ibis.window(group_by=TICKET_KEY, order_by=["at", "seq", "event_id"], following=(1, None))
    nothing = ibis.null("int64")
    reopening = ibis.ifelse(moves.is_reopening, moves["at"], nothing)
    passed_over = ibis.ifelse(moves.is_reopening, moves.ruled, ibis.null("boolean"))
    rows = moves.mutate(
        reopened_at=ibis.ifelse(moves.counts_as_recontact, moves["at"], nothing).min().over(after),
        passed_over=passed_over.first(include_null=False).over(after),
        next_at=reopening.min().over(after),
    )
    rows = rows.mutate(passed_over_at=ibis.ifelse(rows.passed_over, rows.next_at, nothing))
    return rows.filter(rows.is_resolution).select(*EVENT_KEY, "reopened_at", "passed_over_at")


def new_tickets(openings: ir.Table, core: ir.Table, rulings: ir.Table) -> ir.Table:
    """Tickets whose opening may be somebody's re-contact: those with a customer, problems left out."""
    about = core.filter((core.request == 1) & ~core.problem)
    about = about.select(*TICKET_KEY, "source", "ticket", new_category=about.category)
    rows = openings.filter(openings.customer.notnull())
    rows = rows.select(*TICKET_KEY, "customer", "opened_at", event_id=rows.opening_id)
    rows = beside(rows, about, only_matching=True)
    rows = beside(rows, rulings.select(*RULED, "ruling"), RULED)
    return rows.select(
        *TICKET_KEY,
        "source",
        "ticket",
        "customer",
        "opened_at",
        category=rows.new_category,
        new_issue=rows.ruling.identical_to("new_issue"),
        same_issue=rows.ruling.identical_to("same_issue"),
    )


def next_tickets(resolutions: ir.Table, tickets: ir.Table) -> ir.Table:
    """For each resolution the same customer's next new ticket in the same category that is no new issue.

    `next_same` says whether a ruling calls it the same issue, `ruled_out_at` when the very next one was
    opened, if a ruling took it out of the way. One pass in the order of instants, openings before
    resolutions of the same instant: what comes after a
    resolution is strictly later. No self-join, so a customer of thousands of tickets costs no more.
    """
    import ibis

    nothing, unknown = ibis.null("int64"), ibis.null("boolean")
    opened = tickets.select(
        "source",
        "ticket",
        "customer",
        "category",
        event_key=nothing,
        happened_at=tickets.opened_at,
        place=ibis.literal(0, "int64"),
        opened_at=ibis.ifelse(tickets.new_issue, nothing, tickets.opened_at),
        opened_key=ibis.ifelse(tickets.new_issue, nothing, tickets.ticket_key),
        opened_same=ibis.ifelse(tickets.new_issue, unknown, tickets.same_issue),
        happened_new=tickets.new_issue,
        happened_opened_at=tickets.opened_at,
    )
    resolved = resolutions.filter(resolutions.customer.notnull())
    resolved = resolved.select(
        "source",
        "ticket",
        "customer",
        "category",
        "event_key",
        happened_at=resolved.resolved_at,
        place=ibis.literal(1, "int64"),
        opened_at=nothing,
        opened_key=nothing,
        opened_same=unknown,
        happened_new=unknown,
        happened_opened_at=nothing,
    )
    stream = ibis.union(opened, resolved)
    after = ibis.window(
        group_by=["customer", "category"],
        order_by=["happened_at", "place", "source", "ticket"],
        following=(1, None),
    )
    stream = stream.mutate(
        next_at=stream.opened_at.first(include_null=False).over(after),
        next_key=stream.opened_key.first(include_null=False).over(after),
        next_same=stream.opened_same.first(include_null=False).over(after),
        first_is_new=stream.happened_new.first(include_null=False).over(after),
        first_at=stream.happened_opened_at.first(include_null=False).over(after),
    )
    stream = stream.filter(stream.place == 1)
    ruled_out_at = ibis.ifelse(stream.first_is_new, stream.first_at, nothing)
    return stream.select(*EVENT_KEY, "next_at", "next_key", "next_same", ruled_out_at=ruled_out_at)


def same_issues(resolutions: ir.Table, tickets: ir.Table) -> ir.Table:
    """For each resolution the same customer's next ticket that a ruling calls the same issue."""
    import ibis

    ruled = tickets.filter(tickets.same_issue)
    ruled = ruled.select(
        "customer", same_at="opened_at", same_key="ticket_key", source="source", ticket="ticket"
    )
    rows = resolutions.select(*EVENT_KEY, "customer", "resolved_at")
    rows = beside(rows, ruled, ["customer"], only_matching=True)
    rows = rows.filter(rows.same_at > rows.resolved_at)
    first = ibis.row_number().over(ibis.window(group_by=EVENT_KEY, order_by=["same_at", "source", "ticket"]))
    rows = rows.mutate(place=first)
    return rows.filter(rows.place == 0).select(*EVENT_KEY, "same_at", "same_key")


def resolutions(
    rows: ir.Table,
    reopenings: ir.Table,
    openings: ir.Table,
    same: ir.Table,
    tickets: ir.Table,
    rules: Rules,
) -> ir.Table:
    """The facts of resolutions: the first of reopening and new ticket is the re-contact."""
    import ibis

    rows = beside(rows, reopenings, EVENT_KEY)
    rows = beside(rows, openings, EVENT_KEY)
    rows = beside(rows, same, EVENT_KEY)
    # What counts without a ruling comes first among equal instants.
    by_ruling = rows.same_at.notnull() & (rows.next_at.isnull() | (rows.same_at < rows.next_at))
    # Of two nulls nobody can say whether they are the same, unless a ruling says so.
    by_nulls = rows.category.isnull() & ~by_ruling
    ticket_at = ibis.ifelse(by_ruling, rows.same_at, rows.next_at)
    opened_key = ibis.ifelse(by_ruling, rows.same_key, rows.next_key)
    by_reopening = rows.reopened_at.notnull() & (ticket_at.isnull() | (rows.reopened_at <= ticket_at))
    recontact_at = ibis.ifelse(by_reopening, rows.reopened_at, ticket_at)
    nobody = ibis.null("string")
    rows = rows.mutate(
        recontact_at=recontact_at,
        recontact_by=ibis.cases((by_reopening, "reopening"), (ticket_at.notnull(), "ticket"), else_=nobody),
        recontact_key=ibis.ifelse(by_reopening, rows.ticket_key, opened_key),
        by_reopening=by_reopening,
        unjudged=by_nulls & ~rows.next_same.fill_null(False),
        judged=by_ruling | (by_nulls & rows.next_same.fill_null(False)),
    )
    within = rows.recontact_at.notnull()
    if rules.window_microseconds is not None:
        within = within & (rows.recontact_at - rows.resolved_at <= rules.window_microseconds)
    rows = rows.mutate(recontact_within_window=within)
    named = tickets.select(recontact_key="ticket_key", recontact_source="source", recontact_ticket="ticket")
    rows = beside(rows, named, ["recontact_key"])
    by_ticket = rows.recontact_within_window & ~rows.by_reopening
    # Among equal instants a reopening comes before an opening.
    overruled = _overruled(rows, rows.passed_over_at, ibis.literal(False), rules)
    overruled = overruled | _overruled(rows, rows.ruled_out_at, rows.by_reopening, rules)
    return rows.mutate(
        mature=mature(rows.resolved_at, rows.as_of, rules) & ~rows.merged,
        unjudged=by_ticket & rows.unjudged,
        ruled=overruled | (by_ticket & rows.judged),
    )


def _overruled(rows: ir.Table, skipped_at: ir.Value, found_first: ir.Value, rules: Rules) -> ir.BooleanValue:
    """Whether a ruling took a contact out of the way, within the window, before what was found instead."""
    skipped = skipped_at.notnull()
    if rules.window_microseconds is not None:
        skipped = skipped & (skipped_at - rows.resolved_at <= rules.window_microseconds)
    before = (skipped_at < rows.recontact_at) | ((skipped_at == rows.recontact_at) & ~found_first)
    return skipped & (rows.recontact_at.isnull() | before.fill_null(False))
