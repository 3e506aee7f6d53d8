"""The tables of facts: what each row is, its columns, and what it depends on beside its ticket.

Instants (`_at`) are whole microseconds since 1970-01-01 UTC; durations end in `_microseconds`, once
`elapsed_` and once `working_`. A working duration is null where no schedule applies.
"""

from deskwise.facts.fact_table import (
    BOOL,
    DECIMAL,
    DURATION,
    FOLDED_WITH,
    INT,
    TEXT,
    TICKET,
    WHO,
    WHOM,
    FactTable,
)  # fmt: skip

REQUESTS = FactTable(
    "requests",
    "One need of a customer, from the moment it is raised. `agent` and `team` are those of the "
    "request as such; nothing of a merged-away request is resolved.",
    {
        **TICKET,
        "problem": BOOL,  # the ticket is a problem: in no figure but the problems' own
        "raised_at": INT,
        "raised_by": TEXT,  # role of the event that began it
        "began_by": TEXT,  # opened, reopening, first_event (its opening is missing)
        "ended_at": INT,  # when the ticket's next request began, else null
        "merged_at": INT,
        "as_of": INT,  # of the ticket's own source
        "customer": TEXT,
        "organisation": TEXT,
        "channel": TEXT,
        "type": TEXT,
        "category": TEXT,
        "priority": TEXT,
        "product": TEXT,
        **WHO,
        "calendar": TEXT,  # schedules of the team in force when it was raised
        "first_resolved_at": INT,
        "first_resolution_agent": TEXT,
        "first_resolution_team": TEXT,
        "first_mature": BOOL,  # null without a first resolution
        "first_recontact": BOOL,  # a re-contact within the window after the first resolution
        "first_recontact_unjudged": BOOL,
        "first_recontact_ruled": BOOL,
        "resolved_at": INT,  # the last resolution, if it stands at as-of
        "mature": BOOL,  # of resolved_at
        **DURATION,  # raised_at to resolved_at (to as-of, ended or merged if open)
        "reopenings": INT,
        "handled": BOOL,  # a human act, and not merged away
        "first_human_act_at": INT,
        "human_act_by_first_resolution": BOOL,  # at or before it
        "human_act_before_first_resolution": BOOL,  # strictly before it
        "contacts": INT,
        "contacts_before_first_resolution": INT,
        "escalated": BOOL,
        "escalated_before_first_resolution": BOOL,
        "touches": INT,
        "handoffs": INT,
        "transfers": INT,
        "customer_channels": INT,
        "bot_message": BOOL,
        "human_act_after_bot": BOOL,
        "article_solved": BOOL,
        "bad_rating": BOOL,  # the last rating on some scale is bad
        "recontact_of_another": BOOL,
        "messages_after_resolution": INT,
        "requester_wait_elapsed_microseconds": INT,
        "requester_wait_working_microseconds": INT,
        "agent_wait_elapsed_microseconds": INT,
        "agent_wait_working_microseconds": INT,
        "on_hold_elapsed_microseconds": INT,
        "on_hold_working_microseconds": INT,
        "boundary_ruled": BOOL,  # a ruling made it begin or end
        "contacts_ruled": BOOL,  # a ruling said which of its messages ask for an answer
    },
    ("customer",),
)

WAITS = FactTable(
    "waits",
    "The time from a customer's first unanswered message to what ends it; `wait` 1 is the first "
    "response. `agent` is who replied, null unless answered.",
    {
        **TICKET,
        "wait": INT,
        "started_at": INT,
        "ended_at": INT,  # null while open
        "outcome": TEXT,  # answered, unanswered, abandoned, open, merged
        **WHO,
        **DURATION,  # up to ended_at, or as-of while open
        "off_hours": BOOL,  # meets no opening time; null without schedule
        "calendar": TEXT,
        "as_of": INT,
        "ruled": BOOL,
    },
)

ACTS = FactTable(
    "acts",
    "Each human act: a public human message, an answered contact, a resolution by a human. Those of "
    "merged-away requests stay, marked. `agent` is who did it.",
    {**TICKET, "acted_at": INT, "act": TEXT, **WHO, "merged": BOOL},
)

RESOLUTIONS = FactTable(
    "resolutions",
    "Each move to solved or closed, with the re-contact that came next, whenever it came.",
    {
        **TICKET,
        "resolution": INT,  # its number within the request
        "resolved_at": INT,
        **WHO,
        "by_human": BOOL,
        "stands": BOOL,  # it is the request's resolved_at
        "mature": BOOL,
        "merged": BOOL,
        "recontact_at": INT,
        "recontact_by": TEXT,  # reopening, ticket
        "recontact_source": TEXT,
        "recontact_ticket": TEXT,
        "recontact_within_window": BOOL,
        "unjudged": BOOL,  # the re-contact rests on two null categories
        "ruled": BOOL,
        "customer": TEXT,
    },
    ("customer",),
)

STATUS_SPELLS = FactTable(
    "status_spells",
    "Each stretch of one status within a request; the last is open and measured to as-of.",
    {
        **TICKET,
        "status": TEXT,
        "started_at": INT,
        "ended_at": INT,
        "team": TEXT,
        "calendar": TEXT,
        **DURATION,
    },
)

ESCALATIONS = FactTable(
    "escalations",
    "Signals at most 60 s apart are one escalation, credited as its first: `agent` held the ticket "
    "before it, `team` is the one it left.",
    {**TICKET, "escalated_at": INT, **WHO, "to_team": TEXT, "reason": TEXT, "signals": INT},
)

HANDOVERS = FactTable(
    "handovers",
    "Each change of holder from one agent to another (`handover` = handoff) and of team (transfer); "
    "`agent` and `team` are those before it.",
    {**TICKET, "handed_over_at": INT, "handover": TEXT, **WHO},
)

CHANNEL_SWITCHES = FactTable(
    "channel_switches",
    "Each customer's message by another channel than their one before it in the same request; a message that "
    "names no channel is passed over.",
    {**TICKET, "switched_at": INT, "from_channel": TEXT, "to_channel": TEXT},
)

RATINGS = FactTable(
    "ratings",
    "Each rating; `counts` marks the last of a request on its scale, and every one without a ticket. "
    "More than one row a rating where everyone who replied shares it (`share_of` differs).",
    {
        **TICKET,
        "event_id": TEXT,
        **FOLDED_WITH,
        "rated_at": INT,
        "scale": TEXT,
        "value": DECIMAL,
        **WHO,
        "counts": BOOL,
        **WHOM,
        "about": TEXT,
    },
)

SURVEYS = FactTable(
    "surveys",
    "Each satisfaction question that went out, and whether a rating followed before the next.",
    {
        **TICKET,
        "event_id": TEXT,
        **FOLDED_WITH,
        "sent_at": INT,
        **WHO,
        "answered": BOOL,
        **WHOM,
    },
    ("customer",),
)

COMPLAINTS = FactTable(
    "complaints",
    "Each complaint; `dismissed` where a ruling says it is none.",
    {
        **TICKET,
        "event_id": TEXT,
        **FOLDED_WITH,
        "complained_at": INT,
        **WHO,
        **WHOM,
        "dismissed": BOOL,
        "ruled": BOOL,
    },
)

REVIEWS = FactTable(
    "reviews",
    "Each quality review of an agent's work, on 0-100.",
    {**TICKET, "event_id": TEXT, "reviewed_at": INT, "value": DECIMAL, **WHO},
)

SALES = FactTable(
    "sales",
    "Each sale or refund (negative), and the request whose reply it is credited to. `agent` and `team` "
    "are the reply's; `request` the one it is credited to, null if none.",
    {
        **TICKET,
        "event_id": TEXT,
        **FOLDED_WITH,
        "sold_at": INT,
        "value": DECIMAL,
        "currency": TEXT,
        "sale_kind": TEXT,
        "customer": TEXT,
        "credited": BOOL,
        "replied_at": INT,
        **WHO,
    },
    ("customer",),
)

WORK = FactTable(
    "work",
    "Seconds an agent spent on a task; `source`, `ticket` null where it is about no known ticket.",
    {
        **TICKET,
        "event_id": TEXT,
        **FOLDED_WITH,
        "worked_at": INT,
        "task": TEXT,
        "seconds": DECIMAL,
        **WHO,
    },
)

OUTAGES = FactTable(
    "outages",
    "Each time a product was down: `ended_at` null while it still is at as-of.",
    {
        "source": TEXT,
        "product": TEXT,
        "planned": BOOL,
        "began_at": INT,
        "ended_at": INT,
        "as_of": INT,
    },
)

PROMISES = FactTable(
    "promises",
    "Each promise of an update or a fix and what came of it.",
    {
        **TICKET,
        "event_id": TEXT,
        "promised_at": INT,
        "due_at": INT,
        "recipient": TEXT,  # customer, agents
        "what": TEXT,
        **WHO,
        "outcome": TEXT,  # kept, missed, open, replaced, dropped (merged), no_due
        "kept_at": INT,
        "dropped_at": INT,  # when a newer one took its place or its ticket was merged away, by its due
        "as_of": INT,
    },
)

LINKS = FactTable(
    "links",
    "Each link of an incident to a problem, with what the problem's people did after it.",
    {
        **TICKET,
        "event_id": TEXT,
        "linked_at": INT,
        **WHO,
        "problem_ticket": TEXT,
        "already_resolved": BOOL,
        "dropped_at": INT,  # when the problem was merged away; what waited on it is dropped then
        "responded_at": INT,
        "response_elapsed_microseconds": INT,
        "response_working_microseconds": INT,
        "problem_resolved_at": INT,
        "problem_mature": BOOL,  # of problem_resolved_at; null without one
        "resolution_elapsed_microseconds": INT,
        "resolution_working_microseconds": INT,
        "as_of": INT,
    },
    ("problem",),
)

SLA_CLOCKS = FactTable(
    "sla_clocks",
    "Each clock a policy set going. `measured_microseconds` is on the target's clock, without paused time.",
    {
        **TICKET,
        "clock": TEXT,  # first_response, next_reply, resolution
        "policy": TEXT,
        "started_at": INT,
        "decided_at": INT,  # null while open
        "outcome": TEXT,  # kept, missed, open, dropped
        "measured_microseconds": INT,
        "target_microseconds": INT,
        "target_working": BOOL,
        **WHO,
        "as_of": INT,
    },
)

LIVE_CONTACTS = FactTable(
    "live_contacts",
    "Each live contact picked up or given up.",
    {**TICKET, "happened_at": INT, "outcome": TEXT, **WHO},  # answered, abandoned
)

REQUEST_FLOW = FactTable(
    "request_flow",
    "How the stock of open requests moved: +1 raised or reopened, -1 resolved or merged away.",
    {**TICKET, "at": INT, "delta": INT},
)

REQUEST_FIELDS = FactTable(
    "request_fields",
    "The last known value of each further source field of a request.",
    {**TICKET, "field": TEXT, "value": TEXT},
)

CUSTOMERS = FactTable(
    "customers",
    "Each customer, since when known, and the organisation last seen with them.",
    {"customer": TEXT, "organisation": TEXT, "known_at": INT},
    ("customer",),
)

STAGES = FactTable(
    "stages",
    "Each time a customer entered a stage, and when they first reached the next one after it.",
    {
        "source": TEXT,
        "customer": TEXT,
        "organisation": TEXT,
        "stage": TEXT,
        "entered_at": INT,
        "next_stage": TEXT,  # null where none follows
        "next_reached_at": INT,
        "as_of": INT,
    },
    ("customer",),
)

FACT_TABLES: dict[str, FactTable] = {
    table.name: table
    for table in (
        REQUESTS,
        WAITS,
        ACTS,
        RESOLUTIONS,
        STATUS_SPELLS,
        ESCALATIONS,
        HANDOVERS,
        CHANNEL_SWITCHES,
        RATINGS,
        SURVEYS,
        COMPLAINTS,
        REVIEWS,
        SALES,
        WORK,
        OUTAGES,
        PROMISES,
        LINKS,
        SLA_CLOCKS,
        LIVE_CONTACTS,
        REQUEST_FLOW,
        REQUEST_FIELDS,
        CUSTOMERS,
        STAGES,
    )
}
