"""`deskwise limits`: since when the limits of figures are drawn, where somebody set them anew."""

from __future__ import annotations

import click

from deskwise.app.plain_json import plain_values
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state, open_workspace
from deskwise.kernel.clock import SystemClock

COLUMNS = ("id", "metric", "team", "at", "text", "author")


@click.group(
    "limits",
    epilog="""\b
Examples:
  deskwise limits list
  deskwise limits set first_response_time --since 2026-03-02 --why "a second shift answers since"
  deskwise limits take-back 9f2c71d0a4b35e68
""",
)
def command() -> None:
    """Show and set since when limits are drawn.

    The limits of a figure are drawn of its first periods and do not move, unless somebody sets them anew.
    """


@command.command("list", epilog="\b\nExample:\n  deskwise limits list --format json")
@format_option
@home_option
def list_all(form: Format, home: str | None) -> None:
    """Print which limits were set anew, since when and why."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.annotate import annotation_json  # noqa: PLC0415 slow
    from deskwise.app.limits_anew import list_anew  # noqa: PLC0415 slow
    from deskwise.app.tables.table import Column, Table  # noqa: PLC0415 slow

    found = [annotation_json(each) for each in list_anew(open_state(chosen_home(home)), TERMINAL)]
    if form == "json":
        print_json({"limits": found})
    elif form == "csv":
        print_csv([{name: each[name] for name in COLUMNS} for each in plain_values(found)], COLUMNS)
    elif not found:
        click.echo("None was set anew: all are drawn of their figure's first periods.")
    else:
        rows = [[str(each[name] or "all") for name in COLUMNS] for each in plain_values(found)]
        print_whole(Table([Column(name) for name in ("id", "metric", "team", "since", "why", "by")], rows))


@command.command(
    "set",
    epilog="""\b
Examples:
  deskwise limits set csat --since 2026-03-02 --why "a new questionnaire"
  deskwise limits set reply_time --team support --since 2026-03-02 --why "two more people"
""",
)
@click.argument("metric")
@click.option(
    "--since", required=True, metavar="T", help="Drawn of the periods from this date or instant on."
)
@click.option("--why", required=True, metavar="TEXT", help="The reason, which charts and findings tell.")
@click.option("--team", metavar="TEAM", help="Of this team's part only; of all and of each part without it.")
@home_option
def set_one(metric: str, since: str, why: str, team: str | None, home: str | None) -> None:
    """Draw the limits of a metric anew, of what came from an instant on."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.limits_anew import set_anew, since_instant  # noqa: PLC0415 slow

    folder = chosen_home(home)
    since_at = since_instant(since, open_workspace(folder).rules().zone)
    found = set_anew(open_state(folder), SystemClock(), TERMINAL, metric, since_at, why, team)
    click.echo(f"Limits of {metric} are drawn anew since {since}: {found.id}.")


@command.command("take-back", epilog="\b\nExample:\n  deskwise limits take-back 9f2c71d0a4b35e68")
@click.argument("anew", metavar="ID")
@home_option
def take_back_one(anew: str, home: str | None) -> None:
    """Draw limits again as they were before they were set anew."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.limits_anew import take_back  # noqa: PLC0415 slow

    found = take_back(open_state(chosen_home(home)), SystemClock(), TERMINAL, anew)
    click.echo(f"Limits of {found.metric or 'all metrics'} are no more drawn anew since {found.at:%Y-%m-%d}.")
