"""`deskwise check`: whether the workspace is whole."""

from __future__ import annotations

import click

from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.workspace_option import chosen_home, home_option, open_keeper

FINDING = 1
COLUMNS = ("check", "says", "found", "where")


@click.command(
    "check",
    epilog="""\b
Exit codes: 0 the workspace is whole, 1 it is not, 2 usage or input.

\b
Examples:
  deskwise check
  deskwise check --home /srv/deskwise --format json
""",
)
@format_option
@home_option
@click.pass_context
def command(ctx: click.Context, form: str, home: str | None) -> None:
    """Prove the workspace: its checksums, its ids, and its facts by a fold from scratch.

    Others may read and write meanwhile: what is looked at is the workspace as it was at the beginning.
    """
    quiet = form != "table"
    checks = open_keeper(chosen_home(home)).check(
        lambda step: None if quiet else click.echo(f"{step} ...", err=True)
    )
    wrong = any(check.found for check in checks)
    if form == "json":
        print_json({"whole": not wrong, "checks": [check.to_json() for check in checks]})
    elif form == "csv":
        print_csv([{**check.to_json(), "where": "; ".join(check.where)} for check in checks], COLUMNS)
    else:
        for check in checks:
            click.echo(f"{'ok' if not check.found else f'{check.found:,} wrong':>10}  {check.says}")
            if check.found:
                click.echo(f"{'':12}such as {', '.join(check.where)}")
        todo = "restore a backup (deskwise restore FILE --replace), or import anew"
        click.echo(f"\nThe workspace is not whole: {todo}." if wrong else "\nThe workspace is whole.")
    ctx.exit(FINDING if wrong else 0)
