"""Objectives: the tree of a cycle, its review, and what somebody owes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.objectives.owed_to_do import what_is_owed
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import marked, say
from deskwise.reports.time_words import instant_words
from deskwise.web.cycle_form import FOLLOWS, STATE_WORDS, quarters_from
from deskwise.web.objective_tree import Kept, kept_of_cycle, objective_tree, today_here
from deskwise.web.owed_lines import owed_lines
from deskwise.web.review_parts import review_rows, still_open
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
DONE = {
    "cycle": marked("The cycle is added, in planning. Begin it from its own page when it starts."),
    "withdrawn": marked("The objective is withdrawn."),
}
MOST_CYCLES = 6


@router.get("/objectives", name="objectives")
def objectives(request: Request, here: Here, who: Looking, cycle: str = "") -> Response:
    """The objectives of a cycle, each under what it serves; without one the cycle that runs."""
    links, kept = Links(request), _kept(here, who, cycle)
    tree = None if kept.record is None else objective_tree(here, who, links, kept)
    rules = here.workspace.rules()
    return render(
        request,
        "objectives.html",
        nav="objectives",
        tree=tree,
        cycles=_cycles(kept, links, "objectives"),
        cycle_state="" if kept.record is None else say(STATE_WORDS[kept.record.cycle.state]),
        as_of=None if tree is None else instant_words(tree.standing.moment.read_at, rules.zone),
        done=_done(request),
        may_add=who.may_some(Act.CHANGE, Kind.OBJECTIVES),
        may_lead=who.may(Act.CHANGE, WHOLE_WORKSPACE),
        may_talk=who.may(Act.CHANGE, Thing(Kind.OBJECTIVE_TALK)),
        cycle=None,
        said={},
        days_stay=False,
        quarters=quarters_from(today_here(here), rules.fiscal_year_starts),
        follows=[(name, say(words)) for name, words in FOLLOWS],
    )


@router.get("/objectives/review", name="objectives_review")
def objectives_review(request: Request, here: Here, who: Looking, cycle: str = "") -> Response:
    """How the objectives of a cycle ended, or would end today, and what was learnt."""
    links, kept = Links(request), _kept(here, who, cycle)
    if kept.record is None:
        raise UnknownNameError(say("there is no cycle yet"), do=say("add one on the page of objectives"))
    tree = objective_tree(here, who, links, kept)
    rows = review_rows(tree, links)
    return render(
        request,
        "objectives/review.html",
        nav="objectives",
        tree=tree,
        rows=rows,
        open=still_open(tree, rows),
        cycles=_cycles(kept, links, "objectives_review"),
        cycle_state=say(STATE_WORDS[kept.record.cycle.state]),
        as_of=instant_words(tree.standing.moment.read_at, tree.standing.moment.zone),
    )


@router.get("/objectives/owed", name="objectives_owed")
def objectives_owed(request: Request, here: Here, who: Looking) -> Response:
    """What whoever is signed in owes of the objectives."""
    found = what_is_owed(here.state, here.clock, who.signed_in, here.workspace.rules().zone)
    lines = owed_lines(found, Links(request), today_here(here))
    return render(request, "objectives/owed.html", nav="owed", lines=lines)


def _kept(here: Served, who: Visitor, cycle: str) -> Kept:
    kept = kept_of_cycle(here, who, cycle, today_here(here))
    if kept.record is None and cycle:
        raise UnknownNameError(say("no cycle has this id"), do=say("choose one from the page of objectives"))
    return kept


def _cycles(kept: Kept, links: Links, page: str) -> list[tuple[str, str, bool]]:
    """The last cycles, the earliest first, and the one that is shown."""
    shown = None if kept.record is None else kept.record.cycle
    latest = kept.cycles[-MOST_CYCLES:]
    before = [each for each in kept.cycles[:-MOST_CYCLES] if shown is not None and each.id == shown.id]
    return [
        (each.name, links.page(page, {"cycle": each.id}), shown is not None and each.id == shown.id)
        for each in (*before, *latest)
    ]


def _done(request: Request) -> str:
    return say(DONE[said]) if (said := request.query_params.get("done", "")) in DONE else ""
