"""`deskwise requests`: what stands behind a figure."""

from __future__ import annotations

from typing import Any

import click

from deskwise.app.list_requests import Opened, list_requests
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.period_names import instant_words
from deskwise.cli.selection_options import SelectingCommand, question, selection_options
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.units import format_value
from deskwise.metrics.drill import CaseRow

SHOWN = 100
FIELDS = ("source", "ticket", "request", "at", "agent", "team", "state", "reason", "gave")


@click.command(
    "requests",
    cls=SelectingCommand,
    epilog="""\b
Examples:
  deskwise requests first_response_time --since 2025-03-01 --until 2025-04-01
  deskwise requests recontact_rate --where agent=ann --limit 20
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
@format_option
@home_option
def command(metric: str, limit: int | None, form: str, home: str | None, **options: Any) -> None:
    """Print the cases behind a figure, in the order they were counted, and what each gave.

    The same selection as `deskwise metrics` gives the cases of that figure: those counted, those that only
    stand below the line, and those left out, open or provisional, with the reason.
    """
    if form == "table":
        limit = limit or SHOWN
    opened = list_requests(open_workspace(chosen_home(home)), question([metric], options), limit)
    if form == "json":
        print_json(opened.to_json())
    elif form == "csv":
        by = dict.fromkeys(f"by.{name}" for row in opened.cases.rows for name, _ in row.by)
        print_csv([row.to_json() for row in opened.cases.rows], (*FIELDS, *by))
    else:
        _print_table(opened)


def _print_table(opened: Opened) -> None:
    cases = opened.cases
    by = tuple(dict.fromkeys(name for row in cases.rows for name, _ in row.by))
    columns = [
        Column("ticket"), Column("request", "right"), Column("counted at"), *(Column(name) for name in by),
        Column("agent"), Column("team"), Column("gave", "right"), Column("state"), Column("source"),
    ]  # fmt: skip
    rows = [_row(row, by, cases.unit, opened.zone) for row in cases.rows]
    title = f"{cases.metric}, as of {instant_words(opened.as_of, opened.zone)}"
    print_table(columns, rows, title)
    if not rows:
        click.echo("No case is in this selection.")
    elif len(rows) < cases.total:
        click.echo(f"The first {len(rows):,} of {cases.total:,}; --limit shows more.")


def _row(row: CaseRow, by: tuple[str, ...], unit: str, zone: str) -> list[str]:
    values = dict(row.by)
    state = row.state if row.reason is None else f"{row.state} ({row.reason})"
    return [
        row.ticket or "",
        "" if row.request is None else str(row.request),
        "" if row.anchor_at is None else instant_words(row.anchor_at, zone),
        *(values.get(name) or "" for name in by),
        row.agent or "",
        row.team or "",
        gave_words(row.gave, values.get("currency") or unit),
        state,
        row.source or "",
    ]


def gave_words(gave: float | bool | None, unit: str) -> str:
    """What a case gave, in words: of a share whether it counts above the line.

    >>> gave_words(True, "share"), gave_words(3600, "seconds"), gave_words(None, "count")
    ('yes', '1 h', '')
    """
    if gave is None:
        return ""
    if isinstance(gave, bool):
        return "yes" if gave else "no"
    return format_value(gave, unit)
