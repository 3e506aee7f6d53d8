"""The fold: what the events mean, as an ordered list of expressions over the event table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts import inputs
from deskwise.facts.customers import customers, stages
from deskwise.facts.escalations import escalations, handovers
from deskwise.facts.joins import EVENT_KEY, TICKET_KEY, beside
from deskwise.facts.links import link_rows, links
from deskwise.facts.moves import later_requests, reopened_tickets, status_moves
from deskwise.facts.outages import outages
from deskwise.facts.promises import promises
from deskwise.facts.ratings import (
    badly_rated,
    complaints,
    credited_agents,
    ratings,
    reviews,
    surveys,
    ticketless,
)
from deskwise.facts.request_core import (
    changed_fields,
    request_core,
    request_counts,
    request_fields,
    solving_articles,
)
from deskwise.facts.requests import acts, channel_switches, live_contacts, request_flow, requests
from deskwise.facts.resolutions import (
    new_tickets,
    next_reopenings,
    next_tickets,
    resolution_rows,
    resolutions,
    same_issues,
)
from deskwise.facts.rules import Rules
from deskwise.facts.sales import sale_rows, sales
from deskwise.facts.schema import FACT_TABLES
from deskwise.facts.sla_clocks import (
    changes_of_holder,
    changes_of_team,
    decided_requests,
    decided_waits,
    request_clocks,
    sla_clocks,
    wait_clocks,
)
from deskwise.facts.status_spells import spells_as_of, status_spells, time_by_status
from deskwise.facts.step import Step, Steps
from deskwise.facts.thread import openings, thread
from deskwise.facts.ticket_marks import orphan_tickets, rulings, ticket_marks
from deskwise.facts.waits import promoted_messages, ruled_contacts, wait_edges, waits
from deskwise.facts.work import work
from deskwise.facts.working_hours import WorkingHours, team_moves

if TYPE_CHECKING:
    import ibis.expr.types as ir


def fold(rules: Rules, calendar_width: int) -> tuple[Step, ...]:
    """The steps that make every table of facts from the inputs named in `facts.inputs`.

    `calendar_width` is how many spans a day of `calendar_days` holds at most. Each step may be run by any
    engine Ibis compiles for, in order, each becoming a table of its name.
    """
    steps = Steps()
    make = steps.make
    events, sources, tickets = inputs.events(), inputs.sources(), inputs.tickets()

    ruled = make("rulings", rulings(events, rules.rulings == "apply"))
    orphans = make("orphan_tickets", orphan_tickets(events))
    marks = make("ticket_marks", ticket_marks(events, orphans))
    reopened = make("reopened_tickets", reopened_tickets(events))
    moves = make("status_moves", status_moves(events, reopened, marks, ruled, rules))
    later = make("later_requests", later_requests(moves))
    rows = make("thread", thread(inputs.ticket_events(), marks, ruled, later, rules))
    opened = make("openings", openings(events, marks))
    outside = make("ticketless", ticketless(events, orphans))
    moved = make("team_moves", team_moves(rows))
    hours = WorkingHours(rules, inputs.calendar_days(calendar_width), calendar_width, moved)

    counts = make("request_counts", request_counts(rows))
    changed = make("changed_fields", changed_fields(events, rows, counts))
    promoted = make("promoted_messages", promoted_messages(rows, rules))
    touched = ruled_contacts(rows, promoted)
    core = make(
        "request_core",
        request_core(counts, opened, later, changed, solving_articles(events, rows), touched, tickets),
    )
    steps.fact("request_fields", request_fields(events, rows, counts))
    steps.fact("request_flow", request_flow(rows, core))
    steps.fact("acts", acts(rows, core))
    steps.fact("live_contacts", live_contacts(rows))
    steps.fact("channel_switches", channel_switches(rows, core))

    edges = make("wait_edges", wait_edges(rows, promoted))
    wait_rows = make("wait_rows", waits(edges, core, tickets, hours))
    steps.fact("waits", wait_rows)

    spells = make("spell_rows", status_spells(rows, core, hours))
    steps.fact("status_spells", spells)
    escalated = make("escalation_rows", escalations(rows, events, rules))
    steps.fact("escalations", escalated)
    handed_over = make("handover_rows", handovers(rows))
    steps.fact("handovers", handed_over)

    resolved = make("resolution_rows", resolution_rows(rows, core))
    opened_anew = make("new_tickets", new_tickets(opened, core, ruled))
    resolved = make(
        "resolution_facts",
        resolutions(
            resolved,
            next_reopenings(moves),
            next_tickets(resolved, opened_anew),
            same_issues(resolved, opened_anew),
            tickets,
            rules,
        ),
    )
    steps.fact("resolutions", resolved)

    credited = make("credited_agents", credited_agents(rows, resolved))
    rated = make("rating_rows", ratings(rows, events, outside, credited, tickets, rules))
    steps.fact("ratings", rated)
    steps.fact("surveys", surveys(rows, events, outside, credited, tickets, rules))
    steps.fact("complaints", complaints(rows, events, outside, ruled, tickets))
    steps.fact("reviews", reviews(rows, events))
    steps.fact("work", work(rows, events, outside, tickets))
    steps.fact(
        "requests",
        requests(
            core,
            resolved,
            edges,
            time_by_status(spells, bool(rules.schedules)),
            escalated,
            handed_over,
            badly_rated(rated),
            hours,
            rules,
        ),
    )

    sold = make("sale_rows", sale_rows(rows, outside, events))
    steps.fact("sales", sales(sold, rows, core, tickets, rules))
    steps.fact("outages", outages(events, sources))
    steps.fact("promises", promises(rows, events, tickets))
    linked = make("link_rows", link_rows(rows, events, marks, tickets))
    steps.fact("links", links(linked, rows, core, hours, rules))
    steps.fact("customers", customers(events, marks))
    steps.fact("stages", stages(events, sources))
    steps.fact(
        "sla_clocks",
        _clocks(steps, rules, hours, rows, events, opened, wait_rows, core, spells, resolved, moved),
    )
    return tuple(steps.done)


def measured_spells(rules: Rules, calendar_width: int, kept: str, sources: str, schema: str) -> ir.Table:
    """The facts of spells as of now, from what is kept in `schema`, with its sources and calendars."""
    import ibis

    calendars = inputs.calendar_days(calendar_width, schema)
    # Each row knows its calendar already.
    hours = WorkingHours(rules, calendars, calendar_width, calendars)
    rows = ibis.table(FACT_TABLES["status_spells"].columns, name=kept, database=schema)
    return spells_as_of(rows, ibis.table(inputs.SOURCES, name=sources, database=schema), hours)


def _clocks(
    steps: Steps,
    rules: Rules,
    hours: WorkingHours,
    rows: ir.Table,
    events: ir.Table,
    opened: ir.Table,
    wait_rows: ir.Table,
    core: ir.Table,
    spells: ir.Table,
    resolved: ir.Table,
    moved: ir.Table,
) -> ir.Table:
    if not rules.sla:
        import ibis

        columns = FACT_TABLES["sla_clocks"].columns
        nothing = core.select(**{name: ibis.null(kind) for name, kind in columns.items()})
        return nothing.filter(ibis.literal(False))
    places = rows.filter(rows.kind == "changed").select(*TICKET_KEY, *EVENT_KEY, "n", changed_at="at")
    changes = events.filter((events.kind == "changed") & events.ticket_key.notnull())
    changes = changes.select(*EVENT_KEY, "type", "priority")
    changes = steps.make("changes", beside(places, changes, EVENT_KEY, only_matching=True).drop(*EVENT_KEY))
    decided = decided_waits(wait_clocks(wait_rows), opened, changes, moved, hours, rules).union(
        decided_requests(request_clocks(core), spells, resolved, opened, changes, moved, hours, rules)
    )
    decided = steps.make("decided_clocks", decided)
    return sla_clocks(decided, changes_of_holder(rows), changes_of_team(rows))
