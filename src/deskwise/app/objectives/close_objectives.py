"""Close objectives: freeze the final score with what was learnt, and carry over what is to go on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.objectives.change_cycles import cycle_of
from deskwise.app.objectives.change_key_results import added as key_result_added
from deskwise.app.objectives.check_in import LONGEST_NOTE
from deskwise.app.objectives.cycle_record import cycle_record
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, added, changed, objective_of
from deskwise.app.objectives.standings import ObjectiveStanding, read_standings
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.state import State, Stores
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.close_out import CloseOut, FinalResult
from deskwise.okr.cycle import CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import STATE_WORDS, Objective, ObjectiveState


@dataclass(frozen=True)
class Learnt:
    """What the owner says at the end; `carry_to` is the cycle it goes on in, null for none."""

    note: str = ""
    went_well: str = ""
    went_badly: str = ""
    next_time: str = ""
    carry_to: str | None = None


def close_objective(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    objective_id: str,
    version: int,
    learnt: Learnt,
) -> CloseOut:
    """An objective closed with its final score, frozen; carried over, a draft of it stands in another cycle.

    Closed before the cycle ends, it has the score of today. Raises `NotAllowedError`,
    `ChangedMeanwhileError`, and `UsageError` where it is not active, or the cycle it is to go on in is not
    open.
    """
    with state.reading() as stores:
        objective = objective_of(stores, objective_id)
        require_change(stores, objective, by)
        _raise_if_not_active(objective)
        cycle = stores.okr.find_cycle(objective.cycle)
        assert cycle is not None
        record = cycle_record(stores, cycle, [objective])
    standing = read_standings(workspace, None, clock, record).objectives[0]
    with state.changing() as stores:
        before = objective_of(stores, objective_id)
        require_change(stores, before, by)
        _raise_if_not_active(before)
        carried = None if learnt.carry_to is None else _carry(stores, clock, by, before, learnt.carry_to)
        made = _close_out(standing, clock, by, learnt, None if carried is None else carried.id)
        stores.okr.add_close_out(made)
        changed(stores, clock, by, before, replace(before, state=ObjectiveState.CLOSED, version=version))
    return made


def carry_over(state: State, clock: Clock, by: Holder, objective_id: str, cycle_id: str) -> Objective:
    """A draft of an objective in another cycle, with its key results, that knows where it is from.

    Raises `NotAllowedError`, and `UsageError` where that cycle is closed or is its own.
    """
    with state.changing() as stores:
        objective = objective_of(stores, objective_id)
        require_change(stores, objective, by)
        return _carry(stores, clock, by, objective, cycle_id)


def _close_out(
    standing: ObjectiveStanding, clock: Clock, by: Holder, learnt: Learnt, carried_to: str | None
) -> CloseOut:
    results = tuple(
        FinalResult(
            each.key_result.id,
            each.known,
            each.score,
            None if each.typed is None else each.typed.value,
        )
        for each in standing.key_results
    )
    return CloseOut(
        standing.objective.id,
        holder_id(by),
        clock.now(),
        standing.score(),
        results,
        note=learnt.note.strip()[:LONGEST_NOTE],
        went_well=learnt.went_well.strip()[:LONGEST_NOTE],
        went_badly=learnt.went_badly.strip()[:LONGEST_NOTE],
        next_time=learnt.next_time.strip()[:LONGEST_NOTE],
        carried_to=carried_to,
    )


def _carry(stores: Stores, clock: Clock, by: Holder, objective: Objective, cycle_id: str) -> Objective:
    cycle = cycle_of(stores, cycle_id)
    if cycle.id == objective.cycle or cycle.state is CycleState.CLOSED:
        raise UsageError(
            say("objective %(key)s cannot go on in %(cycle)s", key=objective.key, cycle=cycle.name),
            do=say("choose another cycle that is not closed"),
        )
    draft = ObjectiveDraft(
        objective.title, objective.why, objective.owner, objective.level, objective.ambition,
        objective.weight, objective.expectation, objective.evidence, pooled=objective.pooled,
    )  # fmt: skip
    made = added(stores, clock, by, cycle.id, draft, carried_from=objective.id)
    for each in stores.okr.key_results([objective.id]):
        if each.kept:
            key_result_added(stores, clock, by, _carried(each, made))
    return made


def _carried(key_result: KeyResult, objective: Objective) -> KeyResult:
    """A key result in its next cycle: days that were chosen for the last one say nothing there."""
    rule = key_result.baseline_rule
    return replace(
        key_result,
        objective=objective.id,
        checkpoints=(),
        milestones=tuple(replace(each, due=None) for each in key_result.milestones),
        baseline_rule=BaselineRule() if rule.kind == "dates" else rule,
        carried_from=key_result.id,
    )


def _raise_if_not_active(objective: Objective) -> None:
    if objective.state is not ObjectiveState.ACTIVE:
        raise UsageError(
            say("objective %(key)s is %(state)s", key=objective.key, state=say(STATE_WORDS[objective.state])),
            do=say("only an active objective can be closed"),
        )
