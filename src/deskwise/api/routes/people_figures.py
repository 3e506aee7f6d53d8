"""Agents and teams with their figures, as far as figures of single people may be seen."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from deskwise.api.answers import Fresh, tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here
from deskwise.api.period_words import OverPeriod, WithWeeks
from deskwise.api.schemas import people_figures_examples as examples
from deskwise.api.schemas.people_figures import Agent, Agents, TeamOverview, Teams
from deskwise.api.selection_words import LONGEST
from deskwise.app.compared_periods import USUAL
from deskwise.app.follow_agent import follow_agent
from deskwise.app.limits_anew import kept_anew
from deskwise.app.list_agents import list_agents
from deskwise.app.list_teams import find_team, list_teams, team_json
from deskwise.app.seen_agent import agent_json, agents_json, chosen_work, reached_work
from deskwise.app.seen_overview import seen_overview

router = APIRouter()
OfAgents = Literal["4_weeks", "month", "quarter"]
AgentPeriod = Annotated[OfAgents, Query(alias="period", description="The last full period of this name.")]
Find = Annotated[str, Query(max_length=LONGEST, description="Only those in whose name or team this is.")]
AgentId = Annotated[
    str, Path(max_length=LONGEST, description="What the log calls the agent.", examples=["ann"])
]
InTeam = Annotated[
    str | None,
    Query(
        max_length=LONGEST,
        description="One of their teams, empty for none; that with most of their work if none is named.",
    ),
]
TeamName = Annotated[str, Path(max_length=LONGEST, description="The team.", examples=["support"])]


@router.get("/agents", name="agents", responses=answers(Agents, examples.agents(), "nothing-imported"))
def agents(
    here: Here, who: Calling, fresh: Fresh, find: Find = "", period: AgentPeriod = "quarter"
) -> Response:
    """Everybody who handled a request, whose figures may be seen; one entry for each team, by name."""
    return fresh.answer(lambda: agents_json(who, list_agents(here.workspace, period), find))


@router.get(
    "/agents/{agent:path}",
    name="agent",
    responses=answers(Agent, examples.agent(), "unknown-name", "nothing-imported"),
)
def agent(
    request: Request,
    here: Here,
    who: Calling,
    agent: AgentId,
    team: InTeam = None,
    period: AgentPeriod = "quarter",
) -> Response:
    """An agent's six measures in a team, against their own past and over the team's unnamed spread."""
    work = reached_work(who, list_agents(here.workspace, period), agent)
    chosen = chosen_work(work, team)
    found = follow_agent(here.workspace, agent, chosen.team, period, kept_anew(here.state))
    return tagged_answer(request, agent_json(found, work))


@router.get("/teams", name="teams", responses=answers(Teams, examples.teams(), "nothing-imported"))
def teams(here: Here, who: Calling, fresh: Fresh) -> Response:  # noqa: ARG001 - the table of routes asks
    """The teams of the log and of the settings, by name."""
    return fresh.answer(lambda: {"teams": [team_json(each) for each in list_teams(here.workspace)]})


@router.get(
    "/teams/{team:path}",
    name="team",
    responses=answers(TeamOverview, examples.team(), "unknown-name", "nothing-imported"),
)
def team(
    request: Request,
    here: Here,
    who: Calling,
    team: TeamName,
    period: OverPeriod = USUAL,
    weeks: WithWeeks = False,
) -> Response:
    """How it is going in a team: the overview of it."""
    known = find_team(here.workspace, team)
    found = seen_overview(who, here.workspace, period, {"team": (team,)}, kept_anew(here.state))
    return tagged_answer(request, {**team_json(known), **found.to_json(weeks=weeks)})
