"""`deskwise explain`: a ticket opened down to its events."""

from __future__ import annotations

import click

from deskwise.app.explain_ticket import ExplainedTicket, explain_ticket
from deskwise.app.tables.table import visible
from deskwise.app.tables.ticket_tables import ticket_head, ticket_tables
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.metrics.definition import CLOCKS

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
    for line in ticket_head(found):
        click.echo(visible(line))
    for table in ticket_tables(found):
        click.echo()
        print_whole(table)
