"""The overview: what changed, what is due, what is at risk; ten figures; how far the data goes."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.compared_periods import PERIOD_NAMES, USUAL
from deskwise.app.followed_metric import Followed
from deskwise.app.limits_anew import kept_anew
from deskwise.app.moved_words import moved_words
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.app.seen_figures import list_of
from deskwise.app.seen_overview import seen_overview
from deskwise.app.show_overview import WEEKS_SHOWN
from deskwise.kernel.language import marked, say
from deskwise.okr.status import Status
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.analysis_parts import what_changed_link
from deskwise.web.asked import Asked, asked
from deskwise.web.data_health import data_health
from deskwise.web.objective_tree import ObjectiveTree, overview_objectives
from deskwise.web.selection_form import chips
from deskwise.web.served import Here
from deskwise.web.stat_cards import stat_card
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# Of more objectives than these the page of their own tells.
MOST_OBJECTIVES = 12
PERIOD_WORDS = {
    "4_weeks": (marked("4 weeks"), marked("Last 4 full weeks"), marked("the 4 weeks before")),
    "week": (marked("Week"), marked("Last full week"), marked("the week before")),
    "month": (marked("Month"), marked("Last full month"), marked("the month before")),
    "quarter": (marked("Quarter"), marked("Last full quarter"), marked("the quarter before")),
}


@dataclass(frozen=True)
class Moved:
    """A figure that changed beyond noise, in words; `way` is better, worse or neither.

    `made_of` is where it is said what the change is made of.
    """

    label: str
    link: str
    words: str
    way: str
    made_of: str


@router.get("/", name="overview")
def overview(request: Request, here: Here, who: Looking) -> HTMLResponse:
    """The page."""
    chosen = asked(request.query_params.multi_items())
    period = chosen.period or USUAL
    seen = seen_overview(who, here.workspace, period, chosen.where, kept_anew(here.state))
    found, figures = seen.found, seen.figures
    lists = all(who.may(Act.READ, each) for each in list_of(chosen.where))
    links = Links(request)
    objectives = None if chosen.where else overview_objectives(here, who, links)
    cards = [stat_card(each, links, chosen, found.zone, found.clock) for each in figures]
    _, shown, against = map(say, PERIOD_WORDS[period])
    return render(
        request,
        "overview.html",
        nav="overview",
        cards=cards,
        period_words=span_words(found.periods.now, found.zone),
        shown=shown,
        against=against,
        periods=[
            (
                say(PERIOD_WORDS[name][0]),
                links.page("overview", chosen.changed(period=name).query()),
                name == period,
            )
            for name in PERIOD_NAMES
        ],
        as_of=instant_words(found.as_of, found.zone),
        begins=instant_words(found.first_at, found.zone)
        if found.first_at is not None and found.first_at > found.periods.before.start_at
        else None,
        weeks=WEEKS_SHOWN,
        moved=[
            _moved(each, card.metric_link, what_changed_link(links, chosen, each.metric))
            for each, card in zip(figures, cards, strict=True)
            if each.change.beyond_noise
        ],
        quiet=seen.count("within noise"),
        unsure=seen.count("too few", "no data"),
        open_seen=seen.open_seen,
        lists=lists,
        open=found.open,
        waiting=found.waiting,
        open_link=links.page("requests", Asked(metric="backlog", where=chosen.where).query()),
        waiting_link=links.page(
            "requests", Asked(metric="first_response_time", where=chosen.where).query() + "&state=open"
        ),
        health=data_health(here, found.as_of, found.zone, found.sources)
        if who.may(Act.READ, Thing(Kind.DATA))
        else None,
        filters=chips(chosen, links, "overview"),
        objectives=objectives,
        most_objectives=MOST_OBJECTIVES,
        at_risk=() if objectives is None else objectives.with_status(Status.OFF_TRACK, Status.AT_RISK),
        unknown=0 if objectives is None else len(objectives.with_status(Status.NO_DATA)),
        begin_objectives=None if chosen.where else _begin(objectives, who),
    )


def _begin(objectives: ObjectiveTree | None, who: Visitor) -> str | None:
    """How to begin with objectives, for those who may."""
    if objectives is None:
        return (
            say("No cycle of objectives has been added yet.")
            if who.may(Act.CHANGE, WHOLE_WORKSPACE)
            else None
        )
    if objectives.running or not who.may_some(Act.CHANGE, Kind.OBJECTIVES):
        return None
    return say("No objective of %(cycle)s is active yet.", cycle=objectives.cycle.name)


def _moved(followed: Followed, link: str, made_of: str) -> Moved:
    return Moved(
        say(followed.metric.label),
        link,
        moved_words(followed),
        {"better": "better", "worse": "worse"}.get(followed.change.verdict, ""),
        made_of,
    )
