"""`deskwise restore`: a backup in the workspace's place."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_keeper


@click.command(
    "restore",
    epilog="""\b
Examples:
  deskwise restore monday.tar --home elsewhere
  deskwise restore monday.tar --replace
""",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put it in the place of what the workspace holds.")
@format_option
@home_option
def command(file: Path, replace: bool, form: str, home: str | None) -> None:
    """Make what FILE holds the workspace, as one whole: a damaged FILE changes nothing.

    Whoever reads the old workspace goes on reading it until they have done. Nobody is signed in afterwards.
    """
    folder = chosen_home(home)
    with told_if_long(f"reading {file}"):
        restored = open_keeper(folder).restore(file, replace=replace)
    if form == "json":
        print_json(restored.to_json())
    elif form == "csv":
        print_csv([restored.to_json()], tuple(restored.to_json()))
    else:
        click.echo(f"{folder} holds what {restored.file} held; deskwise check proves it.")
        for note in restored.notes:
            click.echo(note)
