"""`deskwise serve`: the pages, until it is stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from deskwise.cli.workspace_option import chosen_home, home_option
from deskwise.kernel.errors import UsageError

HOST, PORT = "127.0.0.1", 8650


@click.command(
    "serve",
    epilog="""\b
Examples:
  deskwise serve
  deskwise --home ./sample serve --port 9000 --open
  deskwise serve --root-path /support      behind a proxy that takes /support off
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
@click.option("--open", "opens", is_flag=True, help="Open the pages in a browser.")
@home_option
def command(host: str, port: int, root_path: str, opens: bool, home: str | None) -> None:
    """Serve the pages of the workspace until it is stopped (Ctrl-C).

    On this machine's own address everybody on it may read; nothing leaves it. The log is written to the
    errors, a JSON object a line, without anything that customers said.
    """
    start(chosen_home(home), host, port, checked_root_path(root_path), opens=opens)


def start(home: Path, host: str = HOST, port: int = PORT, root_path: str = "", *, opens: bool) -> None:
    """Serve a workspace, say where, and open it in a browser if that is wanted and there is one."""
    from deskwise.web.server import serve  # noqa: PLC0415 slow

    def told(address: str) -> None:
        click.echo(f"Deskwise is at {address} until you press Ctrl-C.")
        if opens and has_display():
            import webbrowser  # noqa: PLC0415 slow

            webbrowser.open(address)

    serve(home, host, port, root_path, told)


def has_display() -> bool:
    """Whether a browser has somewhere to open; without, one for terminals might take this one over."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def checked_root_path(given: str) -> str:
    """A path as proxies name it: with a slash before it and none after; raises `UsageError` for what is none.

    >>> checked_root_path("/support/"), checked_root_path("/")
    ('/support', '')
    """
    path = given.rstrip("/")
    if path and (not path.startswith("/") or path.startswith("//") or not path.isascii() or "?" in path):
        raise UsageError(f"{given!r} is no path", do="write it as --root-path /support")
    return path
