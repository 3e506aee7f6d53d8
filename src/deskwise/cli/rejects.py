"""`deskwise rejects`: the rows that do not count, with their place and the reason."""

from __future__ import annotations

import click

from deskwise.app.list_rejects import ExplainedReject, list_rejects
from deskwise.app.tables.rejects_table import rejects_table
from deskwise.cli.output import format_option, print_csv, print_json, print_table
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace

FINDING = 1
COLUMNS = (
    "import_id",
    "file",
    "line",
    "row",
    "source",
    "ticket",
    "event_id",
    "reason",
    "detail",
    "sentence",
    "do",
)


@click.command(
    "rejects",
    epilog="""\b
Exit codes: 0 there are none, 1 there are some, 2 usage or input.

\b
Examples:
  deskwise rejects
  deskwise rejects --reason zone_undeclared
  deskwise rejects --format csv > rejects.csv
""",
)
@click.option(
    "--import", "import_id", type=click.IntRange(min=1), metavar="N", help="Only those of the N-th import."
)
@click.option("--reason", metavar="CODE", help="Only those of one reason.")
@format_option
@home_option
@click.pass_context
def command(
    ctx: click.Context, import_id: int | None, reason: str | None, form: str, home: str | None
) -> None:
    """Print the rows that could not be events and the ids in conflict: file, line, reason, and what to do.

    A row refused only for what its ticket looks like leaves this list when the missing opening is imported.
    """
    lake = open_workspace(chosen_home(home)).lake
    found = list(list_rejects(lake, import_id, reason))
    if form == "json":
        print_json({"rejects": [each.to_json() for each in found]})
    elif form == "csv":
        print_csv([each.to_json() for each in found], COLUMNS)
    else:
        _print_table(found)
    ctx.exit(FINDING if found else 0)


def _print_table(found: list[ExplainedReject]) -> None:
    table = rejects_table(found)
    print_table(table.columns, table.rows)
    if found:
        click.echo()
    for note in table.notes:
        click.echo(note)
