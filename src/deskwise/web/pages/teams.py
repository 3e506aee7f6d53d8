"""The teams: which there are, and for each its figures now and who of it signs in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.change_people import list_people
from deskwise.app.compared_periods import USUAL
from deskwise.app.limits_anew import kept_anew
from deskwise.app.list_teams import find_team, list_teams
from deskwise.app.seen_figures import list_of
from deskwise.app.seen_overview import seen_overview
from deskwise.app.show_overview import WEEKS_SHOWN
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.asked import Asked
from deskwise.web.served import Here, Served
from deskwise.web.stat_cards import stat_card
from deskwise.web.templating import PLAIN_SEGMENTS, Links, render
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.get("/teams", name="teams")
def teams(request: Request, here: Here, who: Looking, team: str | None = None) -> HTMLResponse:
    """The list; with `team` the page of one whose name cannot stand in a path."""
    if team is not None:
        return _page(request, here, who, team)
    links, members = Links(request), _members(here, who)
    return render(
        request,
        "teams.html",
        nav="teams",
        teams=[
            (each.name, _address(links, each.name), each.tier, len(members.get(each.name, ())))
            for each in list_teams(here.workspace)
        ],
        may_see_people=bool(members),
    )  # fmt: skip


@router.get("/teams/{team:path}", name="team")
def team(request: Request, here: Here, who: Looking, team: str) -> HTMLResponse:
    """The figures of a team."""
    return _page(request, here, who, team)


def _page(request: Request, here: Served, who: Visitor, team: str) -> HTMLResponse:
    find_team(here.workspace, team)
    chosen = Asked(period=USUAL, where={"team": (team,)})
    seen = seen_overview(who, here.workspace, USUAL, chosen.where, kept_anew(here.state))
    found = seen.found
    links = Links(request)
    return render(
        request,
        "team.html",
        nav="teams",
        team=team,
        cards=[stat_card(each, links, chosen, found.zone, found.clock) for each in seen.figures],
        lists=all(who.may(Act.READ, each) for each in list_of(chosen.where)),
        period_words=span_words(found.periods.now, found.zone),
        as_of=instant_words(found.as_of, found.zone),
        weeks=WEEKS_SHOWN,
        overview=links.page("overview", chosen.query()),
        members=_members(here, who).get(team, []),
        may_see_members=who.may(Act.READ, Thing(Kind.PEOPLE, teams=frozenset({team}))),
    )


def _members(here: Served, who: Visitor) -> dict[str, list[tuple[str, str]]]:
    """Who signs in, by team, as far as whoever looks may see them: the id and the name."""
    found: dict[str, list[tuple[str, str]]] = {}
    if who.person is None:
        return found
    for each in list_people(here.state, who.holder):
        for name in each.teams:
            if who.may(Act.READ, Thing(Kind.PEOPLE, teams=frozenset({name}))):
                found.setdefault(name, []).append((each.id, each.name))
    return found


def _address(links: Links, team: str) -> str:
    if PLAIN_SEGMENTS & set(team.split("/")):
        return links.page("teams", {"team": team})
    return links.page("team", team=team)
