"""Draft objectives: write one down, change it, propose it to the team, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.access.holders import Holder
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.change_cycles import cycle_of
from deskwise.app.objectives.keys import checked_key, key_of
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.cycle import CycleState
from deskwise.okr.objective import (
    STATE_WORDS,
    Ambition,
    Evidence,
    Level,
    Objective,
    ObjectiveState,
    Owner,
    Parent,
    raise_if_circle,
)

LONGEST_WHY = 2_000
# What is active is closed, never put back: what was promised stays on record.
STEPS: dict[ObjectiveState, tuple[ObjectiveState, ...]] = {
    ObjectiveState.DRAFT: (ObjectiveState.PROPOSED, ObjectiveState.WITHDRAWN),
    ObjectiveState.PROPOSED: (ObjectiveState.DRAFT, ObjectiveState.WITHDRAWN),
    ObjectiveState.WITHDRAWN: (ObjectiveState.DRAFT,),
    ObjectiveState.ACTIVE: (ObjectiveState.WITHDRAWN,),
    ObjectiveState.CLOSED: (),
}


@dataclass(frozen=True)
class ObjectiveDraft:
    """What an objective is to be, as somebody writes it; of `key` null one is made of the title."""

    title: str
    why: str
    owner: Owner
    level: Level = Level.TEAM
    ambition: Ambition = Ambition.COMMITTED
    weight: float = 1.0
    expectation: str | None = None
    evidence: Evidence | None = None
    parent: Parent | None = None
    pooled: bool = False
    key: str | None = None


def add_objective(
    state: State,
    clock: Clock,
    by: Holder,
    cycle_id: str,
    draft: ObjectiveDraft,
    *,
    carried_from: str | None = None,
) -> Objective:
    """A new draft in a cycle that is not closed.

    Raises `NotAllowedError`, and `UsageError` where it does not hold together or its key is taken.
    """
    with state.changing() as stores:
        return added(stores, clock, by, cycle_id, draft, carried_from=carried_from)


def added(
    stores: Stores,
    clock: Clock,
    by: Holder,
    cycle_id: str,
    draft: ObjectiveDraft,
    *,
    carried_from: str | None = None,
) -> Objective:
    """As `add_objective`, within a change that does more."""
    cycle = cycle_of(stores, cycle_id)
    if cycle.state is CycleState.CLOSED:
        raise UsageError(
            say("cycle %(name)s is closed", name=cycle.name), do=say("choose another cycle, or add one")
        )
    taken = {each.key for each in stores.okr.objectives(cycle.id)}
    key = key_of(draft.title, taken) if draft.key is None else checked_key(draft.key)
    empty = Objective(new_id(), key, cycle.id, "", "", draft.owner, carried_from=carried_from)
    objective = _drafted(stores, empty, draft)
    require_change(stores, objective, by)
    stores.okr.add_objective(objective)
    stores.audit.add(entry(clock.now(), by, Deed.OBJECTIVE_ADDED, on(objective), None, told(objective)))
    return objective


def change_objective(
    state: State, clock: Clock, by: Holder, objective_id: str, version: int, draft: ObjectiveDraft
) -> Objective:
    """An objective that says something else; `version` is that of the one the change was made from.

    Raises `ChangedMeanwhileError`, `NotAllowedError` where it is not theirs before or after, and
    `UsageError`; a closed one stays as it is.
    """
    with state.changing() as stores:
        return rewritten(stores, clock, by, objective_id, version, draft)


def rewritten(
    stores: Stores, clock: Clock, by: Holder, objective_id: str, version: int, draft: ObjectiveDraft
) -> Objective:
    """As `change_objective`, within a change that does more."""
    before = objective_of(stores, objective_id)
    require_change(stores, before, by)
    raise_if_final(before)
    key = before.key if draft.key is None else checked_key(draft.key)
    wanted = replace(_drafted(stores, before, draft), key=key, version=version)
    require_change(stores, wanted, by)
    return changed(stores, clock, by, before, wanted)


def move_objective(
    state: State, clock: Clock, by: Holder, objective_id: str, version: int, to: ObjectiveState
) -> Objective:
    """An objective proposed to the team, taken back to draft, or withdrawn.

    To make it active and to close it are acts of their own. Raises as `change_objective` does, and
    `UsageError` for a step that is none.
    """
    with state.changing() as stores:
        return moved(stores, clock, by, objective_id, version, to)


def moved(
    stores: Stores, clock: Clock, by: Holder, objective_id: str, version: int, to: ObjectiveState
) -> Objective:
    """As `move_objective`, within a change that does more."""
    before = objective_of(stores, objective_id)
    require_change(stores, before, by)
    if to not in STEPS[before.state]:
        raise UsageError(
            say(
                "objective %(key)s is %(state)s and cannot become %(to)s by this",
                key=before.key, state=say(STATE_WORDS[before.state]), to=say(STATE_WORDS[to]),
            ),
            do=say("make it active with deskwise okr activate, close it with deskwise okr close"),
        )  # fmt: skip
    return changed(stores, clock, by, before, replace(before, state=to, version=version))


def objective_of(stores: Stores, objective_id: str) -> Objective:
    """The objective of an id; raises `UnknownNameError`."""
    found = stores.okr.find_objective(objective_id)
    if found is None:
        raise UnknownNameError(
            say("no objective has the id %(id)s", id=repr(objective_id)), do=say("see deskwise okr tree")
        )
    return found


def raise_if_final(objective: Objective) -> None:
    """Raise `UsageError` where an objective is closed: what it came to is on record."""
    if objective.state is ObjectiveState.CLOSED:
        raise UsageError(
            say("objective %(key)s is closed and stays as it is", key=objective.key),
            do=say("carry it over to another cycle"),
        )


def changed(stores: Stores, clock: Clock, by: Holder, before: Objective, wanted: Objective) -> Objective:
    """Keep a changed objective with what the audit says of it."""
    after = stores.okr.change_objective(wanted)
    deed = Deed.OBJECTIVE_CLOSED if after.state is ObjectiveState.CLOSED else Deed.OBJECTIVE_CHANGED
    stores.audit.add(entry(clock.now(), by, deed, on(after), told(before), told(after)))
    return after


def on(objective: Objective) -> str:
    """How the audit names an objective."""
    return f"objective:{objective.id}"


def _drafted(stores: Stores, objective: Objective, draft: ObjectiveDraft) -> Objective:
    wanted = replace(
        objective,
        title=checked_text("the title", draft.title),
        why=draft.why.strip()[:LONGEST_WHY],
        owner=Owner(draft.owner.kind, checked_text("the owner", draft.owner.name)),
        level=draft.level,
        ambition=draft.ambition,
        weight=draft.weight,
        expectation=(draft.expectation or "").strip()[:LONGEST_WHY] or None,
        evidence=draft.evidence,
        parent=draft.parent,
        pooled=draft.pooled,
    )
    if wanted.owner.kind is Level.PERSON and stores.people.find(wanted.owner.name) is None:
        raise UsageError(say("no person has this id"), do=say("see deskwise people list"))
    if wanted.parent is not None:
        raise_if_circle(wanted, _parents(stores, wanted))
    return wanted


def _parents(stores: Stores, objective: Objective) -> dict[str, str]:
    """Whom each objective serves, from this one up; raises `UsageError` for a parent that is not there."""
    found: dict[str, str] = {}
    child, parent = objective, objective.parent
    while parent is not None and child.id not in found:
        above = _owner_of(stores, parent)
        if above is None:
            raise UsageError(
                say("the parent of objective %(key)s is not there", key=child.key),
                do=say("choose an objective or key result of deskwise okr tree"),
            )
        found[child.id] = above.id
        child = above if above.id != objective.id else objective
        parent = child.parent
    return found


def _owner_of(stores: Stores, parent: Parent) -> Objective | None:
    if not parent.of_key_result:
        return stores.okr.find_objective(parent.id)
    key_result = stores.okr.find_key_result(parent.id)
    return None if key_result is None else stores.okr.find_objective(key_result.objective)
