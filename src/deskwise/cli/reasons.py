"""`deskwise reasons`: what clusters of subjects are called, and which of them are one."""

from __future__ import annotations

import click

from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError

COLUMNS = ("reason", "key", "requests")


@click.group(
    "reasons",
    epilog="""\b
Examples:
  deskwise reasons list
  deskwise reasons name "refund order" "Refunds"
  deskwise reasons merge "invoice wrong" "rechnung falsch" --into "Invoices"
  deskwise reasons take-back "refund order"
""",
)
def command() -> None:
    """Show, name and merge the reasons that customers' subjects give.

    Subjects that say the same are a cluster, whose leading words are its key. One that has a name is called
    by it in every figure, and clusters of one name are one reason.
    """


@command.command("list", epilog="\b\nExample:\n  deskwise reasons list --format json")
@format_option
@home_option
def list_all(form: Format, home: str | None) -> None:
    """Print the reasons, the largest first, each with the keys of its clusters."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.name_reasons import list_reasons  # noqa: PLC0415 slow
    from deskwise.app.tables.table import Column, Table  # noqa: PLC0415 slow

    folder = chosen_home(home)
    found = list_reasons(open_workspace(folder), open_state(folder), TERMINAL)
    if found is None:
        raise UsageError(
            "subjects are not kept here, so there are no clusters of them",
            do="deskwise settings set keep_text true, then import again",
        )
    rows = [(each.name, one.key, one.requests) for each in found for one in each.clusters]
    if form == "json":
        print_json({"reasons": [each.to_json() for each in found]})
    elif form == "csv":
        print_csv([dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)
    elif not rows:
        click.echo("No words stand in the subjects of enough requests.")
    else:
        columns = [Column("reason"), Column("key of the cluster"), Column("requests", "right")]
        told = [[name, key, "none now" if n is None else f"{n:,}"] for name, key, n in rows]
        print_whole(Table(columns, told))


@command.command("name", epilog='\b\nExample:\n  deskwise reasons name "refund order" "Refunds"')
@click.argument("key")
@click.argument("name")
@home_option
def name_one(key: str, name: str, home: str | None) -> None:
    """Call the cluster of a key something; called as another it is one reason with it."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.name_reasons import name_reason  # noqa: PLC0415 slow

    folder = chosen_home(home)
    found = name_reason(open_workspace(folder), open_state(folder), SystemClock(), TERMINAL, key, name)
    click.echo(f"{found.key} is called {found.name}.")


@command.command(
    "merge",
    epilog='\b\nExample:\n  deskwise reasons merge "invoice wrong" "rechnung falsch" --into "Invoices"',
)
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--into", "name", required=True, metavar="NAME", help="What all of them are called.")
@home_option
def merge(keys: tuple[str, ...], name: str, home: str | None) -> None:
    """Make one reason of several clusters, by giving all of them one name."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.name_reasons import merge_reasons  # noqa: PLC0415 slow

    folder = chosen_home(home)
    found = merge_reasons(open_workspace(folder), open_state(folder), SystemClock(), TERMINAL, keys, name)
    for each in found:
        click.echo(f"{each.key} is called {each.name}.")


@command.command("take-back", epilog='\b\nExample:\n  deskwise reasons take-back "refund order"')
@click.argument("key")
@home_option
def take_back(key: str, home: str | None) -> None:
    """Call the cluster of a key by its key again; it is no more one with others."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.name_reasons import take_name_back  # noqa: PLC0415 slow

    found = take_name_back(open_state(chosen_home(home)), SystemClock(), TERMINAL, key)
    click.echo(f"{found.key} is no more called {found.name}.")
