"""What agents and teams look like."""

from __future__ import annotations

from pydantic import Field

from deskwise.api.schemas.figures import AS_OF, METRIC_NAMES, Answer, Number, Reading
from deskwise.api.schemas.standing import FigureChange, Limits, Overview, Span
from deskwise.metrics.definition import Clock, Stat


class AgentWork(Answer):
    """What an agent handled in a team."""

    agent: str
    team: str | None = Field(description="Null for what was in none.")
    lately: int = Field(description="Requests handled in the period.")
    in_all: int = Field(description="Requests handled ever.")


class Agents(Answer):
    """Everybody who handled a request, one entry for each team, by name."""

    as_of: str = Field(description=AS_OF)
    period: Span
    agents: list[AgentWork]
    withheld: int = Field(description="How many more entries there are that may not be seen.")


class Spread(Answer):
    """Between what the middle half of the others lies."""

    low: Number
    high: Number
    peers: int


class MeasuredPeriod(Answer):
    """A period of a course, with what stands beside it."""

    reading: Reading
    outside: bool = Field(description="Whether it lies outside the agent's own limits.")
    spread: Spread | None = Field(description="Of the team's others, unnamed; null with too few of them.")
    team: Number | None = Field(description="The whole team's figure; null in the same case.")


class Measure(Answer):
    """A measure of an agent, against their own past."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    stat: Stat
    now: Reading
    before: Reading
    change: FigureChange
    limits: Limits | None
    team_now: Reading | None = Field(description="The whole team's; null with too few others.")
    course: list[MeasuredPeriod]


class MixLine(Answer):
    """A category of the agent's requests."""

    category: str | None
    requests: int
    own_share: Number
    team_share: Number | None = Field(description="Null with too few others.")


class Agent(Answer):
    """An agent's work in a team."""

    as_of: str = Field(description=AS_OF)
    zone: str
    clock: Clock
    agent: str
    team: str | None
    teams: list[str | None] = Field(description="The teams in which they may be seen, with most work first.")
    period: Span
    period_before: Span
    grain: str
    handled: Reading
    peers: int = Field(description="How many others handled requests in the team.")
    measures: list[Measure]
    mix: list[MixLine]
    more_mix: int = Field(description="How many more categories there are.")


class Team(Answer):
    """A team."""

    team: str
    tier: int | None = Field(description="Null where the settings declare none.")


class Teams(Answer):
    """The teams of the log and of the settings, by name."""

    teams: list[Team]


class TeamOverview(Overview):
    """How it is going in a team."""

    team: str
    tier: int | None
