"""Cycles: add one, change its days, and lead it from planning to its close."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.things import Act
from deskwise.app.objectives.change_cycles import add_cycle, change_cycle, cycle_of, move_cycle
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.web.cycle_form import (
    FOLLOWS,
    STATE_WORDS,
    changed_cycle,
    cycle_facts,
    fields_of,
    new_cycle,
    quarters_from,
    steps_of,
)
from deskwise.web.objective_tree import today_here
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.get("/objectives/cycles/new", name="cycle_new")
def cycle_new(request: Request, here: Here, who: Looking) -> Response:
    """The form of a new cycle."""
    return _form(request, here, who, None, {})


@router.post("/objectives/cycles", name="cycle_added")
def cycle_added(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Add a cycle, in planning; the list shows it."""
    try:
        draft = new_cycle(form, today_here(here), here.workspace.rules().fiscal_year_starts)
        made = add_cycle(here.state, here.clock, who.holder, draft)
    except UsageError as error:
        return _form(request, here, who, None, written(form), told=error, status=400)
    return RedirectResponse(Links(request).page("objectives", {"cycle": made.id, "done": "cycle"}), 303)


@router.get("/objectives/cycles/{cycle}", name="cycle")
def cycle(request: Request, here: Here, who: Looking, cycle: str) -> Response:
    """A cycle with its days and where it can be led to."""
    found = _found(here, cycle)
    return _form(request, here, who, found, fields_of(found), done=request.query_params.get("done", ""))


@router.post("/objectives/cycles/{cycle}", name="cycle_changed")
def cycle_changed(request: Request, here: Here, who: Looking, form: Posted, cycle: str) -> Response:
    """Another name, or other days."""
    found = _found(here, cycle)
    try:
        change_cycle(here.state, here.clock, who.holder, found.id, version_of_form(form), changed_cycle(form))
    except ChangedMeanwhileError as error:
        return _meanwhile(request, here, who, error, written(form))
    except UsageError as error:
        return _form(request, here, who, found, written(form), told=error, status=400)
    return RedirectResponse(Links(request).page("cycle", {"done": "changed"}, cycle=found.id), 303)


@router.post("/objectives/cycles/{cycle}/state", name="cycle_moved")
def cycle_moved(request: Request, here: Here, who: Looking, form: Posted, cycle: str) -> Response:
    """Begin a cycle, put it into review, close it, or take a step back."""
    found = _found(here, cycle)
    try:
        to = CycleState(form.one("to"))
    except ValueError:
        raise UsageError(say("a cycle has no such state"), do=say("load the page again")) from None
    try:
        move_cycle(here.state, here.clock, who.holder, found.id, version_of_form(form), to)
    except ChangedMeanwhileError as error:
        return _meanwhile(request, here, who, error, None)
    except UsageError as error:
        return _form(request, here, who, found, fields_of(found), told=error, status=400)
    return RedirectResponse(Links(request).page("cycle", {"done": "moved"}, cycle=found.id), 303)


def written(form: PostedForm) -> dict[str, str]:
    """What a form says, to be shown in its fields again."""
    return {name: values[-1] for name, values in form.fields.items() if values}


def _found(here: Served, cycle: str) -> Cycle:
    with here.state.reading() as stores:
        return cycle_of(stores, cycle)


def _meanwhile(
    request: Request, here: Served, who: Visitor, error: ChangedMeanwhileError, said: Mapping[str, str] | None
) -> Response:
    """What somebody else wrote meanwhile, beside what was meant to be written, from which it can be sent."""
    now: Cycle = error.now
    fields = fields_of(now) if said is None else {**said, "version": str(now.version)}
    facts = None if said is None else cycle_facts(now)
    return _form(request, here, who, now, fields, told=error, now=facts, status=409)


def _form(
    request: Request,
    here: Served,
    who: Visitor,
    found: Cycle | None,
    said: Mapping[str, str],
    *,
    told: DeskwiseError | None = None,
    now: list[tuple[str, str]] | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    rules = here.workspace.rules()
    return render(
        request,
        "objectives/cycle.html",
        status,
        nav="objectives",
        cycle=found,
        said=said,
        told=told,
        now=now,
        done=done,
        may_lead=who.may(Act.CHANGE, WHOLE_WORKSPACE),
        facts=[] if found is None else cycle_facts(found),
        state_words=None if found is None else say(STATE_WORDS[found.state]),
        steps=[] if found is None else steps_of(found),
        days_stay=found is not None and found.state is not CycleState.PLANNING,
        quarters=quarters_from(today_here(here), rules.fiscal_year_starts),
        follows=[(name, say(words)) for name, words in FOLLOWS],
    )
