"""`deskwise disputes`: what people say is not right in the figures of their tickets."""

from __future__ import annotations

import click

from deskwise.app.plain_json import plain_values
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state
from deskwise.kernel.clock import SystemClock

STATES = ("open", "ruled", "declined")
COLUMNS = (
    "id", "source", "ticket", "event", "metric", "why", "by", "state", "answer", "ruling", "opened_at",
    "decided_by", "decided_at", "version",
)  # fmt: skip


@click.group(
    "disputes",
    epilog="""\b
Examples:
  deskwise disputes list --state open
  deskwise disputes decline 8a60d1c7e25f9b34 --why "the customer asked when it would be done"
  deskwise rule 4711 m3 acknowledgement --why "only says thanks" --decides 8a60d1c7e25f9b34
""",
)
def command() -> None:
    """Show and decline what people dispute on the pages of their tickets; `deskwise rule` decides too."""


@command.command("list", epilog="\b\nExample:\n  deskwise disputes list --state open --format json")
@click.option("--state", type=click.Choice(STATES), help="Only those that stand so.")
@format_option
@home_option
def list_all(state: str | None, form: Format, home: str | None) -> None:
    """Print the disputes: the open ones, the oldest first, then those decided last."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.dispute_figures import dispute_json, list_disputes  # noqa: PLC0415 slow
    from deskwise.app.disputes import DisputeState  # noqa: PLC0415 slow
    from deskwise.app.tables.rulings_table import disputes_table  # noqa: PLC0415 slow

    standing = None if state is None else DisputeState(state)
    found = list_disputes(open_state(chosen_home(home)), TERMINAL, standing)
    if form == "json":
        print_json({"disputes": [dispute_json(each) for each in found]})
    elif form == "csv":
        print_csv(plain_values([dispute_json(each) for each in found]), COLUMNS)
    else:
        print_whole(disputes_table(found))


@command.command(
    "decline",
    epilog='\b\nExample:\n  deskwise disputes decline 8a60d1c7e25f9b34 --why "the customer asked for it"',
)
@click.argument("dispute", metavar="ID")
@click.option("--why", metavar="TEXT", required=True, help="The reason, in a line; who disputed it reads it.")
@format_option
@home_option
def decline(dispute: str, why: str, form: Format, home: str | None) -> None:
    """Leave the figures as they are, and say why."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.dispute_figures import decline_dispute, dispute_json, find_dispute  # noqa: PLC0415 slow
    from deskwise.app.tables.rulings_table import disputes_table  # noqa: PLC0415 slow

    state = open_state(chosen_home(home))
    seen = find_dispute(state, TERMINAL, dispute)
    done = decline_dispute(state, SystemClock(), TERMINAL, dispute, seen.version, why)
    if form == "json":
        print_json(dispute_json(done))
    elif form == "csv":
        print_csv(plain_values([dispute_json(done)]), COLUMNS)
    else:
        print_whole(disputes_table([done]))
