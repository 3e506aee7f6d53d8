"""Forms of objectives: write one down, and change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.holders import Person
from deskwise.app.access.things import Act
from deskwise.app.change_people import list_people
from deskwise.app.list_teams import list_teams
from deskwise.app.objectives.change_cycles import cycle_of
from deskwise.app.objectives.draft_objectives import (
    add_objective,
    change_objective,
    objective_of,
    raise_if_final,
)
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE, require_change
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Level, Objective, ObjectiveState
from deskwise.web.objective_form import (
    AMBITIONS,
    LEVELS,
    Choice,
    draft_of,
    fields_of,
    objective_facts,
    owners_of,
    parents_of,
)
from deskwise.web.objective_tree import owner_words
from deskwise.web.pages.cycles import written
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
LONGEST_BINDING = 2_000


@dataclass(frozen=True)
class Around:
    """What a form is shown with: the cycle, what is in it, and who there is."""

    cycle: Cycle
    objective: Objective | None
    objectives: tuple[Objective, ...]
    key_results: tuple[KeyResult, ...]
    people: tuple[Person, ...]


@router.get("/objectives/new", name="objective_new")
def objective_new(
    request: Request,
    here: Here,
    who: Looking,
    cycle: str = "",
    parent: str = "",
    evidence: str = "",
    bind: str = "",
) -> Response:
    """The form of a new objective; the address may say what it serves, and the finding it answers."""
    said = {"parent": parent, "evidence": evidence, "bind": bind[:LONGEST_BINDING], "level": str(Level.TEAM)}
    return _form(request, here, who, _of_cycle(here, cycle), said)


@router.post("/objectives", name="objective_added")
def objective_added(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Keep a new draft; its key results come next."""
    around = _of_cycle(here, form.one("cycle"))
    try:
        made = add_objective(here.state, here.clock, who.holder, around.cycle.id, draft_of(form))
    except UsageError as error:
        return _form(request, here, who, around, written(form), told=error, status=400)
    bind = form.one("bind")
    return RedirectResponse(
        Links(request).page("key_result_new", f"?{bind}" if bind else "", objective=made.id), 303
    )


@router.get("/objectives/{objective}/change", name="objective_change")
def objective_change(request: Request, here: Here, who: Looking, objective: str) -> Response:
    """The form of an objective, as it is."""
    around = _of_objective(here, who, objective)
    assert around.objective is not None
    raise_if_final(around.objective)
    return _form(request, here, who, around, fields_of(around.objective, Links(request)))


@router.post("/objectives/{objective}/change", name="objective_changed")
def objective_changed(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Another text, owner, parent or weight; of two who write at once neither text is lost."""
    around = _of_objective(here, who, objective)
    try:
        change_objective(here.state, here.clock, who.holder, objective, version_of_form(form), draft_of(form))
    except ChangedMeanwhileError as error:
        now: Objective = error.now
        said = {**written(form), "version": str(now.version)}
        return _form(request, here, who, around, said, told=error, now=now, status=409)
    except UsageError as error:
        return _form(request, here, who, around, written(form), told=error, status=400)
    return RedirectResponse(Links(request).page("objective", {"done": "changed"}, objective=objective), 303)


def _of_cycle(here: Served, cycle_id: str) -> Around:
    with here.state.reading() as stores:
        cycle = cycle_of(stores, cycle_id)
        objectives = _can_serve(stores.okr.objectives(cycle.id))
        key_results = stores.okr.key_results([each.id for each in objectives])
        people = stores.people.all()
    if cycle.state is CycleState.CLOSED:
        raise UsageError(
            say("cycle %(name)s is closed", name=cycle.name), do=say("choose another cycle, or add one")
        )
    return Around(cycle, None, objectives, key_results, people)


def _of_objective(here: Served, who: Visitor, objective_id: str) -> Around:
    with here.state.reading() as stores:
        objective = objective_of(stores, objective_id)
        require_change(stores, objective, who.holder)
        cycle = cycle_of(stores, objective.cycle)
        objectives = _can_serve(stores.okr.objectives(cycle.id))
        key_results = stores.okr.key_results([each.id for each in objectives])
        people = stores.people.all()
    return Around(cycle, objective, objectives, key_results, people)


def _can_serve(objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    return tuple(each for each in objectives if each.state is not ObjectiveState.WITHDRAWN)


def _form(
    request: Request,
    here: Served,
    who: Visitor,
    around: Around,
    said: Mapping[str, str],
    *,
    told: DeskwiseError | None = None,
    now: Objective | None = None,
    status: int = 200,
) -> Response:
    links, objective = Links(request), around.objective
    parents = parents_of(around.objectives, around.key_results, "" if objective is None else objective.id)
    names = {each.id: each.name for each in around.people}
    return render(
        request,
        "objectives/form.html",
        status,
        nav="objectives",
        cycle=around.cycle,
        objective=objective,
        said=said,
        told=told,
        now=None if now is None else objective_facts(now, owner_words(now, names), parents, links),
        owners=_owners(here, who, said.get("owner", ""), around, names),
        levels=[
            (str(level), say(words))
            for level, words in LEVELS
            if level is not Level.COMPANY
            or who.may(Act.CHANGE, WHOLE_WORKSPACE)
            or said.get("level") == level
        ],
        ambitions=[(str(each), say(words)) for each, words in AMBITIONS],
        parents=parents,
    )


def _owners(
    here: Served, who: Visitor, chosen: str, around: Around, names: Mapping[str, str]
) -> list[Choice]:
    """Whose it can be; what was chosen before stays among them."""
    # A log with one team splits by none, and a team may have people before it has requests.
    teams = {team for each in around.people for team in each.teams}
    teams |= {each.name for each in list_teams(here.workspace)}
    found = owners_of(who, teams, list_people(here.state, who.holder))
    if around.objective is not None and chosen and chosen not in {each.value for each in found}:
        found.append(Choice(chosen, owner_words(around.objective, names)))
    return found
