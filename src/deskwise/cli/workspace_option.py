"""Which workspace a command works on, and opening it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deskwise import bootstrap
from deskwise.app.keep_workspace import Keeper
from deskwise.app.state import State
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.app.workspace_home import default_home

if TYPE_CHECKING:
    from deskwise.app.comments import CommentStore
    from deskwise.app.held_on_person import PersonalData
    from deskwise.reports.chart_drawing import ChartDrawer

Command = TypeVar("Command", bound=Callable[..., Any])


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


def open_workspace(home: Path) -> Workspace:
    """The workspace in a folder."""
    return bootstrap.open_workspace(home, waiting=lambda words: click.echo(words, err=True))


def open_keeper(home: Path) -> Keeper:
    """What proves, copies and restores the workspace in a folder."""
    return bootstrap.open_keeper(home, waiting=lambda words: click.echo(words, err=True))


def open_forgetter(home: Path) -> PersonalData:
    """What finds and forgets people in the workspace in a folder."""
    return bootstrap.open_forgetter(home, waiting=lambda words: click.echo(words, err=True))


def open_comments(home: Path) -> CommentStore:
    """What reads customers' comments in the workspace in a folder."""
    return bootstrap.open_comments(home)


def open_syncs(home: Path) -> SyncStore:
    """What syncs keep in the workspace in a folder."""
    return bootstrap.open_syncs(home, waiting=lambda words: click.echo(words, err=True))


def open_state(home: Path) -> State:
    """The state beside the workspace in a folder."""
    return bootstrap.open_state(home)


def chart_drawer(home: Path) -> ChartDrawer:
    """What draws charts for the workspace in a folder."""
    return bootstrap.chart_drawer(home)
