"""Agents as whoever looks may see them: which, in which teams, and what becomes of their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskwise.analyses.peer_spread import PeerSpread
from deskwise.app.access.things import Act
from deskwise.app.compared_periods import ComparedPeriods
from deskwise.app.follow_agent import AgentFollowed, Measure
from deskwise.app.list_agents import AgentsListed, AgentWork
from deskwise.app.seen_figures import Looker
from deskwise.app.seen_overview import followed_json
from deskwise.app.who_sees_agent import agent_figures
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.readings import Reading, iso


def seen_work(who: Looker, found: AgentsListed) -> tuple[AgentWork, ...]:
    """The agents, in the teams, whose figures whoever looks may see."""
    return tuple(each for each in found.work if who.may(Act.READ, agent_figures(each.agent, each.team)))


def reached_work(who: Looker, found: AgentsListed, agent: str) -> tuple[AgentWork, ...]:
    """The teams in which whoever looks may see an agent, that with most of their work lately first.

    Raises `NotAllowedError` alike for an agent whom they may not see and for one there is not; only whoever
    may see all is told that there is none (`UnknownNameError`).
    """
    known = found.of(agent)
    work = tuple(each for each in known if who.may(Act.READ, agent_figures(agent, each.team)))
    if not work:
        who.require(Act.READ, agent_figures(agent, known[0].team if known else None))
        raise UnknownNameError(say("no agent of the data is called so"), do=say("see the list of agents"))
    return work


def chosen_work(work: Sequence[AgentWork], team: str | None) -> AgentWork:
    """The team that is chosen, empty for none; the first if nothing is said. Raises `UsageError`."""
    if team is None:
        return work[0]
    found = next((each for each in work if (each.team or "") == team), None)
    if found is None:
        raise UsageError(
            say("the agent did nothing in this team that you may see"), do=say("choose another team")
        )
    return found


def agents_json(who: Looker, found: AgentsListed, find: str = "") -> dict[str, Any]:
    """The agents in whose name or team a text is; `withheld` is how many more may not be seen."""
    seen = seen_work(who, found)
    wanted = [each for each in seen if find.casefold() in f"{each.agent} {each.team or ''}".casefold()]
    return {
        "as_of": iso(found.as_of),
        "period": _period(found.periods, "now"),
        "agents": [
            {"agent": each.agent, "team": each.team, "lately": each.lately, "in_all": each.in_all}
            for each in wanted
        ],
        "withheld": len(found.work) - len(seen),
    }


def agent_json(found: AgentFollowed, work: Sequence[AgentWork]) -> dict[str, Any]:
    """An agent in a team, as followed; `work` are the teams in which they may be seen."""
    return {
        "as_of": iso(found.as_of),
        "zone": found.zone,
        "clock": found.clock,
        "agent": found.agent,
        "team": found.team,
        "teams": [each.team for each in work],
        "period": _period(found.periods, "now"),
        "period_before": _period(found.periods, "before"),
        "grain": found.grain,
        "handled": found.handled.to_json(),
        "peers": found.peers,
        "measures": [_measure(each) for each in found.measures],
        "mix": [
            {
                "category": each.category,
                "requests": each.requests,
                "own_share": each.own_share,
                "team_share": each.team_share,
            }
            for each in found.mix
        ],
        "more_mix": found.more_mix,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    followed = measure.followed
    signals = {id(each) for each in followed.signals}
    return {
        **followed_json(followed),
        "team_now": None if measure.team_now is None else measure.team_now.to_json(),
        "course": [
            {
                "reading": reading.to_json(),
                "outside": id(reading) in signals,
                "spread": _spread(spread),
                "team": _value(team),
            }
            for reading, spread, team in zip(followed.course, measure.spread, measure.team, strict=True)
        ],
    }


def _spread(spread: PeerSpread | None) -> dict[str, Any] | None:
    return None if spread is None else {"low": spread.low, "high": spread.high, "peers": spread.peers}


def _value(reading: Reading | None) -> Any:
    return None if reading is None else reading.value


def _period(periods: ComparedPeriods, which: str) -> dict[str, Any]:
    found = periods.now if which == "now" else periods.before
    return {"start": iso(found.start_at), "end": iso(found.end_at)}
