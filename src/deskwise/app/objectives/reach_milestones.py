"""Reach milestones: say of one that it is done, or that it is not after all."""

from __future__ import annotations

from dataclasses import replace

from deskwise.app.access.holders import Holder
from deskwise.app.objectives.change_key_results import changed, key_result_of
from deskwise.app.objectives.check_in import raise_if_not_running
from deskwise.app.objectives.draft_objectives import objective_of
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.state import State
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.key_result import KeyResult


def reach_milestone(
    state: State, clock: Clock, by: Holder, key_result_id: str, version: int, name: str, *, done: bool
) -> KeyResult:
    """A key result with one of its milestones done now, or open again.

    Raises `NotAllowedError`, `ChangedMeanwhileError`, and `UsageError` where it has no such milestone or its
    objective is not active.
    """
    with state.changing() as stores:
        before = key_result_of(stores, key_result_id)
        objective = objective_of(stores, before.objective)
        require_change(stores, objective, by)
        raise_if_not_running(objective, before)
        if name not in {each.name for each in before.milestones}:
            raise UsageError(
                say("key result %(key)s has no such milestone", key=before.key),
                do=say("it has %(names)s", names=", ".join(each.name for each in before.milestones)),
            )
        at = clock.now() if done else None
        steps = tuple(
            replace(each, done_at=at) if each.name == name and (each.done_at is None) == done else each
            for each in before.milestones
        )
        return changed(stores, clock, by, before, replace(before, milestones=steps, version=version))
