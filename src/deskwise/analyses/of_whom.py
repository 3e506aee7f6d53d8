"""Of whom an analysis of people is: agents or teams, and what it takes to hold them against each other."""

from __future__ import annotations

from deskwise.analyses.ground import Ground
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Stat
from deskwise.metrics.readings import Reading

OF_WHOM = {"agent": marked("agent"), "team": marked("team")}


def asked_of(ground: Ground) -> str:
    """The dimension that was asked for, agents if none was; raises `UsageError` for what is neither."""
    asked = ground.options.get("of_whom", "") or "agent"
    if asked not in OF_WHOM:
        raise UsageError(
            say("%(name)s is neither agents nor teams", name=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(OF_WHOM)),
        )
    return asked


def others_only_where(ground: Ground, of_whom: str) -> None:
    """Raise `UsageError` where the question is narrowed to one of those who are held against each other."""
    if len(ground.where.get(of_whom, ())) == 1:
        raise UsageError(
            say("somebody is held against others, and the filters leave none"),
            do=say("leave %(dimension)s out of the filters", dimension=of_whom),
        )


def whole_of(ground: Ground, name: str, stat: Stat) -> Reading:
    """The figure of everybody together; raises `NotAllowedError` where whoever asks may not see it."""
    found = ground.figures(name, stat)
    if found.hidden:
        raise NotAllowedError(
            say("this figure is of too few people to be shown"),
            do=say("ask for more time or fewer filters"),
        )
    return found.readings[()]
