"""`deskwise connect`: a help desk is asked for, tested and shown before it is kept."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from deskwise import bootstrap
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_syncs, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError

COLUMNS = (
    "ticket", "raised_at", "raised_by", "first_response_microseconds", "resolved_at", "requests",
    "reopenings", "contacts", "events",
)  # fmt: skip


@click.command(
    "connect",
    epilog="""\b
Examples:
  deskwise connect desk
  deskwise connect desk --kind request_tracker --url https://desk.example --token-from env:DESK_TOKEN
  deskwise connect drops --kind directory --url /srv/exports
  deskwise connect desk --requests-per-minute 60 --every 15
  deskwise connect --new-key
""",
)
@click.argument("name", required=False, metavar="NAME")
@click.option("--kind", metavar="KIND", help="Which help desk it is: see deskwise sources --kinds.")
@click.option("--url", metavar="URL", help="Where it is: an address, or the path of a file or folder.")
@click.option("--user", metavar="NAME", help="Who we are there, if it asks.")
@click.option(
    "--token-from",
    metavar="REF",
    help="Where the token or password is: env:NAME, keyring:SERVICE/NAME or sealed:... Never itself.",
)
@click.option(
    "--requests-per-minute", type=click.IntRange(min=1), metavar="N", help="How often to ask at most."
)
@click.option(
    "--every",
    "sync_every_minutes",
    type=click.IntRange(1, 10_080),
    metavar="MINUTES",
    help="How often deskwise serve is to sync it.",
)
@click.option("--plain-http", is_flag=True, help="Let the secret go unencrypted to another machine.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="What else the source reads.")
@click.option("--dry-run", is_flag=True, help="Test and show, and keep nothing.")
@click.option("--new-key", is_flag=True, help="Print a new key for DESKWISE_KEY, and do nothing else.")
@format_option
@home_option
def command(
    name: str | None,
    kind: str | None,
    url: str | None,
    user: str | None,
    token_from: str | None,
    requests_per_minute: int | None,
    sync_every_minutes: int | None,
    plain_http: bool,
    options: tuple[str, ...],
    dry_run: bool,
    new_key: bool,
    form: str,
    home: str | None,
) -> None:
    """Connect a help desk: ask what is missing, test it, show its first ten tickets as they would count.

    NAME is the name of the source in every figure. It is kept in the settings only if the test went well. A
    secret is kept by where it is, or encrypted under the key in DESKWISE_KEY; a connection that is there
    already is tested again, with what the options change.
    """
    from deskwise.app.access.holders import TERMINAL, holder_id  # noqa: PLC0415 slow
    from deskwise.app.connections import connections, drafted_connection, save_connection, with_secret  # noqa: PLC0415 slow  # noqa: PLC0415 slow
    from deskwise.app.folder_port import FolderSource  # noqa: PLC0415 slow
    from deskwise.app.preview_directory import preview_directory  # noqa: PLC0415 slow
    from deskwise.app.preview_tickets import preview_tickets  # noqa: PLC0415 slow
    from deskwise.app.settings_versions import SavedBy  # noqa: PLC0415 slow
    from deskwise.cli.asking_connection import ask_connection  # noqa: PLC0415 slow

    secrets = bootstrap.secrets()
    if new_key:
        click.echo(secrets.new_key())
        return
    if not name:
        raise UsageError("no name was given", do="name the source as figures shall: deskwise connect desk")
    folder = chosen_home(home)
    workspace = open_workspace(folder)
    there = connections(workspace).get(name)
    table: dict[str, Any] = {} if there is None else there.model_dump(exclude_unset=True)
    if url is not None and Path(url).is_absolute():
        url = Path(url).as_uri()
    given = {
        "kind": kind, "url": url, "user": user, "token": token_from,
        "requests_per_minute": requests_per_minute, "sync_every_minutes": sync_every_minutes,
        "plain_http": plain_http or None,
    }  # fmt: skip
    table |= {key: value for key, value in given.items() if value is not None}
    if options:
        table["options"] = {**table.get("options", {}), **_pairs(options)}
    if sys.stdin.isatty():
        table = ask_connection(table, {one.kind: one for one in bootstrap.describe_sources()}, secrets)
    settings = drafted_connection(workspace, name, table)
    connection = with_secret(name, settings, secrets, keep_text=workspace.keeps_text())
    with closing(bootstrap.open_source(connection)) as source, told_if_long(f"asking {name}"):
        checked = source.check()
        preview = (
            preview_directory(open_syncs(folder), name, source, bootstrap.file_reader(), SystemClock())
            if isinstance(source, FolderSource)
            else preview_tickets(open_syncs(folder), name, source, SystemClock())
        )
    if not dry_run:
        save_connection(workspace, name, table, SavedBy(holder_id(TERMINAL), SystemClock().now()))
    if form == "json":
        print_json({"source": name, "kind": settings.kind, "who": checked.who, "sees": list(checked.sees),
                    "kept": not dry_run, **preview.to_json()})  # fmt: skip
    elif form == "csv":
        print_csv(preview.to_json()["tickets"], COLUMNS)
    else:
        from deskwise.app.tables.sync_tables import preview_table  # noqa: PLC0415 slow

        sees = f", and may see {', '.join(checked.sees)}" if checked.sees else ""
        click.echo(f"{name} knows us as {checked.who}{sees}.")
        print_whole(preview_table(preview, workspace.rules().zone))
        kept = f"Kept. Bring its history in: deskwise sync {name}"
        click.echo("Nothing was kept." if dry_run else kept)


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not key:
            # It is not quoted: it may be a secret in the wrong place.
            raise UsageError("an --option has no value", do="write it as NAME=VALUE")
        pairs[key] = value
    return pairs
