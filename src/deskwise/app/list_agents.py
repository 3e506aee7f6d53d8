"""List the agents of the data: who handled requests, in which team, and how many."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.compared_periods import ComparedPeriods, last_full
from deskwise.app.period_reader import PeriodReader
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.periods import Period
from deskwise.metrics.readings import Reading

HANDLED = "requests_handled"
# What somebody does in four weeks is too little to say much of.
USUAL_OF_AGENTS = "quarter"


@dataclass(frozen=True)
class AgentWork:
    """What an agent handled in one team; `team` is null for what was in none.

    `lately` and `in_all` are numbers of requests, in the period and in the whole log.
    """

    agent: str
    team: str | None
    lately: int
    in_all: int


@dataclass(frozen=True)
class AgentsListed:
    """Everybody who handled a request, one entry for each team they did so in, by name."""

    as_of: int
    zone: str
    periods: ComparedPeriods
    work: tuple[AgentWork, ...]

    def of(self, agent: str) -> tuple[AgentWork, ...]:
        """The teams of an agent, that with most of their work lately first."""
        own = [each for each in self.work if each.agent == agent]
        return tuple(sorted(own, key=lambda each: (-each.lately, -each.in_all, each.team or "")))


def list_agents(workspace: Workspace, period: str = USUAL_OF_AGENTS) -> AgentsListed:
    """The agents, with their work in the last full period of a name.

    Raises `UsageError` for a period there is not, `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        periods = last_full(period, facts.rules, facts.horizon.as_of)
        in_all = _handled(facts, None)
        lately = _handled(facts, periods.now)
    found = [
        AgentWork(agent, team, lately.get((agent, team), 0), count)
        for (agent, team), count in in_all.items()
        if count
    ]
    found.sort(key=lambda each: (each.agent.casefold(), each.agent, each.team or ""))
    return AgentsListed(facts.horizon.as_of, facts.rules.zone, periods, tuple(found))


def _handled(facts: Facts, period: Period | None) -> dict[tuple[str, str | None], int]:
    reader = PeriodReader(facts, (HANDLED,), (), "elapsed", {}, by=("agent", "team"))
    readings = reader.over(period).readings
    return {(agent, team): each.n for each in readings for agent, team in [_whose(each)] if agent is not None}


def _whose(reading: Reading) -> tuple[str | None, str | None]:
    told = dict(reading.by)
    return told["agent"], told["team"]
