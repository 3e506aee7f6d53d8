"""`deskwise sync`: what is new at the help desks goes into the workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskwise import bootstrap
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.progress import ImportTicker
from deskwise.cli.stopping import told_to_stop
from deskwise.cli.workspace_option import chosen_home, home_option, open_syncs, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import PassingSourceError, SourceError

if TYPE_CHECKING:
    from deskwise.app.sync_source import SyncRequest, SyncSummary
    from deskwise.app.workspace import Workspace

# What is busy has the code that programs of mail have for "later"; 143 is SyncStoppedError's own.
FAILED_FOR_NOW, FAILED, BUSY = 1, 2, 75
# As `nice` would, so that whoever reads the pages has the machine first.
GIVE_WAY = 10
COLUMNS = (
    "source", "records", "read", "accepted", "duplicates", "conflicts", "superseded", "rejected", "removed",
    "complete_to", "tickets", "requests",
)  # fmt: skip


@click.command(
    "sync",
    epilog="""\b
Exit codes: 0 done, 1 a help desk could not give all for now (the next sync goes on there), 2 usage or input,
a wrong token too, 75 with --background: another sync of it is under way, 143 stopped by SIGTERM: what came
is kept.

\b
Examples:
  deskwise sync
  deskwise sync desk
  deskwise sync desk --since 2024-01-01
  deskwise sync desk --full --format json
""",
)
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--since", metavar="T", help="Go through the history again from what was changed since: a day or instant."
)
@click.option(
    "--full", is_flag=True, help="Go through all of the history again, and look for deleted tickets."
)
@click.option(
    "--background", is_flag=True, help="Give way to other programs, and do not wait for another sync of it."
)
@format_option
@home_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    since: str | None,
    full: bool,
    background: bool,
    form: str,
    home: str | None,
) -> None:
    """Bring in what is new at one connected help desk, or at all of them.

    The first sync goes through the whole history, or that since --since; until it has ended none of its
    events counts. It may be stopped at any time: the next one goes on there, nothing is missed and nothing
    comes twice. Later ones ask for what was changed, and for a part of the tickets whether they still exist.
    """
    from deskwise.app.connections import named_connections  # noqa: PLC0415 slow
    from deskwise.app.sync_connection import sync_request  # noqa: PLC0415 slow

    if background and hasattr(os, "nice"):
        os.nice(GIVE_WAY)
    folder = chosen_home(home)
    workspace = open_workspace(folder)
    names = named_connections(workspace, name)
    requests = [sync_request(workspace, each, since, full=full) for each in names]
    done: list[SyncSummary] = []
    code = 0
    with told_to_stop() as stops:
        for request in requests:
            if background and open_syncs(folder).is_syncing(request.source):
                code = max(code, BUSY)
                continue
            try:
                done.append(_synced(folder, workspace, request, stops))
            except SourceError as error:
                code = max(code, FAILED_FOR_NOW if isinstance(error, PassingSourceError) else FAILED)
                click.echo(f"deskwise: {error.what}: {error.do}", err=True)
    _print(done, form, workspace.rules().zone)
    ctx.exit(code)


def _synced(
    folder: Path, workspace: Workspace, request: SyncRequest, stops: Callable[[], bool]
) -> SyncSummary:
    from deskwise.app.sync_connection import sync_connection  # noqa: PLC0415 slow

    ticker = ImportTicker()
    try:
        return sync_connection(
            workspace,
            open_syncs(folder),
            request,
            bootstrap.secrets(),
            bootstrap.open_source,
            SystemClock(),
            bootstrap.file_reader(),
            ticker.watch,
            stops,
        )
    finally:
        ticker.end()


def _print(done: Sequence[SyncSummary], form: str, zone: str) -> None:
    if form == "json":
        print_json({"syncs": [one.to_json() for one in done]})
    elif form == "csv":
        print_csv([one.to_json() for one in done], COLUMNS)
    else:
        from deskwise.app.tables.sync_tables import sync_table  # noqa: PLC0415 slow

        for number, one in enumerate(done):
            if number:
                click.echo()
            print_whole(sync_table(one, zone))
