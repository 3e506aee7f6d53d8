"""List the teams: those of the log and of the settings, and what the settings say of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.app.change_settings import show_settings
from deskwise.app.filter_values import filter_values
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class Team:
    """A team; `tier` is null where the settings declare none."""

    name: str
    tier: int | None


def list_teams(workspace: Workspace) -> tuple[Team, ...]:
    """The teams of the log and the settings, by name. Raises `WorkspaceError` where nothing was imported."""
    of_log = next((each.values for each in filter_values(workspace) if each.name == "team"), ())
    settings = show_settings(workspace).teams
    return tuple(
        Team(name, settings[name].tier if name in settings else None)
        for name in sorted({*filter(None, of_log), *settings})
    )


def team_json(team: Team) -> dict[str, Any]:
    """A team as an object."""
    return {"team": team.name, "tier": team.tier}


def find_team(workspace: Workspace, name: str) -> Team:
    """The team of a name. Raises `UnknownNameError`."""
    found = next((each for each in list_teams(workspace) if each.name == name), None)
    if found is None:
        raise UnknownNameError(say("no team is called so"), do=say("choose one on the page of teams"))
    return found
