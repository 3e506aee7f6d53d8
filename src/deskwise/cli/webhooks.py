"""`deskwise webhooks`: by what help desks sign what they deliver by themselves."""

from __future__ import annotations

import click

from deskwise import bootstrap
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.clock import SystemClock


@click.group(
    "webhooks",
    epilog="""\b
Examples:
  deskwise webhooks make desk
  deskwise webhooks make desk --secret-from env:DESK_WEBHOOK_SECRET
  deskwise webhooks remove desk
""",
)
def command() -> None:
    """Let connections be delivered to: POST /api/v1/webhooks/NAME, signed; see docs/api.md."""


@command.command("make", epilog="\b\nExample:\n  deskwise webhooks make desk")
@click.argument("name")
@click.option(
    "--secret-from",
    metavar="REF",
    help="Where a secret of your own is: env:NAME, keyring:SERVICE/NAME or sealed:... Never itself.",
)
@home_option
def make(name: str, secret_from: str | None, home: str | None) -> None:
    """Make the secret that deliveries for a connection are signed with, and print it, this once.

    It is kept sealed under the key in DESKWISE_KEY. The one before works no more.
    """
    from deskwise.app.access.holders import TERMINAL, holder_id  # noqa: PLC0415 slow
    from deskwise.app.make_webhook_secrets import keep_webhook_secret, make_webhook_secret  # noqa: PLC0415 slow
    from deskwise.app.settings_versions import SavedBy  # noqa: PLC0415 slow

    workspace = open_workspace(chosen_home(home))
    saved = SavedBy(holder_id(TERMINAL), SystemClock().now())
    if secret_from is not None:
        keep_webhook_secret(workspace, name, secret_from, saved)
        click.echo(f"Deliveries for {name} are to be signed with the secret in {secret_from}.", err=True)
        return
    click.echo(make_webhook_secret(workspace, bootstrap.secrets(), name, saved))
    click.echo(f"Deliveries for {name} are to be signed with it. It is not shown again.", err=True)


@command.command("remove", epilog="\b\nExample:\n  deskwise webhooks remove desk")
@click.argument("name")
@home_option
def remove(name: str, home: str | None) -> None:
    """Take no more deliveries for a connection."""
    from deskwise.app.access.holders import TERMINAL, holder_id  # noqa: PLC0415 slow
    from deskwise.app.make_webhook_secrets import keep_webhook_secret  # noqa: PLC0415 slow
    from deskwise.app.settings_versions import SavedBy  # noqa: PLC0415 slow

    workspace = open_workspace(chosen_home(home))
    keep_webhook_secret(workspace, name, None, SavedBy(holder_id(TERMINAL), SystemClock().now()))
    click.echo(f"Nothing is delivered for {name} any more.")
