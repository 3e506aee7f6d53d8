"""`deskwise sources`: how far each source is, what went wrong, and what it cannot give."""

from __future__ import annotations

import click

from deskwise import bootstrap
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_syncs, open_workspace
from deskwise.kernel.clock import SystemClock

FINDING = 1
COLUMNS = (
    "name", "kind", "standing", "complete_to", "behind_seconds", "history_share", "history_since",
    "last_attempt_at", "error", "passing", "unknown", "sync_every_minutes", "next_sync_at",
)  # fmt: skip


@click.command(
    "sources",
    epilog="""\b
Exit codes: 0 all went well, 1 the last sync of some source failed, 2 usage or input.

\b
Examples:
  deskwise sources
  deskwise sources --kinds
  deskwise sources --format json
""",
)
@click.option("--kinds", is_flag=True, help="Say which help desks can be connected.")
@format_option
@home_option
@click.pass_context
def command(ctx: click.Context, kinds: bool, form: str, home: str | None) -> None:
    """Print the connected help desks: state, freshness, last error, what is missing or not understood."""
    from deskwise.app.connections import connections  # noqa: PLC0415 slow
    from deskwise.app.show_sources import show_sources  # noqa: PLC0415 slow
    from deskwise.app.tables.sync_tables import kinds_table, sources_table  # noqa: PLC0415 slow

    described = bootstrap.describe_sources()
    if kinds:
        rows = [{"kind": one.kind, "title": one.title, "history": one.history} for one in described]
        if form == "json":
            print_json({"kinds": rows})
        elif form == "csv":
            print_csv(rows, ("kind", "title", "history"))
        else:
            print_whole(kinds_table(described))
        return
    folder = chosen_home(home)
    workspace = open_workspace(folder)
    found = show_sources(open_syncs(folder), connections(workspace), described, SystemClock())
    if form == "json":
        print_json({"sources": [one.to_json() for one in found]})
    elif form == "csv":
        print_csv([one.to_json() for one in found], COLUMNS)
    else:
        print_whole(sources_table(found, workspace.rules().zone))
    ctx.exit(FINDING if any(one.error for one in found) else 0)
