"""A ticket opened, in words: its events, the facts made of them, and what is counted of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from deskwise.app.explain_ticket import Counted, ExplainedEvent, ExplainedTicket
from deskwise.app.plain_json import plain
from deskwise.app.tables.cases_table import gave_words, state_words
from deskwise.app.tables.period_names import instant_words
from deskwise.app.tables.table import Column, Table
from deskwise.app.ticket_facts import MICROSECONDS, Row
from deskwise.kernel.units import format_value


def ticket_head(found: ExplainedTicket) -> list[str]:
    """Which ticket it is, and whether no figure counts it at all."""
    head = [f"Ticket {found.ticket} of {found.source}, as of {instant_words(found.as_of, found.zone)}"]
    return [*head, f"In no figure: {found.nowhere}."] if found.nowhere else head


def ticket_tables(found: ExplainedTicket) -> list[Table]:
    """The tables that have a row: events, facts by their table, what the metrics count."""
    tables = [
        _table(
            "Events",
            ["at", "kind", "by", "what", "did"],
            [_event(each, found.zone) for each in found.events],
        )
    ]
    for title, name, columns in TABLES:
        rows = [[_cell(row, column, found.zone) for column in columns.values()] for row in found.facts[name]]
        tables.append(_table(title, list(columns), rows))
    tables.append(counted_table(found.counted, found.zone))
    return [table for table in tables if table.rows]


def counted_table(counted: Sequence[Counted], zone: str) -> Table:
    """Each case that a metric takes of a ticket."""
    titles = ["metric", "request", "counted at", "gave", "state", "agent", "team"]
    return _table("What the metrics count of it", titles, [_counted(each, zone) for each in counted])


def facts_table(name: str, facts: Sequence[Row], zone: str) -> Table:
    """The rows of one table of facts, in all its columns that hold something."""
    columns = list(facts[0]) if facts else []
    rows = [[_cell(row, column, zone) for column in columns] for row in facts]
    title = name.replace("_", " ").capitalize()
    return Table(
        [Column(column.removesuffix("_microseconds")) for column in columns],
        rows,
        title,
        () if rows else ("There is none.",),
    )


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table([Column(column) for column in columns], rows, title)


def _event(explained: ExplainedEvent, zone: str) -> list[str]:
    event = explained.event
    at = instant_words(int(event.at.timestamp() * MICROSECONDS), zone)
    told = {
        "": event.status,
        "agent": event.agent,
        "team": event.team,
        "channel": event.channel,
        "value": None if event.value is None else plain(event.value),
        "on": event.scale,
        **dict(event.fields),
    }
    what = ", ".join(f"{name} {value}".strip() for name, value in told.items() if value is not None)
    by = " ".join(word for word in (event.role, event.actor) if word)
    return [at, event.kind, by, what, "; ".join(explained.did)]


# Each table of facts that is shown, with its columns and what fills them.
TABLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "Requests", "requests",
        {"request": "request", "raised": "raised_at", "first resolved": "first_resolved_at",
         "resolved": "resolved_at", "elapsed": "elapsed_microseconds", "working": "working_microseconds",
         "reopenings": "reopenings", "contacts": "contacts", "touches": "touches", "agent": "agent",
         "team": "team", "category": "category"},
    ),
    (
        "Waits", "waits",
        {"request": "request", "wait": "wait", "from": "started_at", "to": "ended_at", "outcome": "outcome",
         "elapsed": "elapsed_microseconds", "working": "working_microseconds", "agent": "agent",
         "team": "team"},
    ),
    (
        "Status spells", "status_spells",
        {"request": "request", "status": "status", "from": "started_at", "to": "ended_at",
         "elapsed": "elapsed_microseconds", "working": "working_microseconds"},
    ),
    (
        "Resolutions", "resolutions",
        {"request": "request", "resolution": "resolution", "at": "resolved_at", "stands": "stands",
         "mature": "mature", "re-contact": "recontact_at", "by": "recontact_by",
         "on ticket": "recontact_ticket", "within the window": "recontact_within_window",
         "agent": "agent", "team": "team"},
    ),
    (
        "SLA clocks", "sla_clocks",
        {"request": "request", "clock": "clock", "policy": "policy", "from": "started_at",
         "decided": "decided_at", "outcome": "outcome", "measured": "measured_microseconds",
         "target": "target_microseconds"},
    ),
)  # fmt: skip


def _cell(row: Row, column: str, zone: str) -> str:
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.endswith("_at") or column == "as_of":
        return instant_words(value, zone)
    if column.endswith("_microseconds"):
        return format_value(value / MICROSECONDS, "seconds")
    return str(plain(value)) if isinstance(value, Decimal) else str(value)


def _counted(each: Counted, zone: str) -> list[str]:
    case = each.case
    by = ", ".join(value for _, value in case.by if value)
    return [
        each.metric.name + (f" ({by})" if by else ""),
        "" if case.request is None else str(case.request),
        "" if case.anchor_at is None else instant_words(case.anchor_at, zone),
        gave_words(case.gave, dict(case.by).get("currency") or each.metric.unit),
        state_words(case),
        case.agent or "",
        case.team or "",
    ]
