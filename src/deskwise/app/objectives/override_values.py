"""Override what a key result reads by a typed value, with a reason; and let it read by itself again."""

from __future__ import annotations

from math import isfinite

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.change_key_results import key_result_of, on
from deskwise.app.objectives.check_in import LONGEST_NOTE, stand
from deskwise.app.objectives.draft_objectives import objective_of
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.bound_figure import check_possible
from deskwise.okr.check_in import TypedValue
from deskwise.okr.key_result import KeyResultKind


def override_value(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    key_result_id: str,
    value: float,
    why: str,
    who: Looker | None = None,
) -> TypedValue:
    """A value that counts in the place of what is read, until it is resumed; the reading stays beside it.

    Raises `NotAllowedError`, and `UsageError` without a reason, for a value the metric cannot have, for
    milestones, and for a typed number, whose value comes with its check-ins.
    """
    reason = checked_text("the reason", why, LONGEST_NOTE)
    if not isfinite(value):
        raise UsageError(say("that is no value"), do=say("give a number"))
    standing = stand(workspace, state, clock, by, key_result_id, who)
    key_result = standing.key_result
    if key_result.kind in {KeyResultKind.NUMBER, KeyResultKind.MILESTONES}:
        raise UsageError(
            say("key result %(key)s reads nothing that could be overridden", key=key_result.key),
            do=say("check in with its value, or say which milestones are done"),
        )
    check_possible(key_result, value)
    at = clock.now()
    typed = TypedValue(new_id(), key_result.id, value, reason, holder_id(by), at, standing.known)
    with state.changing() as stores:
        # The one before ends with this one: it counts no more.
        stores.okr.resume(key_result.id, at, holder_id(by))
        stores.okr.add_typed_value(typed)
        stores.audit.add(entry(at, by, Deed.VALUE_TYPED, on(key_result), None, told(typed)))
    return typed


def resume_reading(state: State, clock: Clock, by: Holder, key_result_id: str) -> None:
    """A key result reads by itself again; what was typed stays on record.

    Raises `NotAllowedError`, and `UsageError` where nothing was overridden.
    """
    with state.changing() as stores:
        key_result = key_result_of(stores, key_result_id)
        require_change(stores, objective_of(stores, key_result.objective), by)
        standing = [each for each in stores.okr.typed_values([key_result.id]) if each.resumed_at is None]
        if key_result.kind is KeyResultKind.NUMBER or not standing:
            raise UsageError(
                say("key result %(key)s is not overridden", key=key_result.key),
                do=say("there is nothing to resume"),
            )
        at = clock.now()
        stores.okr.resume(key_result.id, at, holder_id(by))
        stores.audit.add(
            entry(at, by, Deed.OVERRIDE_ENDED, on(key_result), {"typed": standing[-1].value}, {"typed": None})
        )
