"""Show one objective: where it stands, what was said of it, what it serves and what serves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import may, require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.objectives.cycle_record import CycleRecord, cycle_record
from deskwise.app.objectives.draft_objectives import objective_of
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE, thing_of
from deskwise.app.okr_store import Part, Remark
from deskwise.app.state import State, Stores
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective, ObjectiveState


@dataclass(frozen=True)
class ObjectiveKept:
    """All that is kept of an objective and around it, at one instant.

    `record` is of the objective, and where it is pooled of its children too. `thing` is what the table of
    access knows it as. `parent` is the objective it serves, `parent_key_result` the key result of it, each
    null where there is none. `names` are those of people by their ids. `open_cycles` are those it can be
    carried over to.
    """

    objective: Objective
    record: CycleRecord
    thing: Thing
    remarks: tuple[Remark, ...]
    parts: tuple[Part, ...]
    parent: Objective | None
    parent_key_result: KeyResult | None
    children: tuple[Objective, ...]
    carried_from: Objective | None
    carried_to: tuple[Objective, ...]
    names: Mapping[str, str]
    open_cycles: tuple[Cycle, ...]

    def cycle_name(self, cycle: str) -> str:
        """The name of an open cycle, or of its own; empty of another."""
        every = (*self.open_cycles, self.record.cycle)
        return next((each.name for each in every if each.id == cycle), "")


def objective_kept(state: State, by: Holder, objective_id: str) -> ObjectiveKept:
    """What is kept of an objective. Raises `NotAllowedError` and `UnknownNameError`."""
    require(by, Act.READ, WHOLE_WORKSPACE)
    with state.reading() as stores:
        objective = objective_of(stores, objective_id)
        cycle = stores.okr.find_cycle(objective.cycle)
        assert cycle is not None
        children = _children(stores, objective)
        parent, parent_key_result = _parent(stores, objective)
        talk = may(by, Act.READ, Thing(Kind.OBJECTIVE_TALK))
        cycles = stores.okr.cycles()
        return ObjectiveKept(
            objective,
            cycle_record(stores, cycle, [objective, *(children if objective.pooled else ())]),
            thing_of(stores, objective, by),
            stores.okr.remarks(objective.id) if talk else (),
            stores.okr.parts(objective.id) if talk else (),
            parent,
            parent_key_result,
            children,
            None if objective.carried_from is None else stores.okr.find_objective(objective.carried_from),
            _carried_to(stores, objective, cycles),
            {each.id: each.name for each in stores.people.all()},
            tuple(each for each in cycles if each.id != cycle.id and each.state is not CycleState.CLOSED),
        )


def _children(stores: Stores, objective: Objective) -> tuple[Objective, ...]:
    """The objectives of its cycle that serve it or one of its key results."""
    above = {objective.id, *(each.id for each in stores.okr.key_results([objective.id]))}
    return tuple(
        each
        for each in stores.okr.objectives(objective.cycle)
        if each.parent is not None and each.parent.id in above and each.state is not ObjectiveState.WITHDRAWN
    )


def _parent(stores: Stores, objective: Objective) -> tuple[Objective | None, KeyResult | None]:
    parent = objective.parent
    if parent is None:
        return None, None
    if not parent.of_key_result:
        return stores.okr.find_objective(parent.id), None
    key_result = stores.okr.find_key_result(parent.id)
    return (None if key_result is None else stores.okr.find_objective(key_result.objective)), key_result


def _carried_to(stores: Stores, objective: Objective, cycles: tuple[Cycle, ...]) -> tuple[Objective, ...]:
    """What goes on with it in other cycles."""
    return tuple(
        each
        for cycle in cycles
        if cycle.id != objective.cycle
        for each in stores.okr.objectives(cycle.id)
        if each.carried_from == objective.id
    )
