"""The agents of the data: a list, and for each a page of their own course over the team's unnamed spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from deskwise.analyses.registry import ANALYSES
from deskwise.app.chart_agent import chart_measure
from deskwise.app.follow_agent import AgentFollowed, Measure, follow_agent
from deskwise.app.limits_anew import kept_anew
from deskwise.app.list_agents import USUAL_OF_AGENTS, AgentsListed, AgentWork, list_agents
from deskwise.app.seen_agent import chosen_work, reached_work, seen_work
from deskwise.app.who_sees_agent import who_sees_agent
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.reports.chart_theme import Look
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.agent_parts import COUNTED, AgentAddresses, measure_card, mix_rows, seen_by_words, talks
from deskwise.web.csv_cells import Cell, csv_answer
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render, theme_of
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
SHOWN = 100
COMPLAINT_PATTERN = ANALYSES["complaint_pattern"]
DARK: Literal["dark"] = "dark"
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
PERIODS = {"4_weeks": marked("4 weeks"), "month": marked("Month"), "quarter": marked("Quarter")}
PERIOD_WORDS = {
    "4_weeks": marked("last 4 full weeks"), "month": marked("last full month"),
    "quarter": marked("last full quarter"),
}  # fmt: skip
CSV_HEAD = (
    "period_start", "period_end", "partial", "value", "n", "low", "high", "signal",
    "spread_low", "spread_high", "spread_people", "team_value", "definition",
)  # fmt: skip


@router.get("/agents", name="agents")
def agents(request: Request, here: Here, who: Looking, agent: str | None = None) -> HTMLResponse:
    """The list; with `agent` the page of one whose id cannot stand in a path."""
    if agent is not None:
        return _page(request, here, who, agent)
    found = list_agents(here.workspace, _period(request))
    seen = seen_work(who, found)
    find = request.query_params.get("find", "").strip()
    wanted = [each for each in seen if find.casefold() in f"{each.agent} {each.team or ''}".casefold()]
    first = _place(request)
    shown, links = wanted[first : first + SHOWN], Links(request)
    further = first + SHOWN if len(wanted) > first + SHOWN else None
    return render(
        request,
        "agents.html",
        nav="agents",
        find=find,
        lines=[(each, links.agent(each.agent, _of(request, each))) for each in shown],
        total=len(wanted),
        first=first + 1,
        nobody=not seen,
        nobody_why=_nobody(who, found),
        period=_period(request),
        periods=_periods(request, lambda period: links.page("agents", {"period": period, "find": find})),
        period_words=span_words(found.periods.now, found.zone),
        as_of=instant_words(found.as_of, found.zone),
        more=None if further is None else links.page("agents", _query(request, further)),
        beginning=links.page("agents", _query(request, 0)) if first else None,
    )


@router.get("/agents/{agent:path}", name="agent")
def agent(request: Request, here: Here, who: Looking, agent: str) -> HTMLResponse:
    """The page of an agent."""
    return _page(request, here, who, agent)


@router.get("/agent-measures/{name}.csv", name="agent_measure_csv")
def agent_measure_csv(request: Request, here: Here, who: Looking, name: str, agent: str) -> StreamingResponse:
    """The course of a measure as CSV, unrounded."""
    _, measure = _measure(request, here, who, name, agent)
    signals = {id(each) for each in measure.followed.signals}
    rows = []
    for reading, spread, team in zip(measure.followed.course, measure.spread, measure.team, strict=True):
        told = reading.to_json()
        low, high = told["interval"] or (None, None)
        behind: Sequence[Cell] = (None, None, None)
        if spread is not None:
            behind = (spread.low, spread.high, spread.peers)
        rows.append(
            (
                *(told["period"][name] for name in ("start", "end", "partial")),
                told["value"],
                told["n"],
                low,
                high,
                id(reading) in signals,
                *behind,
                None if team is None else team.value,
                told["definition"],
            )
        )
    return csv_answer(f"{name}_agent", CSV_HEAD, rows)


@router.get("/agent-measures/{name}.{form}", name="agent_measure_picture")
def agent_measure_picture(
    request: Request, here: Here, who: Looking, name: str, form: str, agent: str
) -> Response:
    """The course of a measure as a picture that stands alone, as SVG or PNG."""
    if form not in MEDIA:
        raise UsageError(
            say("no picture has this form"), do=say("choose from %(names)s", names=", ".join(MEDIA))
        )
    found, measure = _measure(request, here, who, name, agent)
    chart = chart_measure(found, measure)
    look = Look(DARK if request.query_params.get("theme") == DARK else "light")
    content = here.drawer.png(chart, look) if form == "png" else here.drawer.svg(chart, look)
    kept = {"Content-Disposition": f'attachment; filename="{name}_agent.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=kept)


def _page(request: Request, here: Served, who: Visitor, agent: str) -> HTMLResponse:
    work = _reached(request, here, who, agent)
    chosen = chosen_work(work, request.query_params.get("team"))
    found = follow_agent(here.workspace, agent, chosen.team, _period(request), kept_anew(here.state))
    links = Links(request)
    addresses = AgentAddresses(links, found, _said(request))
    seen = who_sees_agent(here.state, who.policy, agent, chosen.team, here.clock.now())
    handled = addresses.asked(metric=found.handled.metric)
    return render(
        request,
        "agent.html",
        nav="agents",
        agent=agent,
        team=chosen.team,
        teams=[(each.team, links.agent(agent, _of(request, each)), each == chosen) for each in work],
        seen_by=seen_by_words(seen, agent),
        period_words=span_words(found.periods.now, found.zone),
        before_words=span_words(found.periods.before, found.zone),
        shown=say(PERIOD_WORDS[_period(request)]),
        periods=_periods(
            request, lambda period: links.agent(agent, {"team": chosen.team or "", "period": period})
        ),
        grain=found.grain,
        handled=found.handled.n,
        handled_link=addresses.cases(handled, found.handled, COUNTED),
        peers=found.peers,
        enough_peers=found.enough_peers,
        cards=[measure_card(here, addresses, each) for each in found.measures],
        theme_query=DARK if theme_of(request) == DARK else "",
        mix=mix_rows(addresses),
        more_mix=found.more_mix,
        talks=talks(addresses),
        complaints_link=links.page("analysis", {"period": _period(request)}, name=COMPLAINT_PATTERN.name),
        as_of=instant_words(found.as_of, found.zone),
    )


def _reached(request: Request, here: Served, who: Visitor, agent: str) -> tuple[AgentWork, ...]:
    """The teams in which whoever looks may see the agent; raises as `reached_work` does."""
    return reached_work(who, list_agents(here.workspace, _period(request)), agent)


def _measure(
    request: Request, here: Served, who: Visitor, name: str, agent: str
) -> tuple[AgentFollowed, Measure]:
    chosen = chosen_work(_reached(request, here, who, agent), request.query_params.get("team"))
    found = follow_agent(here.workspace, agent, chosen.team, _period(request), kept_anew(here.state))
    measure = next((each for each in found.measures if each.followed.metric.name == name), None)
    if measure is None:
        names = ", ".join(each.followed.metric.name for each in found.measures)
        raise UnknownNameError(
            say("no measure of an agent is called so"), do=say("choose from %(names)s", names=names)
        )
    return found, measure


def _of(request: Request, work: AgentWork) -> dict[str, str]:
    """What the address of an agent's page says of a team, in the same period."""
    return {"team": work.team or "", "period": _said(request)}


def _said(request: Request) -> str:
    """The period as the address says it; empty where it says none."""
    return request.query_params.get("period", "")


def _period(request: Request) -> str:
    said = _said(request) or USUAL_OF_AGENTS
    if said not in PERIODS:
        raise UsageError(
            say("an agent is shown over another period"),
            do=say("choose from %(names)s", names=", ".join(PERIODS)),
        )
    return said


def _periods(request: Request, address: Callable[[str], str]) -> list[tuple[str, str, bool]]:
    return [(say(words), address(name), name == _period(request)) for name, words in PERIODS.items()]


def _place(request: Request) -> int:
    said = request.query_params.get("after", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise UsageError(say("the page's place is none"), do=say("begin at the first page"))
    return int(said)


def _query(request: Request, after: int) -> dict[str, str]:
    said = {name: request.query_params.get(name, "") for name in ("period", "find")}
    return {**said, "after": str(after) if after else ""}


def _nobody(who: Visitor, found: AgentsListed) -> str:
    """Why nobody is listed: nobody is there, the policy, or the role."""
    if not found.work:
        return "nobody"
    if who.policy.people_figures == "off":
        return "off"
    return "own" if who.policy.people_figures == "own" else "role"
