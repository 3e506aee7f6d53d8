"""`deskwise tokens`: by what programs ask."""

from __future__ import annotations

import click

from deskwise.app.plain_json import plain_values
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state
from deskwise.kernel.clock import SystemClock

SCOPES = ("read", "write_events", "admin")
COLUMNS = (
    "id", "name", "prefix", "scopes", "made_by", "made_at", "expires_at", "last_used_at", "revoked_at",
)  # fmt: skip


@click.group(
    "tokens",
    epilog="""\b
Examples:
  deskwise tokens make dashboard --scope read
  deskwise tokens list
  deskwise tokens revoke 3f9c0d52a1b4e678
""",
)
def command() -> None:
    """Make, show and revoke the tokens of programs. A token's secret is shown once and kept nowhere."""


@command.command("list", epilog="\b\nExample:\n  deskwise tokens list --format csv")
@format_option
@home_option
def list_all(form: Format, home: str | None) -> None:
    """Print all tokens, the latest first, those that work no more too."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.make_tokens import list_tokens, token_json  # noqa: PLC0415 slow
    from deskwise.app.tables.people_tables import tokens_table  # noqa: PLC0415 slow

    found = list_tokens(open_state(chosen_home(home)), TERMINAL)
    if form == "json":
        print_json({"tokens": [token_json(one) for one in found]})
    elif form == "csv":
        print_csv(plain_values([token_json(one) for one in found]), COLUMNS)
    else:
        print_whole(tokens_table(found, SystemClock().now()))


@command.command("make", epilog="\b\nExamples:\n  deskwise tokens make dashboard --scope read --days 365\n"
                 "  deskwise tokens make feed --scope write_events")  # fmt: skip
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    help="What it is for; repeatable. `admin` may everything.",
)
@click.option("--days", type=int, default=90, show_default=True, help="How long it works.")
@click.option("--endless", is_flag=True, help="It works until it is revoked.")
@format_option
@home_option
def make(
    name: str, scopes: tuple[str, ...], days: int, endless: bool, form: Format, home: str | None
) -> None:
    """Make a token and print its secret, this once."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.make_tokens import NewToken, make_token, token_json  # noqa: PLC0415 slow

    wanted = NewToken(name, scopes, None if endless else days)
    token, secret = make_token(open_state(chosen_home(home)), SystemClock(), TERMINAL, wanted)
    if form == "json":
        print_json({**token_json(token), "secret": secret})
    elif form == "csv":
        print_csv([{**plain_values(token_json(token)), "secret": secret}], (*COLUMNS, "secret"))
    else:
        click.echo(secret)
        ends = (
            "until it is revoked"
            if token.expires_at is None
            else f"until {token.expires_at:%Y-%m-%d %H:%M} UTC"
        )
        click.echo(f"Token {token.id} works {ends}. It is not shown again.", err=True)


@command.command("revoke", epilog="\b\nExample:\n  deskwise tokens revoke 3f9c0d52a1b4e678")
@click.argument("token", metavar="ID")
@home_option
def revoke(token: str, home: str | None) -> None:
    """Let a token work no more, from now on."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.make_tokens import revoke_token  # noqa: PLC0415 slow

    revoke_token(open_state(chosen_home(home)), SystemClock(), TERMINAL, token)
    click.echo(f"Token {token} works no more.")
