"""What is done to an objective on its page: propose, talk, make active, check in, override, close."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.objectives.activate_objectives import activate_objective
from deskwise.app.objectives.change_key_results import key_result_of, move_definition
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.close_objectives import Learnt, carry_over, close_objective
from deskwise.app.objectives.draft_objectives import move_objective
from deskwise.app.objectives.override_values import override_value, resume_reading
from deskwise.app.objectives.reach_milestones import reach_milestone
from deskwise.app.objectives.talk_of_objectives import remark, take_part
from deskwise.kernel.errors import ChangedMeanwhileError, UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import ObjectiveState
from deskwise.web.key_result_form import figure_of_form
from deskwise.web.objective_page import Refused, objective_page
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.post("/objectives/{objective}/state", name="objective_moved")
def objective_moved(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Propose it, take it back, withdraw it, or make it active: its baselines are read and frozen then."""
    try:
        to = ObjectiveState(form.one("to"))
    except ValueError:
        raise UsageError(say("an objective has no such state"), do=say("load the page again")) from None

    def move() -> None:
        version = version_of_form(form)
        if to is ObjectiveState.ACTIVE:
            activate_objective(here.workspace, here.state, here.clock, who.holder, objective, version)
        else:
            move_objective(here.state, here.clock, who.holder, objective, version, to)

    return _done(request, here, who, form, objective, "state", str(to), move)


@router.post("/objectives/{objective}/remarks", name="objective_remarked")
def objective_remarked(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Say something of it."""

    def say_it() -> None:
        remark(here.state, here.clock, who.holder, objective, form.one("text"))

    return _done(request, here, who, form, objective, "remarks", "remarked", say_it)


@router.post("/objectives/{objective}/part", name="part_taken")
def part_taken(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Say what one takes on of it."""

    def take() -> None:
        version = version_of_form(form)
        take_part(here.state, here.clock, who.signed_in, objective, version, form.one("text"))

    return _done(request, here, who, form, objective, "part", "part", take)


@router.post("/objectives/{objective}/closed", name="objective_closed")
def objective_closed(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Close it: its score is frozen with what was learnt, and it may go on in another cycle."""

    def close() -> None:
        learnt = Learnt(
            form.one("note"),
            form.one("went_well"),
            form.one("went_badly"),
            form.one("next_time"),
            form.one("carry_to") or None,
        )
        version = version_of_form(form)
        close_objective(here.workspace, here.state, here.clock, who.holder, objective, version, learnt)

    return _done(request, here, who, form, objective, "close", "closed", close)


@router.post("/objectives/{objective}/carried-over", name="objective_carried")
def objective_carried(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """A draft that goes on with it in another cycle."""

    def carry() -> None:
        carry_over(here.state, here.clock, who.holder, objective, form.one("carry_to"))

    return _done(request, here, who, form, objective, "carry", "carried", carry)


@router.post("/key-results/{key_result}/check-ins", name="checked_in")
def checked_in(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """Check in: what it reads now is kept with what is said of it."""
    found = _key_result(here, key_result)

    def keep() -> None:
        said = Said(
            _confidence(form.one("confidence")),
            form.one("moved_by"),
            form.one("next_step"),
            figure_of_form(form, "value", unit_of(found)),
        )
        check_in(here.workspace, here.state, here.clock, who.holder, found.id, said, who)

    return _of_key_result(request, here, who, form, found, "check-in", "checked_in", keep)


@router.post("/key-results/{key_result}/override", name="value_overridden")
def value_overridden(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """A typed value counts instead of what it reads, for a reason."""
    found = _key_result(here, key_result)

    def override() -> None:
        value = figure_of_form(form, "value", unit_of(found))
        if value is None:
            raise UsageError(say("the value is empty"), do=say("write the value that is to count"))
        state, clock = here.state, here.clock
        override_value(here.workspace, state, clock, who.holder, found.id, value, form.one("why"), who)

    return _of_key_result(request, here, who, form, found, "override", "overridden", override)


@router.post("/key-results/{key_result}/resume", name="reading_resumed")
def reading_resumed(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """It reads by itself again."""
    found = _key_result(here, key_result)

    def resume() -> None:
        resume_reading(here.state, here.clock, who.holder, found.id)

    return _of_key_result(request, here, who, form, found, "override", "resumed", resume)


@router.post("/key-results/{key_result}/milestones", name="milestone_reached")
def milestone_reached(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """A step is done, or open again."""
    found = _key_result(here, key_result)

    def reach() -> None:
        version, done = version_of_form(form), form.one("done") == "yes"
        reach_milestone(here.state, here.clock, who.holder, found.id, version, form.one("step"), done=done)

    return _of_key_result(request, here, who, form, found, "milestones", "milestone", reach)


@router.post("/key-results/{key_result}/definition", name="definition_moved")
def definition_moved(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """It is bound to its metric's definition of today."""
    found = _key_result(here, key_result)

    def move() -> None:
        move_definition(here.state, here.clock, who.holder, found.id, version_of_form(form))

    return _of_key_result(request, here, who, form, found, "definition", "definition", move)


def _of_key_result(
    request: Request,
    here: Served,
    who: Visitor,
    form: PostedForm,
    key_result: KeyResult,
    at: str,
    done: str,
    act: Callable[[], None],
) -> Response:
    return _done(request, here, who, form, key_result.objective, at, done, act, key_result.key)


def _done(
    request: Request,
    here: Served,
    who: Visitor,
    form: PostedForm,
    objective: str,
    at: str,
    done: str,
    act: Callable[[], None],
    chosen: str = "",
) -> Response:
    """Do it and lead back to the page, which says so; what is refused is said there, with what was written.

    `chosen` is the key of the key result that it is of, else the form's own word for it.
    """
    chosen = chosen or form.one("kr")
    try:
        act()
    except ChangedMeanwhileError as error:
        return objective_page(request, here, who, objective, chosen, Refused(at, error, form, 409))
    except UnknownNameError:
        raise
    except UsageError as error:
        return objective_page(request, here, who, objective, chosen, Refused(at, error, form, 400))
    links = Links(request)
    return RedirectResponse(links.page("objective", {"kr": chosen, "done": done}, objective=objective), 303)


def _key_result(here: Served, key_result: str) -> KeyResult:
    with here.state.reading() as stores:
        return key_result_of(stores, key_result)


def _confidence(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 2):
        raise UsageError(say("that is no confidence"), do=say("choose one from the list"))
    return int(said)
