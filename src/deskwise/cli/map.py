"""`deskwise map`: an export in, what it is understood to say and a drafted mapping file out."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise import bootstrap
from deskwise.app.answer_questions import date_order, pairs
from deskwise.app.file_understanding import DATE_ORDERS, FILE_SHAPES, Answers, FileShape, Understanding
from deskwise.app.tables.table import Column, Table, visible
from deskwise.app.tables.understanding_table import (
    question_lines,
    understanding_json,
    understanding_table,
)
from deskwise.app.understand_files import understand_file
from deskwise.cli.output import print_json, print_whole
from deskwise.cli.progress import told_if_long
from deskwise.kernel.errors import UsageError

FINDING = 1


def _print_shipped(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the shipped mappings and end, where that is asked."""
    if not asked or ctx.resilient_parsing:
        return
    rows = [[name, what] for name, what in bootstrap.shipped_mappings()]
    notes = ["deskwise import FILE --map NAME reads a file by one of them."]
    print_whole(Table([Column("mapping"), Column("for")], rows, None, notes))
    ctx.exit()


@click.command(
    "map",
    epilog="""\b
Exit codes: 0 all is understood, 1 something has to be asked, 2 usage or input.

\b
Examples:
  deskwise map tickets.csv
  deskwise map --list
  deskwise map tickets.csv --timezone Europe/Berlin --dates day-first -o tickets.toml
  deskwise map tickets.csv --status "In work=open" --column team=Department -o tickets.toml
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_shipped,
    help="List the mappings that come with Deskwise, and end.",
)
@click.option("-o", "output", metavar="MAP.toml", help="Write the drafted mapping file there.")
@click.option("--timezone", metavar="TZ", help="The zone of times without an offset, such as Europe/Berlin.")
@click.option("--dates", type=click.Choice(DATE_ORDERS), help="What comes first in dates such as 03/04/2024.")
@click.option("--shape", type=click.Choice(FILE_SHAPES), help="What a row is: an event, a ticket or a call.")
@click.option("--scale", metavar="SCALE", help="The scale of the ratings, such as 1-5.")
@click.option("--decimal-comma/--decimal-point", default=None, help="How numbers are written: 1,5 or 1.5.")
@click.option("--source", metavar="NAME", help="Name the source yourself, at each import: --source NAME.")
@click.option("--column", "columns", multiple=True, metavar="MEANING=COLUMN", help="Which column means what.")
@click.option("--status", "statuses", multiple=True, metavar="VALUE=STATUS", help="What a status means.")
@click.option("--outcome", "outcomes", multiple=True, metavar="VALUE=OUTCOME", help="How a call ended.")
@click.option("--activity", "activities", multiple=True, metavar="VALUE=KIND", help="What an activity is.")
@click.option("--unit", "units", multiple=True, metavar="COLUMN=UNIT", help="The unit of a duration.")
@click.option(
    "--samples", is_flag=True, help="Put samples and the mapping, with customers' words, into JSON."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What to print: a table for people, JSON for programs.",
)
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    output: str | None,
    timezone: str | None,
    dates: str | None,
    shape: FileShape | None,
    scale: str | None,
    decimal_comma: bool | None,
    source: str | None,
    columns: tuple[str, ...],
    statuses: tuple[str, ...],
    outcomes: tuple[str, ...],
    activities: tuple[str, ...],
    units: tuple[str, ...],
    samples: bool,
    form: str,
) -> None:
    """Show what an export of a help desk is understood to say, and draft the mapping file to import it by.

    Each column's meaning is shown with how many cells say something and a few of them; what only you can know
    is asked, with the option that answers it. Nothing is imported.
    """
    answers = Answers(
        timezone=timezone,
        date_order=None if dates is None else date_order(dates),
        decimal_comma=decimal_comma,
        shape=shape,
        scale=scale,
        source=source,
        columns=pairs("--column", columns),
        statuses=pairs("--status", statuses),
        activities=pairs("--activity", activities),
        outcomes=pairs("--outcome", outcomes),
        units=pairs("--unit", units),
    )
    with told_if_long(f"reading {file}"):
        found = understand_file(bootstrap.file_reader(), file, answers)
    if output is not None:
        _write(Path(output), found.mapping)
    if form == "json":
        print_json(understanding_json(found, samples=samples))
    else:
        _print(found, output)
    ctx.exit(FINDING if found.questions else 0)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise UsageError(f"{path} is there already", do="name another file, or remove it first")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written", do="name a file in a folder you may write to"
        ) from error


def _print(found: Understanding, output: str | None) -> None:
    print_whole(understanding_table(found))
    click.echo()
    if found.questions:
        click.echo("To be asked:")
        for line in question_lines(found.questions, values=True):
            click.echo(visible(line))
        click.echo()
    if output is None:
        ready = "imports it as it is" if not found.questions else "asks the same in a terminal"
        click.echo(f"deskwise map {found.path} -o MAP.toml writes a mapping file.")
        click.echo(f"deskwise import {found.path} {ready}.")
    else:
        click.echo(f"The mapping is in {output}: deskwise import {found.path} --map {output}")
