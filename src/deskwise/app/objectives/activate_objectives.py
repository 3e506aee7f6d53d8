"""Make objectives active: read the baseline of each key result, refuse what cannot be, freeze it."""

from __future__ import annotations

from dataclasses import replace

from deskwise.app.access.holders import Holder
from deskwise.app.objectives.change_key_results import changed as key_result_changed
from deskwise.app.objectives.cycle_record import CycleRecord, cycle_record
from deskwise.app.objectives.draft_objectives import changed, objective_of
from deskwise.app.objectives.moment import moment_of
from deskwise.app.objectives.read_key_results import KeyResultRead, read_key_results
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.state import State, Stores
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.baseline import Baseline
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.kinds import kind_of
from deskwise.okr.objective import STATE_WORDS, Objective, ObjectiveState
from deskwise.okr.refusals import raise_if_outside, raise_if_refused


def activate_objective(
    workspace: Workspace, state: State, clock: Clock, by: Holder, objective_id: str, version: int
) -> Objective:
    """An objective that is active from now on, the baselines of its key results read and frozen.

    Raises `NotAllowedError`, `ChangedMeanwhileError` where it or a key result was changed while baselines
    were read, and `UsageError`, with the figure, for a baseline that is the target, a target on the wrong
    side, and a metric without data; and where it has no key result, or its cycle is closed.
    """
    with state.reading() as stores:
        objective = objective_of(stores, objective_id)
        require_change(stores, objective, by)
        record = _record(stores, objective)
    _check_can_begin(objective, record)
    frozen = freeze(workspace, clock, record.cycle, record.kept_of(objective.id))
    with state.changing() as stores:
        before = objective_of(stores, objective_id)
        require_change(stores, before, by)
        _check_can_begin(before, _record(stores, before))
        _raise_if_other(record, _record(stores, before), objective.id)
        for key_result, baseline in frozen:
            if baseline is not None:
                key_result_changed(stores, clock, by, key_result, replace(key_result, baseline=baseline))
        return changed(
            stores, clock, by, before, replace(before, state=ObjectiveState.ACTIVE, version=version)
        )


def freeze(
    workspace: Workspace, clock: Clock, cycle: Cycle, key_results: tuple[KeyResult, ...]
) -> list[tuple[KeyResult, Baseline | None]]:
    """Each key result with the baseline to freeze, null of kinds without one.

    Raises `UsageError` for what cannot be, with the figure that shows it.
    """
    if not any(each.binding is not None for each in key_results):
        return [(each, _frozen(each, cycle, KeyResultRead(), None)) for each in key_results]
    with workspace.facts() as facts:
        moment = moment_of(cycle, clock.now(), facts.horizon.as_of, facts.rules.zone)
        # What is bound without a baseline is read before the cycle too: a metric without data is refused.
        unfrozen = [replace(each, baseline=None) for each in key_results]
        found = read_key_results(workspace, None, facts, cycle, unfrozen, moment, before_of_all=True)
        return [(each, _frozen(each, cycle, found[each.id], facts)) for each in key_results]


def _frozen(key_result: KeyResult, cycle: Cycle, read: KeyResultRead, facts: Facts | None) -> Baseline | None:
    raise_if_outside(key_result, cycle)
    rule = key_result.baseline_rule
    before = read.before
    value = rule.number
    if value is None and before is not None and before.value is not None and before.n:
        value = float(before.value)
    raise_if_refused(key_result, value)
    if not kind_of(key_result).has_baseline or value is None:
        return None
    days = rule.days(cycle)
    if days is None or before is None or facts is None:
        return Baseline(value)
    return Baseline(
        value, before.n, before.interval, before.definition, days[0], days[1], facts.horizon.as_of
    )


def _record(stores: Stores, objective: Objective) -> CycleRecord:
    cycle = stores.okr.find_cycle(objective.cycle)
    assert cycle is not None
    return cycle_record(stores, cycle, [objective])


def _check_can_begin(objective: Objective, record: CycleRecord) -> None:
    if objective.state not in {ObjectiveState.DRAFT, ObjectiveState.PROPOSED}:
        raise UsageError(
            say("objective %(key)s is %(state)s", key=objective.key, state=say(STATE_WORDS[objective.state])),
            do=say("only a draft, or one that is proposed, can become active"),
        )
    if record.cycle.state is CycleState.CLOSED:
        raise UsageError(
            say("cycle %(name)s is closed", name=record.cycle.name),
            do=say("choose another cycle, or add one"),
        )
    if not record.kept_of(objective.id):
        raise UsageError(
            say("objective %(key)s has no key result", key=objective.key),
            do=say("add one first: deskwise okr add key-result"),
        )


def _raise_if_other(read: CycleRecord, now: CycleRecord, objective: str) -> None:
    if read.kept_of(objective) != now.kept_of(objective):
        raise ChangedMeanwhileError(
            say("key results were changed while their baselines were read"),
            do=say("look at them, and make it active again"),
            now=now.objectives[0],
        )
