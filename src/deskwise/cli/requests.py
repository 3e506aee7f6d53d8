"""`deskwise requests`: what stands behind a figure."""

from __future__ import annotations

from typing import Any

import click

from deskwise.app.list_requests import STATES, Opened, list_requests
from deskwise.app.tables.cases_table import cases_table
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.selection_options import SelectingCommand, question, selection_options
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.metrics.gave import GAVE

SHOWN = 100
FIELDS = ("source", "ticket", "request", "at", "agent", "team", "state", "reason", "gave")


@click.command(
    "requests",
    cls=SelectingCommand,
    epilog="""\b
Examples:
  deskwise requests first_response_time --since 2025-03-01 --until 2025-04-01
  deskwise requests recontact_rate --where agent=ann --limit 20
  deskwise requests csat --where channel=email --gave no
  deskwise requests first_response_time --within 3600 --gave beyond
  deskwise requests average_resolution_time --by team --format csv > behind.csv
""",
)
@click.argument("metric")
@selection_options
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Only the first N (a table: {SHOWN} unless you say so).",
)
@click.option("--state", type=click.Choice(STATES), help="Only cases in this state.")
@click.option(
    "--gave",
    type=click.Choice(GAVE),
    help="Only counted cases that gave this: of a share yes (above the line) or no, of a duration within or"
    " beyond the threshold of --within, of nps promoter, passive or detractor.",
)
@format_option
@home_option
def command(
    metric: str,
    limit: int | None,
    state: str | None,
    gave: str | None,
    form: str,
    home: str | None,
    **options: Any,
) -> None:
    """Print the cases behind a figure, in the order they were counted, and what each gave.

    The same selection as `deskwise metrics` gives the cases of that figure: those counted, those that only
    stand below the line, and those left out, open or provisional, with the reason.
    """
    if form == "table":
        limit = limit or SHOWN
    asked = question([metric], options)
    opened = list_requests(open_workspace(chosen_home(home)), asked, limit, state=state, gave=gave)
    if form == "json":
        print_json(opened.to_json())
    elif form == "csv":
        by = dict.fromkeys(f"by.{name}" for row in opened.cases.rows for name, _ in row.by)
        print_csv([row.to_json() for row in opened.cases.rows], (*FIELDS, *by))
    else:
        _print_table(opened)


def _print_table(opened: Opened) -> None:
    cases = opened.cases
    print_whole(cases_table(opened))
    if cases.rows and len(cases.rows) < cases.total:
        click.echo(f"The first {len(cases.rows):,} of {cases.total:,}; --limit shows more.")
