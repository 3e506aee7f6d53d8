"""`deskwise import`: event logs in, a count of what became of their rows out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from deskwise import bootstrap
from deskwise.app.ask_import import import_request
from deskwise.app.file_understanding import Answers, UnansweredError, Understanding
from deskwise.app.import_files import COUNTS, ImportSummary
from deskwise.app.tables.import_table import import_table, refused_words
from deskwise.app.tables.quality_table import doubt_lines
from deskwise.app.tables.table import visible
from deskwise.app.tables.understanding_table import question_lines, what_it_is
from deskwise.app.understand_files import UnderstoodImport, import_understood
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import read_mapping
from deskwise.cli.asking import ask
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.progress import ImportTickers
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.clock import SystemClock

FIELDS = (*COUNTS, "as_of", "notes", "quality")


@click.command(
    "import",
    epilog="""\b
Examples:
  deskwise import tickets.csv --source desk --timezone Europe/Berlin
  deskwise import january.parquet february.parquet --source desk --as-of 2025-03-01T00:00:00Z
  deskwise import log.csv --map log.toml --dry-run
  deskwise import tickets.csv --map zendesk --timezone Europe/Berlin
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--map",
    "mapping",
    metavar="MAPPING",
    help="A mapping file, or a shipped one by its name (see deskwise map --list): which column is what."
    " Default: canonical columns, else found out.",
)
@click.option(
    "--source", metavar="NAME", help="The source of rows that name none. Default: the file's own name."
)
@click.option("--timezone", metavar="TZ", help="The zone of times without an offset, such as Europe/Berlin.")
@click.option("--as-of", metavar="T", help="Until when the data is complete. Default: its latest event.")
@click.option("--dry-run", is_flag=True, help="Say what would be, and change nothing.")
@format_option
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    mapping: str | None,
    source: str | None,
    timezone: str | None,
    as_of: str | None,
    dry_run: bool,
    form: str,
    home: str | None,
) -> None:
    """Read exports: CSV, XLSX, JSON or Parquet, with one row a ticket, a call or an event.

    All files are taken as one whole. Rows that were imported before are not counted again, so a longer
    export of the same log adds only what is new. Rows that cannot be events are listed by `deskwise rejects`;
    the rest is loaded, and the exit code is 0.

    A file with another system's columns, such as a help desk's export, is understood by its headers and what
    it holds. What only you can know is asked in a terminal; elsewhere the command ends with the questions.
    """
    workspace = open_workspace(chosen_home(home))
    tickers = ImportTickers()
    try:
        done = imported(workspace, files, mapping, source, timezone, as_of, dry_run=dry_run, tickers=tickers)
    except UnansweredError as error:
        tickers.end()
        _print_questions(error)
        ctx.exit(error.exit_code)
    finally:
        tickers.end()
    _tell_understood(done)
    summary = done.summary
    understood = {note for found in done.understandings for note in (what_it_is(found), *found.notes)}
    for note in summary.notes:
        if note not in understood:
            click.echo(visible(f"deskwise: {note}"), err=True)
    told = done.to_json()
    if form == "json":
        print_json(told)
    elif form == "csv":
        print_csv([{**told, "as_of": summary.as_of and _iso(summary.as_of)}], FIELDS)
    else:
        _print_table(summary, workspace.rules().zone, dry_run)


def imported(
    workspace: Workspace,
    files: tuple[str, ...],
    mapping: str | None,
    source: str | None,
    timezone: str | None,
    as_of: str | None,
    *,
    dry_run: bool,
    tickers: ImportTickers,
) -> UnderstoodImport:
    """Import files with what the options say of them; in a terminal, what they leave open is asked."""

    def asking(understanding: Understanding, answers: Answers) -> Answers:
        tickers.end()
        return ask(understanding, answers)

    request = import_request(
        workspace,
        [Path(name) for name in files],
        None if mapping is None else read_mapping(Path(mapping)),
        source=source,
        timezone=timezone,
        as_of=as_of,
        dry_run=dry_run,
    )
    return import_understood(
        workspace,
        request,
        SystemClock(),
        bootstrap.file_reader(),
        asking if sys.stdin.isatty() else None,
        tickers.watch,
    )


def _print_questions(error: UnansweredError) -> None:
    """What has to be asked, without a word of the customers': it may end up in somebody's log."""
    click.echo(f"deskwise: {error.what}:", err=True)
    for line in question_lines(error.understanding.questions, values=False):
        click.echo(visible(line), err=True)
    click.echo(f"deskwise: {error.do}", err=True)


def _tell_understood(done: UnderstoodImport) -> None:
    for found in done.understandings:
        what = f"{what_it_is(found)}; deskwise map {found.path} shows how it was understood"
        click.echo(visible(f"deskwise: {what}"), err=True)
        for note in found.notes:
            click.echo(visible(f"deskwise: {note}"), err=True)


def _iso(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _print_table(summary: ImportSummary, zone: str, dry_run: bool) -> None:
    print_whole(import_table(summary, zone, dry_run=dry_run))
    refused = refused_words(summary)
    if refused:
        see = "" if dry_run else "; deskwise rejects lists them"
        click.echo(f"deskwise: {refused}{see}", err=True)
    for line in doubt_lines(summary.quality, None if dry_run else "deskwise quality"):
        click.echo(visible(line))
