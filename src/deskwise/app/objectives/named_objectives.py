"""Name objectives and key results by their keys, as files and the command line do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskwise.app.objectives.change_cycles import current_cycle, cycle_of
from deskwise.app.objectives.moment import micros
from deskwise.app.state import Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say
from deskwise.kernel.periods import local_time, zone_info
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective

# Between the key of an objective and that of a key result of it.
BETWEEN_KEYS = "/"


@dataclass(frozen=True)
class Named:
    """What a name says; `key_result` is null of the name of an objective."""

    cycle: Cycle
    objective: Objective
    key_result: KeyResult | None = None

    @property
    def name(self) -> str:
        """The name it has on the command line."""
        return name_of(self.objective, self.key_result)


def name_of(objective: Objective, key_result: KeyResult | None = None) -> str:
    """The name of an objective, or of a key result of it, within its cycle."""
    return objective.key if key_result is None else f"{objective.key}{BETWEEN_KEYS}{key_result.key}"


def today_of(clock: Clock, zone: str) -> date:
    """The local date of today."""
    return local_time(micros(clock.now()), zone_info(zone)).date()


def chosen_cycle(stores: Stores, name: str | None, today: date) -> Cycle:
    """The cycle of a name, the current one without; raises `UnknownNameError` where there is none."""
    if name is not None:
        return cycle_of(stores, name)
    found = current_cycle(stores.okr.cycles(), today)
    if found is None:
        raise UnknownNameError(
            say("there is no cycle yet"), do=say("add one first: deskwise okr add cycle --help")
        )
    return found


def named(stores: Stores, cycle: Cycle, name: str) -> Named:
    """The objective `key`, or the key result `key/key`, of a cycle; raises `UnknownNameError`."""
    key, _, inner = name.partition(BETWEEN_KEYS)
    objective = next((each for each in stores.okr.objectives(cycle.id) if each.key == key), None)
    if objective is None:
        raise _unknown(stores, cycle, key)
    if not inner:
        return Named(cycle, objective)
    every = stores.okr.key_results([objective.id])
    found = next((each for each in every if each.key == inner), None)
    if found is None:
        raise UnknownNameError(
            say("objective %(key)s has no key result %(name)s", key=objective.key, name=repr(inner)),
            do=_those(every),
        )
    return Named(cycle, objective, found)


def named_key_result(stores: Stores, cycle: Cycle, name: str) -> Named:
    """A key result by its name, or by its objective's where that has just one.

    Raises `UnknownNameError`, also where it is not said which of several.
    """
    found = named(stores, cycle, name)
    if found.key_result is not None:
        return found
    kept = [each for each in stores.okr.key_results([found.objective.id]) if each.kept]
    if len(kept) == 1:
        return Named(cycle, found.objective, kept[0])
    raise UnknownNameError(
        say("%(name)s is an objective, and not one key result", name=found.name),
        do=_those(tuple(kept), f"{found.objective.key}{BETWEEN_KEYS}"),
    )


def served_name(stores: Stores, objective: Objective) -> str:
    """The name of what an objective serves, with its cycle where that is another; empty for nothing."""
    parent = objective.parent
    if parent is None:
        return ""
    key_result = stores.okr.find_key_result(parent.id) if parent.of_key_result else None
    above = stores.okr.find_objective(parent.id if key_result is None else key_result.objective)
    if above is None:
        return ""
    cycle = None if above.cycle == objective.cycle else stores.okr.find_cycle(above.cycle)
    return name_of(above, key_result) + ("" if cycle is None else f" ({cycle.name})")


def _those(every: tuple[KeyResult, ...], before: str = "") -> str:
    if not every:
        return say("add one first: deskwise okr add key-result")
    return say("it has %(names)s", names=", ".join(f"{before}{each.key}" for each in every))


def _unknown(stores: Stores, cycle: Cycle, key: str) -> UnknownNameError:
    elsewhere = [
        each.name
        for each in stores.okr.cycles()
        if each.id != cycle.id and any(one.key == key for one in stores.okr.objectives(each.id))
    ]
    what = say("cycle %(cycle)s has no objective %(name)s", cycle=cycle.name, name=repr(key))
    if elsewhere:
        do = say("cycle %(cycle)s has one: name it with --cycle", cycle=repr(elsewhere[-1]))
    else:
        do = say("see deskwise okr tree")
    return UnknownNameError(what, do=do)
