"""`deskwise import`: event logs in, a count of what became of their rows out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from deskwise.app.import_files import ImportRequest, ImportSummary, check_zone, import_files
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import read_mapping
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.period_names import instant_words
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.periods import parse_day_or_instant

COUNTS = ("read", "accepted", "duplicates", "conflicts", "superseded", "rejected", "tickets", "requests")
MEANINGS = {
    "read": "rows in the files",
    "accepted": "became events",
    "duplicates": "were there already, with the same content",
    "conflicts": "have the id of an event with another content; the first one stays",
    "superseded": "gave way to a higher revision",
    "rejected": "could not be events",
    "tickets": "in the workspace now",
    "requests": "in the workspace now",
}


@click.command(
    "import",
    epilog="""\b
Examples:
  deskwise import tickets.csv --source desk --timezone Europe/Berlin
  deskwise import january.parquet february.parquet --source desk --as-of 2025-03-01T00:00:00Z
  deskwise import log.csv --map log.toml --dry-run
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--map",
    "mapping",
    metavar="M.toml",
    help="A mapping file: which column is what. Default: canonical columns.",
)
@click.option(
    "--source", metavar="NAME", help="The source of rows that name none. Default: the file's own name."
)
@click.option("--timezone", metavar="TZ", help="The zone of times without an offset, such as Europe/Berlin.")
@click.option("--as-of", metavar="T", help="Until when the data is complete. Default: its latest event.")
@click.option("--dry-run", is_flag=True, help="Say what would be, and change nothing.")
@format_option
@home_option
def command(
    files: tuple[str, ...],
    mapping: str | None,
    source: str | None,
    timezone: str | None,
    as_of: str | None,
    dry_run: bool,
    form: str,
    home: str | None,
) -> None:
    """Read event logs: CSV, JSON lines or Parquet, one row an event.

    All files are taken as one whole. Rows that were imported before are not counted again, so a longer
    export of the same log adds only what is new. Rows that cannot be events are listed by `deskwise rejects`;
    the rest is loaded, and the exit code is 0.
    """
    workspace = open_workspace(chosen_home(home))
    several = f"{len(files)} files" if len(files) > 1 else files[0]
    with told_if_long(f"importing {several}"):
        summary = imported(workspace, files, mapping, source, timezone, as_of, dry_run=dry_run)
    told = {**{name: getattr(summary, name) for name in COUNTS}, "as_of": summary.as_of}
    if form == "json":
        print_json(told)
    elif form == "csv":
        print_csv([{**told, "as_of": summary.as_of and _iso(summary.as_of)}], (*COUNTS, "as_of"))
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
) -> ImportSummary:
    """Import files with what the options say of them."""
    if timezone is not None:
        check_zone(timezone)
    request = ImportRequest(
        files=tuple(Path(name) for name in files),
        mapping=None if mapping is None else read_mapping(Path(mapping)),
        source=source,
        timezone=timezone,
        as_of=None if as_of is None else _instant(as_of, timezone or workspace.rules().zone),
        dry_run=dry_run,
        keep_text=workspace.keeps_text(),
    )
    return import_files(workspace.lake, request, SystemClock(), workspace.fold)


def _instant(text: str, zone: str) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=parse_day_or_instant(text, zone))


def _iso(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _print_table(summary: ImportSummary, zone: str, dry_run: bool) -> None:
    rows = [[name, f"{getattr(summary, name) or 0:,}", MEANINGS[name]] for name in COUNTS]
    title = "Nothing was changed; this is what would be:" if dry_run else None
    print_table([Column("rows"), Column("", "right"), Column("")], rows, title)
    if summary.as_of is not None:
        micros = (summary.as_of - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        click.echo(f"The data is known up to {instant_words(micros, zone)}.")
    refused = summary.rejected + summary.conflicts
    if refused:
        reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(summary.reasons.items()))
        see = "" if dry_run else "; deskwise rejects lists them"
        click.echo(f"deskwise: {refused:,} rows do not count ({reasons}){see}", err=True)
