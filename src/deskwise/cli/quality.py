"""`deskwise quality`: what is doubtful in imported data, what it means and what to do."""

from __future__ import annotations

import click

from deskwise.app.show_quality import show_quality
from deskwise.app.tables.quality_table import quality_table
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace

FINDING = 1
COLUMNS = (
    "import_id",
    "check",
    "subject",
    "severity",
    "count",
    "total",
    "share",
    "counted",
    "says",
    "sentence",
    "do",
    "examples",
)


@click.command(
    "quality",
    epilog="""\b
Exit codes: 0 nothing serious, 1 something serious, 2 usage or input.

\b
Examples:
  deskwise quality
  deskwise quality --import 3
  deskwise quality --format json
""",
)
@click.option(
    "--import",
    "import_id",
    type=click.IntRange(min=1),
    metavar="N",
    help="That of the N-th import. Default: the last.",
)
@format_option
@home_option
@click.pass_context
def command(ctx: click.Context, import_id: int | None, form: str, home: str | None) -> None:
    """Print what is doubtful in the data of an import, most serious first, with examples.

    Every import is judged: all tickets that its files name, with what was known of them before. What is
    refused is in no figure; the rest counts, and this says how much of it should not be believed.
    """
    quality = show_quality(open_workspace(chosen_home(home)).lake, import_id)
    if form == "json":
        print_json(quality.to_json())
    elif form == "csv":
        rows = [{"import_id": quality.import_id, **each.to_json()} for each in quality.findings]
        print_csv(rows, COLUMNS)
    else:
        print_whole(quality_table(quality))
    ctx.exit(FINDING if quality.is_serious else 0)
