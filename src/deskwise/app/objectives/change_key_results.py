"""Change key results: add one to an objective, change it, move its definition, take it out."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from deskwise.app.access.holders import Holder
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.draft_objectives import objective_of, raise_if_final
from deskwise.app.objectives.keys import checked_key, key_of
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.selection import Selection
from deskwise.okr.binding import Binding
from deskwise.okr.key_result import KeyResult
from deskwise.okr.kinds import check_fields
from deskwise.okr.objective import Objective, ObjectiveState


def add_key_result(state: State, clock: Clock, by: Holder, draft: KeyResult) -> KeyResult:
    """A new key result of an objective that is not active yet; it gets an id and has no baseline.

    An empty key makes one of the title. Raises `NotAllowedError`, and `UsageError` where its fields do not
    make one of its kind, the metric does not have what it asks, or its key is taken.
    """
    with state.changing() as stores:
        return added(stores, clock, by, draft)


def added(stores: Stores, clock: Clock, by: Holder, draft: KeyResult) -> KeyResult:
    """As `add_key_result`, within a change that does more."""
    objective = _changeable(stores, by, draft.objective)
    _raise_if_promised(objective)
    taken = {each.key for each in stores.okr.key_results([objective.id])}
    key = checked_key(draft.key) if draft.key else key_of(draft.title, taken)
    wanted = _checked(replace(draft, id=new_id(), key=key, baseline=None, kept=True, version=1))
    stores.okr.add_key_result(wanted)
    stores.audit.add(entry(clock.now(), by, Deed.KEY_RESULT_ADDED, on(wanted), None, told(wanted)))
    return wanted


def change_key_result(state: State, clock: Clock, by: Holder, wanted: KeyResult) -> KeyResult:
    """A key result that says something else; its version is that of the one the change was made from.

    While its objective is active, what was promised (kind, binding, target, baseline) stays; title, weight,
    milestones and checkpoints may change. Raises `ChangedMeanwhileError`, and as `add_key_result` does.
    """
    with state.changing() as stores:
        return rewritten(stores, clock, by, wanted)


def rewritten(stores: Stores, clock: Clock, by: Holder, wanted: KeyResult) -> KeyResult:
    """As `change_key_result`, within a change that does more."""
    before = key_result_of(stores, wanted.id)
    objective = _changeable(stores, by, before.objective)
    after = _checked(replace(wanted, objective=before.objective, baseline=before.baseline, kept=before.kept))
    if objective.state is ObjectiveState.ACTIVE and _promise(before) != _promise(after):
        _raise_if_promised(objective)
    return changed(stores, clock, by, before, after)


def move_definition(state: State, clock: Clock, by: Holder, key_result_id: str, version: int) -> KeyResult:
    """A key result bound to its metric's definition as it is today.

    Its baseline is read anew by whoever makes it active; what past check-ins knew stays. Raises as
    `change_key_result` does.
    """
    with state.changing() as stores:
        before = key_result_of(stores, key_result_id)
        _changeable(stores, by, before.objective)
        if before.binding is None:
            raise UsageError(
                say("key result %(key)s reads no metric", key=before.key), do=say("there is nothing to move")
            )
        newest = replace(before.binding, definition=metric(before.binding.metric).definition)
        return changed(stores, clock, by, before, replace(before, binding=newest, version=version))


def take_out(state: State, clock: Clock, by: Holder, key_result_id: str, version: int) -> KeyResult:
    """A key result that counts no more; it stays on record. Raises as `change_key_result` does."""
    with state.changing() as stores:
        return taken_out(stores, clock, by, key_result_id, version)


def taken_out(stores: Stores, clock: Clock, by: Holder, key_result_id: str, version: int) -> KeyResult:
    """As `take_out`, within a change that does more."""
    before = key_result_of(stores, key_result_id)
    _changeable(stores, by, before.objective)
    return changed(stores, clock, by, before, replace(before, kept=False, version=version))


def key_result_of(stores: Stores, key_result_id: str) -> KeyResult:
    """The key result of an id; raises `UnknownNameError`."""
    found = stores.okr.find_key_result(key_result_id)
    if found is None:
        raise UnknownNameError(
            say("no key result has the id %(id)s", id=repr(key_result_id)), do=say("see deskwise okr tree")
        )
    return found


def changed(stores: Stores, clock: Clock, by: Holder, before: KeyResult, wanted: KeyResult) -> KeyResult:
    """Keep a changed key result with what the audit says of it."""
    after = stores.okr.change_key_result(wanted)
    stores.audit.add(entry(clock.now(), by, Deed.KEY_RESULT_CHANGED, on(after), told(before), told(after)))
    return after


def on(key_result: KeyResult) -> str:
    """How the audit names a key result."""
    return f"key_result:{key_result.id}"


def bound(binding: Binding) -> Binding:
    """A binding by its metric's definition of today; raises `UsageError` where the metric has it not."""
    found = metric(binding.metric)
    Selection(
        metrics=(binding.metric,),
        stats=(binding.stat,),
        where=binding.where,
        within_seconds=binding.within_seconds,
        clock=binding.clock,
    ).chosen_metrics()
    if binding.stat not in found.stats:
        raise UsageError(
            say("%(metric)s has no statistic %(names)s", metric=found.name, names=binding.stat),
            do=say("it has %(names)s", names=", ".join(found.stats)),
        )
    return binding if binding.definition else replace(binding, definition=found.definition)


def _changeable(stores: Stores, by: Holder, objective_id: str) -> Objective:
    objective = objective_of(stores, objective_id)
    require_change(stores, objective, by)
    raise_if_final(objective)
    return objective


def _raise_if_promised(objective: Objective) -> None:
    if objective.state is ObjectiveState.ACTIVE:
        raise UsageError(
            say("objective %(key)s is active: what it promised stays", key=objective.key),
            do=say("take a key result out, or withdraw the objective and draft another"),
        )


def _promise(key_result: KeyResult) -> tuple[object, ...]:
    return (
        key_result.kind, key_result.binding, key_result.target, key_result.change, key_result.bounds,
        key_result.baseline_rule, key_result.unit, key_result.higher_is_better,
    )  # fmt: skip


def _raise_if_endless(key_result: KeyResult) -> None:
    """What is no finite number is kept nowhere."""
    bounds, change = key_result.bounds, key_result.change
    given = [key_result.target, key_result.weight, key_result.baseline_rule.number]
    given += [] if bounds is None else [bounds.lower, bounds.upper]
    given += [] if change is None else [change.by]
    given += [each.weight for each in key_result.milestones]
    given += [each.progress for each in key_result.checkpoints]
    if not all(each is None or isfinite(each) for each in given):
        raise UsageError(say("that is no value"), do=say("give a number"))


def _checked(key_result: KeyResult) -> KeyResult:
    binding = None if key_result.binding is None else bound(key_result.binding)
    wanted = replace(key_result, title=checked_text("the title", key_result.title), binding=binding)
    check_fields(wanted)
    _raise_if_endless(wanted)
    return wanted
