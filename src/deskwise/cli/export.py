"""`deskwise export`: the log as a canonical file."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.app.export_log import export_log
from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace


@click.command(
    "export",
    epilog="""\b
Examples:
  deskwise export log.parquet
  deskwise export log.csv.gz
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@format_option
@home_option
def command(file: Path, form: str, home: str | None) -> None:
    """Write every event of the log to FILE: .csv, .jsonl (both also .gz) or .parquet by its ending.

    The file imports again to the same figures. Rows that never became events are not in it.
    """
    lake = open_workspace(chosen_home(home)).lake
    with told_if_long(f"writing {file}"):
        rows = export_log(lake, file)
    told = {"file": str(file), "rows": rows}
    if form == "json":
        print_json(told)
    elif form == "csv":
        print_csv([told], ("file", "rows"))
    else:
        click.echo(f"{rows:,} events written to {file}.")
