"""Change cycles: add one, move its days, and lead it from planning to its close."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import require
from deskwise.app.access.things import Act
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.cycle import CYCLE_WORDS, Cycle, CycleState, Follows
from deskwise.okr.objective import ObjectiveState

# A cycle goes on, or one step back while nothing of it is final.
STEPS: dict[CycleState, tuple[CycleState, ...]] = {
    CycleState.PLANNING: (CycleState.ACTIVE,),
    CycleState.ACTIVE: (CycleState.REVIEW, CycleState.PLANNING),
    CycleState.REVIEW: (CycleState.CLOSED, CycleState.ACTIVE),
    CycleState.CLOSED: (),
}


@dataclass(frozen=True)
class CycleDraft:
    """What a cycle is to be, as somebody writes it; see `Cycle`."""

    name: str
    first_day: date
    last_day: date
    check_in_days: int = 7
    follows: Follows = "calendar"


def add_cycle(state: State, clock: Clock, by: Holder, draft: CycleDraft) -> Cycle:
    """A new cycle, in planning.

    Raises `NotAllowedError`, and `UsageError` where its days do not hold together or another has its name.
    """
    with state.changing() as stores:
        return added(stores, clock, by, draft)


def added(stores: Stores, clock: Clock, by: Holder, draft: CycleDraft) -> Cycle:
    """As `add_cycle`, within a change that does more."""
    require(by, Act.CHANGE, WHOLE_WORKSPACE)
    cycle = _drafted(Cycle(new_id(), "", draft.first_day, draft.last_day), draft)
    _check_name(stores, cycle)
    stores.okr.add_cycle(cycle)
    stores.audit.add(entry(clock.now(), by, Deed.CYCLE_ADDED, _on(cycle), None, told(cycle)))
    return cycle


def change_cycle(
    state: State, clock: Clock, by: Holder, cycle_id: str, version: int, draft: CycleDraft
) -> Cycle:
    """A cycle with another name or other days; `version` is that of the one the change was made from.

    Raises `ChangedMeanwhileError`, and as `add_cycle` does; the days of one that has begun stay.
    """
    with state.changing() as stores:
        return rewritten(stores, clock, by, cycle_id, version, draft)


def rewritten(
    stores: Stores, clock: Clock, by: Holder, cycle_id: str, version: int, draft: CycleDraft
) -> Cycle:
    """As `change_cycle`, within a change that does more."""
    require(by, Act.CHANGE, WHOLE_WORKSPACE)
    before = cycle_of(stores, cycle_id)
    wanted = replace(_drafted(before, draft), version=version)
    days = (before.first_day, before.last_day, before.follows)
    if before.state is not CycleState.PLANNING and days != (
        wanted.first_day,
        wanted.last_day,
        wanted.follows,
    ):
        raise UsageError(
            say("the days of cycle %(name)s cannot move: it has begun", name=before.name),
            do=say("put it back to planning first, as long as no objective of it is active"),
        )
    _check_name(stores, wanted)
    return _changed(stores, clock, by, before, wanted)


def move_cycle(state: State, clock: Clock, by: Holder, cycle_id: str, version: int, to: CycleState) -> Cycle:
    """A cycle begun, put into review, or closed.

    Raises `ChangedMeanwhileError`, `NotAllowedError`, and `UsageError` for a step that is none, for one
    back to planning with active objectives, and for a close with objectives that are not closed.
    """
    require(by, Act.CHANGE, WHOLE_WORKSPACE)
    with state.changing() as stores:
        before = cycle_of(stores, cycle_id)
        if to not in STEPS[before.state]:
            raise UsageError(
                say(
                    "a cycle that is %(state)s cannot become %(to)s",
                    state=say(CYCLE_WORDS[before.state]),
                    to=say(CYCLE_WORDS[to]),
                ),
                do=_next_steps(before.state),
            )
        running = [
            each.key for each in stores.okr.objectives(before.id) if each.state is ObjectiveState.ACTIVE
        ]
        if running and to in {CycleState.PLANNING, CycleState.CLOSED}:
            raise UsageError(
                say("objectives of the cycle are still active: %(keys)s", keys=", ".join(running)),
                do=say("close them first: deskwise okr close"),
            )
        return _changed(stores, clock, by, before, replace(before, state=to, version=version))


def cycle_of(stores: Stores, cycle_id: str) -> Cycle:
    """The cycle of an id or name; raises `UnknownNameError`."""
    found = stores.okr.find_cycle(cycle_id)
    if found is None:
        every = stores.okr.cycles()
        found = next((each for each in every if each.name.casefold() == cycle_id.casefold()), None)
    if found is None:
        raise UnknownNameError(
            say("no cycle is called %(name)s", name=repr(cycle_id)), do=say("see deskwise okr cycles")
        )
    return found


def current_cycle(cycles: tuple[Cycle, ...], today: date) -> Cycle | None:
    """The cycle people mean when they name none.

    The running one that holds today, else the latest that runs, else the next that is planned, else the
    latest.
    """
    running = [each for each in cycles if each.state in {CycleState.ACTIVE, CycleState.REVIEW}]
    holding = [each for each in running if each.first_day <= today <= each.last_day]
    planned = [each for each in cycles if each.state is CycleState.PLANNING]
    for found in (holding, running):
        if found:
            return max(found, key=lambda each: each.first_day)
    return planned[0] if planned else (cycles[-1] if cycles else None)


def _next_steps(state: CycleState) -> str:
    names = ", ".join(say(CYCLE_WORDS[each]) for each in STEPS[state])
    return say("it can become %(names)s", names=names) if names else say("a closed cycle stays as it is")


def _drafted(cycle: Cycle, draft: CycleDraft) -> Cycle:
    return replace(
        cycle,
        name=checked_text("the name", draft.name),
        first_day=draft.first_day,
        last_day=draft.last_day,
        check_in_days=draft.check_in_days,
        follows=draft.follows,
    )


def _check_name(stores: Stores, cycle: Cycle) -> None:
    same = [each for each in stores.okr.cycles() if each.name.casefold() == cycle.name.casefold()]
    if any(each.id != cycle.id for each in same):
        raise UsageError(
            say("another cycle is called %(name)s", name=cycle.name), do=say("choose another name")
        )


def _changed(stores: Stores, clock: Clock, by: Holder, before: Cycle, wanted: Cycle) -> Cycle:
    after = stores.okr.change_cycle(wanted)
    stores.audit.add(entry(clock.now(), by, Deed.CYCLE_CHANGED, _on(after), told(before), told(after)))
    return after


def _on(cycle: Cycle) -> str:
    return f"cycle:{cycle.id}"
