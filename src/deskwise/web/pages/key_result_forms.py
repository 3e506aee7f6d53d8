"""Forms of key results: write one down, change it, and choose whose a figure is to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.access.things import Act
from deskwise.app.objectives.change_cycles import current_cycle, cycle_of
from deskwise.app.objectives.change_key_results import add_key_result, change_key_result, key_result_of
from deskwise.app.objectives.draft_objectives import objective_of, raise_if_final
from deskwise.app.objectives.whose_objective import require_change, thing_owned
from deskwise.app.seen_figures import narrows
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import FAMILIES, metric
from deskwise.metrics.dimensions import dimension
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kinds import KINDS
from deskwise.okr.objective import Objective, ObjectiveState
from deskwise.reports.key_result_words import binding_words, from_to, kind_words, window_words
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS
from deskwise.web import key_result_form as the_form
from deskwise.web.asked import asked
from deskwise.web.key_result_preview import Preview, preview_of
from deskwise.web.objective_tree import owner_words, today_here
from deskwise.web.pages.cycles import written
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.selection_form import fields
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# What a button of the form says that only shows it anew: another kind, or the figure of today.
TURN = "turn"
EMPTY = KeyResult("", "", "", "", KeyResultKind.REACH)


@dataclass(frozen=True)
class Around:
    """What a form is of: the cycle, the objective, and the key result that is there, null of a new one."""

    cycle: Cycle
    objective: Objective
    key_result: KeyResult | None = None


@router.get("/objectives/choose", name="objective_chosen")
def objective_chosen(request: Request, here: Here, who: Looking) -> Response:
    """Which objective a figure is to be a key result of."""
    chosen = asked(request.query_params.multi_items())
    found = metric(chosen.metric)
    with here.state.reading() as stores:
        cycles = [each for each in stores.okr.cycles() if each.state is not CycleState.CLOSED]
        people = {each.id: each for each in stores.people.all()}
        offered = [
            (cycle, each)
            for cycle in cycles
            for each in stores.okr.objectives(cycle.id)
            if each.state in {ObjectiveState.DRAFT, ObjectiveState.PROPOSED}
            and who.may(Act.CHANGE, thing_owned(each, who.holder, people.get(each.owner.name)))
        ]
    links, names = Links(request), {each.id: each.name for each in people.values()}
    query = chosen.query()
    new_in = current_cycle(tuple(cycles), today_here(here))
    return render(
        request,
        "objectives/choose.html",
        nav="objectives",
        metric=found,
        figure=binding_words(the_form.binding_of(_form_of(request))),
        offered=[
            (
                each.title,
                cycle.name,
                owner_words(each, names),
                links.page("key_result_new", query, objective=each.id),
            )
            for cycle, each in offered
        ],
        new=None
        if new_in is None
        else (new_in.name, links.page("objective_new", {"cycle": new_in.id, "bind": query[1:]})),
    )


@router.get("/objectives/{objective}/key-results/new", name="key_result_new")
def key_result_new(request: Request, here: Here, who: Looking, objective: str) -> Response:
    """The form of a new key result; the address may say what it is to read."""
    return _form(request, here, who, _of_objective(here, who, objective), _form_of(request))


@router.post("/objectives/{objective}/key-results", name="key_result_added")
def key_result_added(request: Request, here: Here, who: Looking, form: Posted, objective: str) -> Response:
    """Keep a new key result; or show the form anew, where only that was asked."""
    around = _of_objective(here, who, objective)
    if form.one(TURN):
        return _form(request, here, who, around, _turned(form))
    try:
        wanted = the_form.key_result_of(form, replace(EMPTY, objective=objective))
        made = add_key_result(here.state, here.clock, who.holder, wanted)
    except UsageError as error:
        return _form(request, here, who, around, form, told=error, status=400)
    links = Links(request)
    if form.one("more") == "yes":
        return RedirectResponse(links.page("key_result_new", {"added": made.id}, objective=objective), 303)
    return RedirectResponse(links.page("objective", {"key_result": made.id}, objective=objective), 303)


@router.get("/key-results/{key_result}/change", name="key_result_change")
def key_result_change(request: Request, here: Here, who: Looking, key_result: str) -> Response:
    """The form of a key result, as it is."""
    return _form(request, here, who, _of_key_result(here, who, key_result), None)


@router.post("/key-results/{key_result}/change", name="key_result_changed")
def key_result_changed(request: Request, here: Here, who: Looking, form: Posted, key_result: str) -> Response:
    """Another text, figure or target; of two who write at once neither text is lost."""
    around = _of_key_result(here, who, key_result)
    before = around.key_result
    assert before is not None
    if form.one(TURN):
        return _form(request, here, who, around, _turned(form))
    try:
        make = the_form.words_of if _is_promised(around) else the_form.key_result_of
        wanted = replace(make(form, before), version=version_of_form(form))
        change_key_result(here.state, here.clock, who.holder, _pinned(wanted, before))
    except ChangedMeanwhileError as error:
        now: KeyResult = error.now
        said = PostedForm({**form.fields, "version": [str(now.version)]})
        return _form(
            request, here, who, replace(around, key_result=now), said, told=error, now=now, status=409
        )
    except UsageError as error:
        return _form(request, here, who, around, form, told=error, status=400)
    return RedirectResponse(
        Links(request).page(
            "objective", {"key_result": before.id, "done": "changed"}, objective=before.objective
        ),
        303,
    )


def _pinned(wanted: KeyResult, before: KeyResult) -> KeyResult:
    """A key result that reads the same metric as before by the definition it was bound to."""
    now, then = wanted.binding, before.binding
    if now is None or then is None or now.metric != then.metric:
        return wanted
    return replace(wanted, binding=replace(now, definition=then.definition))


def _turned(form: PostedForm) -> PostedForm:
    """The form with the kind that was chosen."""
    said = form.one(TURN)
    return PostedForm({**form.fields, "kind": [said]}) if said in set(KeyResultKind) else form


def _form_of(request: Request) -> PostedForm:
    """What an address says, as a form would."""
    said: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        said.setdefault(name, []).append(value)
    return PostedForm(said)


def _of_objective(here: Served, who: Visitor, objective_id: str) -> Around:
    with here.state.reading() as stores:
        objective = objective_of(stores, objective_id)
        require_change(stores, objective, who.holder)
        raise_if_final(objective)
        return Around(cycle_of(stores, objective.cycle), objective)


def _of_key_result(here: Served, who: Visitor, key_result_id: str) -> Around:
    with here.state.reading() as stores:
        found = key_result_of(stores, key_result_id)
    return replace(_of_objective(here, who, found.objective), key_result=found)


def _is_promised(around: Around) -> bool:
    return around.key_result is not None and around.objective.state is ObjectiveState.ACTIVE


def _preview(
    here: Served, who: Visitor, around: Around, form: PostedForm | None
) -> tuple[Preview | None, UsageError | None]:
    """What is read as far as the form says it, or what it does not say yet."""
    try:
        if form is None:
            found = around.key_result or EMPTY
        else:
            found = the_form.key_result_of(form, around.key_result or EMPTY)
        return preview_of(here, who, around.cycle, found), None
    except UsageError as error:
        return None, error


def _form(
    request: Request,
    here: Served,
    who: Visitor,
    around: Around,
    form: PostedForm | None,
    *,
    told: DeskwiseError | None = None,
    now: KeyResult | None = None,
    status: int = 200,
) -> Response:
    key_result, objective = around.key_result, around.objective
    kept = {} if key_result is None else the_form.fields_of(key_result)
    said = kept if form is None else {**({} if form.fields else kept), **written(form)}
    kind = the_form.kind_asked(said.get("kind", ""))
    chosen = the_form.chosen_metric(said.get("metric", ""))
    where = _where(form, key_result)
    wants = {*KINDS[kind].needs, *KINDS[kind].may}
    promised = _is_promised(around)
    # A form that nobody has written into yet asks for nothing.
    has_figure = not promised and "binding" in wants and chosen is not None
    preview, lacking = _preview(here, who, around, form) if has_figure else (None, None)
    offered = (
        fields(here.workspace, asked([]).changed(where=where), partial(narrows, who, where), chosen)
        if has_figure
        else ()
    )
    stat = (
        said.get("stat")
        if chosen and said.get("stat") in chosen.stats
        else chosen and chosen.default_stats[0]
    )
    return render(
        request,
        "objectives/key_result.html",
        status,
        nav="objectives",
        cycle=around.cycle,
        objective=objective,
        key_result=key_result,
        promised=promised,
        promise=None if key_result is None or not promised else _promise(key_result),
        said=said,
        told=told,
        now=None if now is None else _facts(now),
        added=request.query_params.get("added"),
        kind=KINDS[kind],
        kinds=[(str(each.name), say(each.label), each.name is kind) for each in KINDS.values()],
        wants=wants,
        metrics=[
            (say(family), [(each.name, say(each.label)) for each in every]) for family, every in FAMILIES
        ],
        metric=chosen,
        stat=stat,
        stats=[] if chosen is None else [(each, say(STAT_WORDS[each])) for each in chosen.stats],
        clocks=[(clock, say(words)) for clock, words in CLOCK_WORDS.items()],
        needs_threshold=chosen is not None and the_form.needs_threshold(chosen, stat or ""),
        filters=[
            (say(dimension(name).label), field, value) for name, field, value in the_form.filter_pairs(where)
        ],
        fields=offered,
        hidden=(),
        windows=[(name, say(words)) for name, words in the_form.WINDOWS],
        usual_days=the_form.USUAL_DAYS,
        rules=[(name, say(words)) for name, words in the_form.RULES],
        directions=[(name, say(words)) for name, words in the_form.DIRECTIONS],
        is_neutral=chosen is None or chosen.better == "neutral",
        steps=the_form.steps_of(form, key_result),
        checkpoints=the_form.checkpoints_of(form, key_result),
        preview=preview,
        lacking=lacking,
    )


def _where(form: PostedForm | None, key_result: KeyResult | None) -> Mapping[str, tuple[str | None, ...]]:
    if form is None or not form.fields:
        return the_form.where_of(None if key_result is None else key_result.binding)
    return {name: tuple(values) for name, values in asked(the_form.pairs_of(form)).where.items()}


def _promise(key_result: KeyResult) -> list[tuple[str, str]]:
    """What stays as it is while the objective is active."""
    binding = key_result.binding
    baseline = None if key_result.baseline is None else key_result.baseline.value
    target = KINDS[key_result.kind].target(key_result, baseline)
    facts = [
        (say("Kind"), kind_words(key_result)),
        (
            say("Reads"),
            "" if binding is None else f"{binding_words(binding)} · {window_words(binding.window)}",
        ),
        (say("From → target"), from_to(key_result, baseline, target)),
    ]
    return [(what, words) for what, words in facts if words]


def _facts(key_result: KeyResult) -> list[tuple[str, str]]:
    """What is there of a key result now, for whoever meant to change it."""
    return [
        (say("Title"), key_result.title),
        *_promise(key_result),
        (say("Weight"), f"{key_result.weight:g}"),
        *((say("Step"), each.name) for each in key_result.milestones),
    ]
