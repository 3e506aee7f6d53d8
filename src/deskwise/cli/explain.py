"""`deskwise explain`: a ticket opened down to its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from deskwise.app.explain_ticket import Counted, ExplainedEvent, ExplainedTicket, explain_ticket
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.period_names import instant_words
from deskwise.cli.progress import told_if_long
from deskwise.cli.requests import gave_words
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.units import format_value
from deskwise.metrics.definition import CLOCKS

MICROSECONDS = 1_000_000
EVENT_FIELDS = (
    "at", "seq", "kind", "actor", "role", "team", "agent", "customer", "status", "channel", "value", "scale",
    "extra", "event_id", "revision", "superseded", "refusal", "late", "did",
)  # fmt: skip


@click.command(
    "explain",
    epilog="""\b
Examples:
  deskwise explain 4711
  deskwise explain 4711 --source desk --clock working
  deskwise explain 4711 --format json
""",
)
@click.argument("ticket")
@click.option(
    "--source", metavar="NAME", help="The ticket's source, where several have a ticket of this name."
)
@click.option(
    "--clock",
    type=click.Choice(CLOCKS),
    default="elapsed",
    show_default=True,
    help="The clock of what was counted.",
)
@format_option
@home_option
def command(ticket: str, source: str | None, clock: str, form: str, home: str | None) -> None:
    """Print a ticket opened: its events, what was made of them, what is counted of it.

    Each event stands with what it did; then come its requests, waits, status spells and resolutions, and what
    each metric counts of it, when and for whom, or why not. CSV prints the events alone.
    """
    with told_if_long("opening the ticket"):
        found = explain_ticket(open_workspace(chosen_home(home)), ticket, source, clock)
    if form == "json":
        print_json(found.to_json())
    elif form == "csv":
        told = [event.to_json() for event in found.events]
        # Fields differ by event: one cell holds them all.
        print_csv([{**row, "extra": list(row["extra"].items()) or None} for row in told], EVENT_FIELDS)
    else:
        _print(found)


def _print(found: ExplainedTicket) -> None:
    click.echo(f"Ticket {found.ticket} of {found.source}, as of {instant_words(found.as_of, found.zone)}")
    if found.nowhere:
        click.echo(f"In no figure: {found.nowhere}.")
    _section(
        "Events", ["at", "kind", "by", "what", "did"], [_event(each, found.zone) for each in found.events]
    )
    for title, name, columns in TABLES:
        rows = [[_cell(row, column, found.zone) for column in columns.values()] for row in found.facts[name]]
        _section(title, list(columns), rows)
    titles = ["metric", "request", "counted at", "gave", "state", "agent", "team"]
    _section("What the metrics count of it", titles, [_counted(each, found.zone) for each in found.counted])


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        click.echo()
        print_table([Column(column) for column in columns], rows, title)


def _event(explained: ExplainedEvent, zone: str) -> list[str]:
    event = explained.event
    at = instant_words(int(event.at.timestamp() * MICROSECONDS), zone)
    told = {
        "": event.status,
        "agent": event.agent,
        "team": event.team,
        "channel": event.channel,
        "value": event.value,
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


def _cell(row: Any, column: str, zone: str) -> str:
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.endswith("_at"):
        return instant_words(value, zone)
    if column.endswith("_microseconds"):
        return format_value(value / MICROSECONDS, "seconds")
    return str(value)


def _counted(each: Counted, zone: str) -> list[str]:
    case = each.case
    by = ", ".join(value for _, value in case.by if value)
    return [
        each.metric.name + (f" ({by})" if by else ""),
        "" if case.request is None else str(case.request),
        "" if case.anchor_at is None else instant_words(case.anchor_at, zone),
        gave_words(case.gave, dict(case.by).get("currency") or each.metric.unit),
        case.state if case.reason is None else f"{case.state} ({case.reason})",
        case.agent or "",
        case.team or "",
    ]
