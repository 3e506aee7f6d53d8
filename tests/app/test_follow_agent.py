"""An agent's page says what the same questions asked one by one say, and names nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.chart_agent import chart_measure
from deskwise.app.follow_agent import MEASURES, follow_agent
from deskwise.app.list_agents import list_agents
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError
from deskwise.sample.company import SampleCompany
from metrics.duckdb_facts import DAY, KeptSql, flow, request, wait

CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
HOUR = DAY // 24
# Making the text of a query takes far longer than running it.
KEPT = KeptSql()
QUARTER = {"since": "2026-04-01", "until": "2026-07-01"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = open_workspace(tmp_path_factory.mktemp("agents") / "home", stays_open=True)
    make_demo(workspace, SampleCompany(tickets=700), CLOCK)
    return workspace


def team_of(agents: int, requests: int = 5) -> InMemoryWorkspace:
    """A team of so many, each with so many requests in the February of 1970."""
    days = range(32, 32 + requests)
    rows: dict[str, list[dict[str, Any]]] = {"requests": [], "waits": [], "acts": []}
    for agent in range(agents):
        who = {"agent": f"agent {agent:03}", "team": "support"}
        for day in days:
            ticket, at = f"{agent}-{day}", day * DAY
            rows["requests"].append(request(ticket, at, category="access", handled=True, **who))
            rows["waits"].append(wait(ticket, 1, at, at + (agent + 1) * HOUR, "answered", **who))
            act = {"source": "desk", "ticket": ticket, "request": 1, "acted_at": at + HOUR, "act": "message"}
            rows["acts"].append({**act, **who})
    made = facts_of(**rows, request_flow=flow(*rows["requests"]))
    made.kept = KEPT
    return made


def test_the_list_says_what_is_asked_by_agent_and_team(sample: Workspace) -> None:
    listed = list_agents(sample)
    for asked, told in (({}, "in_all"), (QUARTER, "lately")):
        readings = read_metrics(
            sample,
            Question(("requests_handled",), by=("agent", "team"), **asked),  # type: ignore[arg-type]  # words by name
        ).readings.readings
        known = {(dict(each.by)["agent"], dict(each.by)["team"]): each.n for each in readings if each.n}
        known = {whose: n for whose, n in known.items() if whose[0] is not None}
        assert known == {
            (each.agent, each.team): getattr(each, told) for each in listed.work if getattr(each, told)
        }
    names = [each.agent for each in listed.work]
    assert names == sorted(names, key=str.casefold)
    (first, *_) = listed.of("ann")
    assert first.team == "support"


def test_own_figures_and_the_teams_are_those_asked_one_by_one(sample: Workspace) -> None:
    found = follow_agent(sample, "ann", "support")
    assert found.peers >= 3
    for each, measure in zip(found.measures, MEASURES, strict=True):
        for agent, told in ((("ann",), each.followed.now), (None, each.team_now)):
            where: dict[str, Any] = {"team": ("support",), **({} if agent is None else {"agent": agent})}
            question = Question(
                (measure.metric,),
                stats=() if measure.stat is None else (measure.stat,),
                where=where,
                clock="working",
                **QUARTER,  # type: ignore[arg-type]  # words by name
            )
            (asked,) = read_metrics(sample, question).readings.readings
            assert told is None or told == asked
        assert len(each.followed.course) == len(each.spread) == len(each.team)
    assert found.measures[0].team_now is not None
    assert sum(each.requests for each in found.mix) == found.handled.n > 0
    assert sum(each.own_share for each in found.mix) == pytest.approx(1)


def test_fewer_than_three_others_have_no_spread_and_no_figure_of_the_team(sample: Workspace) -> None:
    found = follow_agent(sample, "pia", "engineering")
    assert not found.enough_peers
    for each in found.measures:
        assert (each.team_now, {*each.team, *each.spread}) == (None, {None})
    assert {each.team_share for each in found.mix} <= {None}
    drawn = chart_measure(found, found.measures[0])
    assert {(each.spread, each.team) for each in drawn.behind} == {(None, None)}


def test_where_the_team_is_shown_three_others_stand_behind_it() -> None:
    for agents, shown in ((3, False), (4, True)):
        found = follow_agent(team_of(agents), "agent 000", "support")
        waits = found.measures[0]
        assert found.peers == agents - 1
        assert any(waits.spread) == any(waits.team) == (waits.team_now is not None) == shown
        if shown:
            (spread, *_) = [each for each in waits.spread if each is not None]
            # The others answered within two, three and four hours; the agent's own hour is not among them.
            assert (spread.low, spread.high, spread.peers) == (2.5 * 3_600, 3.5 * 3_600, 3)


def test_a_team_of_three_hundred_asks_no_more_queries_than_one_of_four() -> None:
    asked = []
    # With fewer than three others the team's mix is not asked for at all.
    for agents in (4, 300):
        workspace = team_of(agents, requests=1)
        assert workspace.engine is not None
        follow_agent(workspace, "agent 000", "support")
        list_agents(workspace)
        asked.append(len(workspace.engine.asked))
    assert asked[0] == asked[1] > 0


def test_an_agent_of_no_team_and_one_who_is_not_there(sample: Workspace) -> None:
    assert follow_agent(sample, "ann", None).handled.n == 0
    nobody = follow_agent(sample, "nobody", "support")
    assert (nobody.handled.n, nobody.mix) == (0, ())
    assert all(each.followed.now.n == 0 for each in nobody.measures)
    with pytest.raises(UsageError, match="no period is called"):
        follow_agent(sample, "ann", "support", "year")


def test_weeks_are_shown_of_weeks_and_months_of_longer_periods(sample: Workspace) -> None:
    grains = {name: follow_agent(sample, "ann", "support", name).grain for name in ("4_weeks", "month")}
    assert grains == {"4_weeks": "week", "month": "month"}
