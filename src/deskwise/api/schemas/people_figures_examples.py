"""Examples of agents and teams, made by what makes the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskwise.analyses.peer_spread import PeerSpread
from deskwise.api.schemas.examples import AS_OF
from deskwise.api.schemas.standing_examples import PERIODS, READER, followed, overview
from deskwise.app.follow_agent import AgentFollowed, Measure, MixLine
from deskwise.app.list_agents import AgentsListed, AgentWork
from deskwise.app.list_teams import Team, team_json
from deskwise.app.plain_json import plain_values
from deskwise.app.seen_agent import agent_json, agents_json
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading

WORK = AgentWork("ann", "support", 212, 1_840)
HANDLED = metric("requests_handled")


def agents() -> Any:
    """One agent."""
    return plain_values(agents_json(READER, AgentsListed(AS_OF, "UTC", PERIODS, (WORK,))))


def agent() -> Any:
    """An agent who answered sooner than before."""
    one = followed()
    one = replace(one, course=(one.now,))
    measure = Measure(one, (PeerSpread(2_000.0, 3_600.0, 6),), (one.before,), one.before)
    handled = Reading(
        HANDLED.name, "count", None, HANDLED.unit, one.now.period, (), 212, 212, None, None, (), 0, 0, 0, 0,
        None, HANDLED.definition,
    )  # fmt: skip
    found = AgentFollowed(
        AS_OF, "UTC", "working", "ann", "support", PERIODS, "week", handled, 6, (measure,),
        (MixLine("billing", 90, 0.42, 0.35),), 4,
    )  # fmt: skip
    return plain_values(agent_json(found, (WORK,)))


def teams() -> Any:
    """One of the first tier."""
    return plain_values({"teams": [team_json(Team("support", 1))]})


def team() -> Any:
    """How it is going there."""
    return {**team_json(Team("support", 1)), **overview()}
