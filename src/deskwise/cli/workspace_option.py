"""Which workspace a command works on, and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from deskwise import bootstrap
from deskwise.app.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
HOME_VARIABLE = "DESKWISE_HOME"
LOCAL_HOME = ".deskwise"


def home_option(command: Command) -> Command:
    """Give a command the option --home, which stands before the one given to `deskwise` itself."""
    return click.option("--home", metavar="DIR", help="The workspace (default: see deskwise --help).")(
        command
    )


def chosen_home(own: str | None) -> Path:
    """The workspace's folder: the command's, else the group's, else the environment's, else a default."""
    return given_home(own) or default_home()


def given_home(own: str | None) -> Path | None:
    """The folder that an option names: the command's, else the group's; null if neither does."""
    ctx = click.get_current_context(silent=True)
    given = own or (ctx.find_root().obj if ctx is not None else None)
    return Path(given).expanduser() if given else None


def default_home() -> Path:
    """DESKWISE_HOME; else `.deskwise` in this folder, if there; else `deskwise` in the user's data folder."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser()
    local = Path(LOCAL_HOME)
    return local if local.is_dir() else data_folder() / "deskwise"


def data_folder() -> Path:
    """Where the user's programs keep their data."""
    named = os.environ.get("XDG_DATA_HOME")
    return Path(named) if named else Path.home() / ".local" / "share"


def open_workspace(home: Path) -> Workspace:
    """The workspace in a folder."""
    return bootstrap.open_workspace(home)
