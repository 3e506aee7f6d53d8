"""`deskwise backup`: the workspace in one file."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_keeper


@click.command(
    "backup",
    epilog="""\b
Examples:
  deskwise backup monday.tar
  deskwise backup /mnt/backups/deskwise-$(date +%F).tar
""",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@format_option
@home_option
def command(file: Path, form: str, home: str | None) -> None:
    """Copy log, facts, settings and people into FILE, as they are at one instant.

    Others may read and write meanwhile. FILE is there as a whole or not at all; its checksums are in it.
    """
    with told_if_long(f"writing {file}"):
        made = open_keeper(chosen_home(home)).backup(file)
    if form == "json":
        print_json(made.to_json())
    elif form == "csv":
        print_csv([made.to_json()], tuple(made.to_json()))
    else:
        click.echo(f"The workspace is in {made.file} ({made.size_bytes / 1e6:,.1f} MB).")
        for note in made.notes:
            click.echo(note)
