"""Check in on a key result: keep what it reads now, how sure one is, what moved it and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.change_key_results import key_result_of, on
from deskwise.app.objectives.cycle_record import cycle_record
from deskwise.app.objectives.draft_objectives import objective_of
from deskwise.app.objectives.standings import KeyResultStanding, read_standings
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import require_change
from deskwise.app.person_values import new_id
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.check_in import LEAST_CONFIDENCE, MOST_CONFIDENCE, CheckIn, TypedValue
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import STATE_WORDS, Objective, ObjectiveState

LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Said:
    """What somebody says at a check-in; `value` is that of a typed number, null of the others."""

    confidence: int | None = None
    moved_by: str = ""
    next_step: str = ""
    value: float | None = None


def check_in(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    key_result_id: str,
    said: Said,
    who: Looker | None = None,
) -> CheckIn:
    """A check-in with what the key result reads by itself at this moment; never changed afterwards.

    Raises `NotAllowedError`, and `UsageError` where its objective is not active, the confidence is not 0 to
    10, a typed number has no value yet, or a value is given for what is read from the tickets.
    """
    _check(said)
    standing = stand(workspace, state, clock, by, key_result_id, who)
    key_result = standing.key_result
    is_number = key_result.kind is KeyResultKind.NUMBER
    if said.value is not None and not is_number:
        raise UsageError(
            say("key result %(key)s reads its value by itself", key=key_result.key),
            do=say("to set another beside it, with a reason: deskwise okr override"),
        )
    if is_number and said.value is None and standing.typed is None:
        raise UsageError(
            say("key result %(key)s has no value yet", key=key_result.key), do=say("give the value of today")
        )
    at, mine = clock.now(), holder_id(by)
    counts = None if standing.typed is None else standing.typed.value
    made = CheckIn(
        new_id(),
        key_result.id,
        mine,
        at,
        standing.known,
        typed=counts if said.value is None else said.value,
        confidence=said.confidence,
        moved_by=said.moved_by.strip()[:LONGEST_NOTE],
        next_step=said.next_step.strip()[:LONGEST_NOTE],
    )
    with state.changing() as stores:
        if said.value is not None:
            value = TypedValue(new_id(), key_result.id, said.value, "", mine, at)
            stores.okr.add_typed_value(value)
            stores.audit.add(entry(at, by, Deed.VALUE_TYPED, on(key_result), None, told(value)))
        stores.okr.add_check_in(made)
        stores.audit.add(entry(at, by, Deed.CHECKED_IN, on(key_result), None, told(made)))
    return made


def stand(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    key_result_id: str,
    who: Looker | None = None,
) -> KeyResultStanding:
    """Where a key result of an active objective stands, for one who may change it.

    Raises `NotAllowedError`, and `UsageError` where its objective is not active or the key result taken out.
    """
    with state.reading() as stores:
        key_result = key_result_of(stores, key_result_id)
        objective = objective_of(stores, key_result.objective)
        require_change(stores, objective, by)
        raise_if_not_running(objective, key_result)
        cycle = stores.okr.find_cycle(objective.cycle)
        assert cycle is not None
        record = cycle_record(stores, cycle, [objective])
    found = read_standings(workspace, who, clock, record).objectives[0]
    return next(each for each in found.key_results if each.key_result.id == key_result.id)


def raise_if_not_running(objective: Objective, key_result: KeyResult) -> None:
    """Raise `UsageError` where nothing can be said of a key result any more, or yet."""
    if objective.state is not ObjectiveState.ACTIVE:
        raise UsageError(
            say("objective %(key)s is %(state)s", key=objective.key, state=say(STATE_WORDS[objective.state])),
            do=say("check in on key results of active objectives"),
        )
    if not key_result.kept:
        raise UsageError(
            say("key result %(key)s was taken out", key=key_result.key),
            do=say("check in on one that counts"),
        )


def _check(said: Said) -> None:
    if said.value is not None and not isfinite(said.value):
        raise UsageError(say("that is no value"), do=say("give a number"))
    if said.confidence is not None and not LEAST_CONFIDENCE <= said.confidence <= MOST_CONFIDENCE:
        raise UsageError(
            say("a confidence of %(n)s is none", n=said.confidence),
            do=say(
                "give a whole number from %(least)s to %(most)s", least=LEAST_CONFIDENCE, most=MOST_CONFIDENCE
            ),
        )
