"""Links of incidents to problems, and what the problem's people did after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.joins import REQUEST, TICKET, beside

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.facts.working_hours import WorkingHours

LINK = (*TICKET, "event_id")


def link_rows(thread: ir.Table, marks: ir.Table, sources: ir.Table) -> ir.Table:
    """Each link that counts: not made on a problem, not to a removed ticket."""
    rows = thread.filter((thread.kind == "linked") & ~thread.problem & thread.extra.notnull())
    rows = rows.select(
        *REQUEST,
        "event_id",
        problem_ticket=rows.extra.get("problem"),
        linked_at=rows["at"],
        agent=rows.actor,
        team=rows.team_before,
    )
    rows = rows.filter(rows.problem_ticket.notnull())
    removed = marks.filter(marks.removed).select("source", problem_ticket="ticket")
    return beside(rows.anti_join(removed, ["source", "problem_ticket"]), sources, ["source"])


def links(rows: ir.Table, thread: ir.Table, core: ir.Table, hours: WorkingHours) -> ir.Table:
    """The facts of links.

    The response is the first human act, note or assignment on the named ticket at or after the link; the
    resolution that of the request current there at the link. Working time goes by the named ticket's team.
    """
    import ibis

    named = rows.select("source", problem_ticket="problem_ticket").distinct()
    events = thread.filter(thread.acts | thread.kind.isin(["note", "assigned"]))
    events = events.select("source", problem_ticket=events.ticket, did_at=events["at"])
    events = events.semi_join(named, ["source", "problem_ticket"])
    answers = beside(
        rows.select(*LINK, "problem_ticket", "linked_at"),
        events,
        ["source", "problem_ticket"],
        only_matching=True,
    )
    answers = answers.filter(answers.did_at >= answers.linked_at)
    answers = answers.group_by(*LINK).aggregate(responded_at=answers.did_at.min())
    requests = core.select(
        "source", "raised_at", "resolved_at", problem_ticket=core.ticket, problem_request=core.request
    )
    current = beside(
        rows.select(*LINK, "problem_ticket", "linked_at"),
        requests,
        ["source", "problem_ticket"],
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
        "source", problem_ticket=teams.ticket, moved_at=teams["at"], moved_n=teams.n, moved_to=teams.team
    )
    held = beside(
        rows.select(*LINK, "problem_ticket", "linked_at"),
        teams,
        ["source", "problem_ticket"],
        only_matching=True,
    )
    held = held.filter(held.moved_at <= held.linked_at)
    held = held.group_by(*LINK).aggregate(problem_team=held.moved_to.argmax(held.moved_n))
    rows = beside(rows, answers, LINK)
    rows = beside(rows, current, LINK)
    rows = beside(rows, held, LINK)
    already = (rows.problem_resolved_at < rows.linked_at).fill_null(False)
    nothing = ibis.null("int64")
    rows = rows.mutate(
        already_resolved=already,
        responded_at=ibis.ifelse(already, nothing, rows.responded_at),
        solved_at=ibis.ifelse(already, nothing, rows.problem_resolved_at),
    )
    rows = rows.mutate(response_to=ibis.coalesce(rows.responded_at, rows.as_of))
    rows = rows.mutate(resolution_to=ibis.coalesce(rows.solved_at, rows.as_of), incident=rows.ticket)
    # The schedules are those of the named ticket's team.
    rows = rows.mutate(ticket=rows.problem_ticket)
    rows = hours.with_calendar(rows, "linked_at", team="problem_team")
    rows = rows.mutate(ticket=rows.incident)
    rows = hours.with_working(rows, "linked_at", "response_to", "response_working_microseconds")
    rows = hours.with_working(rows, "linked_at", "resolution_to", "resolution_working_microseconds")
    return rows.mutate(
        response_elapsed_microseconds=rows.response_to - rows.linked_at,
        resolution_elapsed_microseconds=rows.resolution_to - rows.linked_at,
    )
