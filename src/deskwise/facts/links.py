"""Links of incidents to problems, and what the problem's people did after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import EVENT_KEY, REQUEST_KEY, beside
from deskwise.facts.resolutions import mature
from deskwise.facts.thread import details

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.rules import Rules
    from deskwise.facts.working_hours import WorkingHours

LINK = EVENT_KEY


def link_rows(thread: ir.Table, events: ir.Table, marks: ir.Table, tickets: ir.Table) -> ir.Table:
    """Each link that counts: not made on a problem, not to a removed ticket.

    `problem_key` is null where no ticket of that name is known.
    """
    rows = thread.filter((thread.kind == "linked") & ~thread.problem)
    rows = rows.select(*REQUEST_KEY, *EVENT_KEY, "at", "actor", "team_before")
    rows = beside(beside(rows, details(events, "linked"), EVENT_KEY), tickets)
    rows = rows.filter(rows.extra.notnull())
    rows = rows.select(
        *REQUEST_KEY,
        *EVENT_KEY,
        "source",
        "ticket",
        "as_of",
        "event_id",
        problem_ticket=rows.extra.get("problem"),
        linked_at=rows["at"],
        agent=rows.actor,
        team=rows.team_before,
    )
    rows = rows.filter(rows.problem_ticket.notnull())
    named = tickets.select("source", problem_ticket="ticket", problem_key="ticket_key")
    rows = beside(rows, named, ["source", "problem_ticket"])
    return rows.anti_join(marks.filter(marks.removed).select(problem_key="ticket_key"), ["problem_key"])


def links(rows: ir.Table, thread: ir.Table, core: ir.Table, hours: WorkingHours, rules: Rules) -> ir.Table:
    """The facts of links.

    The response is the first human act, note or assignment on the named ticket at or after the link; the
    resolution that of the request current there at the link. What waits when that ticket is merged away is
    dropped then (`dropped_at`). Working time goes by the named ticket's team.
    """
    import ibis

    named = rows.select("problem_key").distinct()
    events = thread.filter(thread.acts | thread.kind.isin(["note", "assigned"]))
    events = events.select(problem_key=events.ticket_key, did_at=events["at"])
    events = events.semi_join(named, ["problem_key"])
    answers = beside(
        rows.select(*LINK, "problem_key", "linked_at"),
        events,
        ["problem_key"],
        only_matching=True,
    )
    answers = answers.filter(answers.did_at >= answers.linked_at)
    answers = answers.group_by(*LINK).aggregate(responded_at=answers.did_at.min())
    requests = core.select(
        "raised_at", "resolved_at", problem_key=core.ticket_key, problem_request=core.request
    )
    current = beside(
        rows.select(*LINK, "problem_key", "linked_at"),
        requests,
        ["problem_key"],
        only_matching=True,
    )
    begun = current.raised_at <= current.linked_at
    place = ibis.row_number().over(
        ibis.window(
            group_by=LINK,
            order_by=[
                ibis.desc(begun.cast("int64")),
                ibis.ifelse(begun, -current.problem_request, current.problem_request),
            ],
        )
    )
    current = current.mutate(place=place)
    current = current.filter(current.place == 0).select(*LINK, problem_resolved_at="resolved_at")
    teams = thread.filter(thread.kind.isin(["assigned", "escalated"]) & thread.team.notnull())
    teams = teams.select(
        problem_key=teams.ticket_key, moved_at=teams["at"], moved_n=teams.n, moved_to=teams.team
    )
    held = beside(
        rows.select(*LINK, "problem_key", "linked_at"),
        teams,
        ["problem_key"],
        only_matching=True,
    )
    held = held.filter(held.moved_at <= held.linked_at)
    held = held.group_by(*LINK).aggregate(problem_team=held.moved_to.argmax(held.moved_n))
    merged = thread.filter(thread.kind == "merged")
    merged = merged.select(problem_key=merged.ticket_key, merged_at=merged["at"])
    rows = beside(rows, answers, LINK)
    rows = beside(rows, current, LINK)
    rows = beside(rows, merged, ["problem_key"])
    rows = beside(rows, held, LINK)
    already = (rows.problem_resolved_at < rows.linked_at).fill_null(False)
    nothing = ibis.null("int64")
    rows = rows.mutate(
        already_resolved=already,
        problem_mature=mature(rows.problem_resolved_at, rows.as_of, rules),
        responded_at=ibis.ifelse(already, nothing, rows.responded_at),
        solved_at=ibis.ifelse(already, nothing, rows.problem_resolved_at),
    )
    # A link made after the merge waits for nothing.
    dropped_at = ibis.ifelse(
        rows.merged_at.isnull(), nothing, ibis.greatest(rows.merged_at.fill_null(0), rows.linked_at)
    )
    rows = rows.mutate(dropped_at=dropped_at, incident=rows.ticket_key)
    # Of a problem that was resolved already nothing is waited for.
    waits = {
        "response_to": ibis.coalesce(rows.responded_at, rows.dropped_at, rows.as_of),
        "resolution_to": ibis.coalesce(rows.solved_at, rows.dropped_at, rows.as_of),
    }
    rows = rows.mutate(
        **{name: ibis.ifelse(rows.already_resolved, nothing, end) for name, end in waits.items()}
    )
    # The schedules are those of the named ticket's team.
    rows = rows.mutate(ticket_key=rows.problem_key)
    rows = hours.with_calendar(rows, "linked_at", team="problem_team")
    rows = rows.mutate(ticket_key=rows.incident)
    rows = hours.with_working(rows, "linked_at", "response_to", "response_working_microseconds")
    rows = hours.with_working(rows, "linked_at", "resolution_to", "resolution_working_microseconds")
    return rows.mutate(
        response_elapsed_microseconds=rows.response_to - rows.linked_at,
        resolution_elapsed_microseconds=rows.resolution_to - rows.linked_at,
    )
