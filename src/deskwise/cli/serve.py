"""`deskwise serve`: the pages and the API, until it is stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskwise.cli.workspace_option import chosen_home, home_option
from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from deskwise.app.identity_provider import ProviderSettings

HOST, PORT = "127.0.0.1", 8650


@click.command(
    "serve",
    epilog="""\b
Examples:
  deskwise serve
  deskwise --home ./sample serve --port 9000 --open
  deskwise serve --root-path /support      behind a proxy that takes /support off
  deskwise serve --host 10.0.0.5 --trusted-proxy 10.0.0.7 --address https://support.example
""",
)
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="The address to listen on. Others than this machine's need sign-in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option(
    "--root-path", default="", metavar="/PATH", help="The path under which a proxy serves the pages."
)
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    envvar="DESKWISE_TRUSTED_PROXY",
    metavar="ADDRESS",
    help="A proxy (or network of them) that is believed who asks, and whether by TLS; repeatable. Or "
    "DESKWISE_TRUSTED_PROXY, with spaces between.",
)
@click.option(
    "--address",
    envvar="DESKWISE_ADDRESS",
    metavar="URL",
    help="Where people open the pages, for the link that is printed. Or DESKWISE_ADDRESS.",
)
@click.option(
    "--oidc-issuer",
    envvar="DESKWISE_OIDC_ISSUER",
    metavar="URL",
    help="A provider of identities (OpenID Connect) at which invited people may sign in.",
)
@click.option("--oidc-client-id", envvar="DESKWISE_OIDC_CLIENT_ID", metavar="ID", help="What it knows us as.")
@click.option(
    "--oidc-secret-from",
    envvar="DESKWISE_OIDC_SECRET_FROM",
    metavar="REF",
    help="Where the secret is that it gave us: env:NAME, keyring:SERVICE/NAME, file:/PATH or sealed:...",
)
@click.option(
    "--oidc-name",
    envvar="DESKWISE_OIDC_NAME",
    default="your organisation",
    show_default=True,
    metavar="NAME",
    help="What people call it: the word on the button.",
)
@click.option(
    "--prometheus-token-from",
    envvar="DESKWISE_PROMETHEUS_TOKEN_FROM",
    metavar="REF",
    help="Tell at /prometheus how the server does, to whoever shows the token that is there.",
)
@click.option(
    "--no-scheduler", is_flag=True, help="Sync nothing: `deskwise sync` is called by something else."
)
@click.option("--open", "opens", is_flag=True, help="Open the pages in a browser.")
@home_option
def command(
    host: str,
    port: int,
    root_path: str,
    proxies: tuple[str, ...],
    address: str | None,
    oidc_issuer: str | None,
    oidc_client_id: str | None,
    oidc_secret_from: str | None,
    oidc_name: str,
    prometheus_token_from: str | None,
    no_scheduler: bool,
    opens: bool,
    home: str | None,
) -> None:
    """Serve the pages of the workspace, and its API at /api/v1, until it is stopped (Ctrl-C).

    On this machine's own address whoever is on it may read, as long as nobody is set up; from then on, and
    on any other address, everybody signs in. Where nobody is set up a link is printed by which the first
    admin is. Connections that say how often (deskwise connect NAME --every 15) are synced meanwhile, each by
    a process of its own. The log is written to the errors, a JSON object a line, without anything that
    customers said.
    """
    checked = tuple(checked_proxy(proxy) for proxy in proxies)
    root = checked_root_path(root_path)
    start(
        chosen_home(home),
        host,
        port,
        root,
        proxies=checked,
        outside=address,
        opens=opens,
        syncs=not no_scheduler,
        provider=checked_provider(oidc_issuer, oidc_client_id, oidc_secret_from, oidc_name),
        prometheus_token_from=prometheus_token_from,
    )


def start(
    home: Path,
    host: str = HOST,
    port: int = PORT,
    root_path: str = "",
    *,
    proxies: tuple[str, ...] = (),
    outside: str | None = None,
    opens: bool,
    syncs: bool = False,
    provider: ProviderSettings | None = None,
    prometheus_token_from: str | None = None,
) -> None:
    """Serve a workspace, say where, and open it in a browser if that is wanted and there is one."""
    from deskwise.api.app import PATH, create_api  # noqa: PLC0415 slow
    from deskwise.web.server import Listening, Started, serve  # noqa: PLC0415 slow

    def told(started: Started) -> None:
        click.echo(f"Deskwise is at {started.address} until you press Ctrl-C.")
        if started.open_reading:
            click.echo("Nobody is set up here: whoever is on this machine may read the pages.")
        if started.set_up_link is not None:
            then = "To have people sign in" if started.open_reading else "Nobody can sign in yet"
            click.echo(f"{then}, open this link, which makes you the admin, once and within a day:")
            click.echo(f"  {started.set_up_link}")
        if opens and has_display():
            import webbrowser  # noqa: PLC0415 slow

            webbrowser.open(started.address)

    listening = Listening(host, port, root_path, proxies, outside, provider, prometheus_token_from)
    serve(home, listening, told, {PATH: create_api}, sync_command(home) if syncs else ())


def sync_command(home: Path) -> tuple[str, ...]:
    """The command that syncs the connection whose name is added, as this very program runs it."""
    this = (sys.executable, "-m", "deskwise.cli.main", "--home", str(home))
    return (*this, "sync", "--background", "--format", "json")


def checked_provider(
    issuer: str | None, client_id: str | None, secret_from: str | None, name: str
) -> ProviderSettings | None:
    """The provider of identities that options name; null for none. Raises `UsageError` for half of one."""
    from deskwise.app.identity_provider import ProviderSettings  # noqa: PLC0415 slow
    from deskwise.app.secret_references import EXAMPLES, REFERENCE  # noqa: PLC0415 slow

    if issuer is None and client_id is None and secret_from is None:
        return None
    if not issuer or not client_id:
        raise UsageError(
            "a provider of identities is named by halves", do="give both --oidc-issuer and --oidc-client-id"
        )
    if secret_from is not None and REFERENCE.fullmatch(secret_from) is None:
        # It is not quoted: it may be the secret itself.
        raise UsageError("--oidc-secret-from names no secret by reference", do=f"write {EXAMPLES}")
    return ProviderSettings(issuer, client_id, secret_from, name)


def has_display() -> bool:
    """Whether a browser has somewhere to open; without, one for terminals might take this one over."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def checked_proxy(given: str) -> str:
    """An address or a network; raises `UsageError` for what is none.

    >>> checked_proxy("10.0.0.0/8"), checked_proxy("::1")
    ('10.0.0.0/8', '::1')
    """
    import ipaddress  # noqa: PLC0415 slow

    try:
        return str(ipaddress.ip_network(given)) if "/" in given else str(ipaddress.ip_address(given))
    except ValueError as error:
        raise UsageError(
            f"{given!r} is no address of a proxy", do="write it as --trusted-proxy 10.0.0.7 or 10.0.0.0/8"
        ) from error


def checked_root_path(given: str) -> str:
    """A path as proxies name it: with a slash before it and none after; raises `UsageError` for what is none.

    >>> checked_root_path("/support/"), checked_root_path("/")
    ('/support', '')
    """
    path = given.rstrip("/")
    if path and (not path.startswith("/") or path.startswith("//") or not path.isascii() or "?" in path):
        raise UsageError(f"{given!r} is no path", do="write it as --root-path /support")
    return path
