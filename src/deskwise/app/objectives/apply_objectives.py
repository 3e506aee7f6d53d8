"""Apply a file of objectives: all that it changes, through the use cases and at once, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.access.holders import Holder
from deskwise.app.objectives import change_cycles, change_key_results, draft_objectives
from deskwise.app.objectives.change_cycles import CycleDraft, cycle_of
from deskwise.app.objectives.draft_objectives import ObjectiveDraft
from deskwise.app.objectives.file_differences import (
    Difference,
    Differences,
    at_place,
    differences,
    parents_first,
    place_of,
    wanted_key_result,
)
from deskwise.app.objectives.file_entries import cycle_entry, written_of
from deskwise.app.objectives.named_objectives import named
from deskwise.app.objectives.objectives_file import CycleEntry, ObjectiveEntry, ObjectivesFile
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.cycle import Cycle
from deskwise.okr.objective import Ambition, Evidence, Level, Objective, ObjectiveState, Owner, Parent


class _RehearsedError(Exception):
    """All went well, and nothing of it is to be kept."""


def objectives_file(state: State, cycles: tuple[Cycle, ...], *, plan_only: bool = False) -> ObjectivesFile:
    """Cycles with their objectives as a file; `plan_only` leaves out what a file never sets."""
    with state.reading() as stores:
        return ObjectivesFile(
            cycles=[cycle_entry(written_of(stores, each, plan_only=plan_only)) for each in cycles]
        )


def file_differences(
    state: State, clock: Clock, by: Holder, file: ObjectivesFile, *, prune: bool = False
) -> Differences:
    """What applying a file would change; it is tried, and nothing of it is kept.

    Raises as `apply_objectives` does, so that nobody is asked about what cannot be.
    """
    with state.reading() as stores:
        found = differences(stores, file, prune=prune)
    if found.every:
        try:
            with state.changing() as stores:
                _do(stores, clock, by, file, found)
                raise _RehearsedError
        except _RehearsedError:
            pass
    return found


def apply_objectives(
    state: State, clock: Clock, by: Holder, file: ObjectivesFile, seen: Differences, *, prune: bool = False
) -> None:
    """Do what a file changes, as it was `seen`; all of it, or nothing.

    Raises `ChangedMeanwhileError` where it would change something else by now, `InputError` with the place in
    the file for what a use case refuses, and `NotAllowedError`.
    """
    with state.changing() as stores:
        found = differences(stores, file, prune=prune)
        if found != seen:
            raise ChangedMeanwhileError(
                say("objectives were changed meanwhile"),
                do=say("look at what the file changes now"),
                now=found,
            )
        _do(stores, clock, by, file, found)


@dataclass(frozen=True)
class _Doing:
    stores: Stores
    clock: Clock
    by: Holder

    def cycle(self, entry: CycleEntry, act: str) -> None:
        draft = CycleDraft(entry.name, entry.first_day, entry.last_day, entry.check_in_days, entry.follows)
        if act == "add":
            change_cycles.added(self.stores, self.clock, self.by, draft)
        else:
            before = cycle_of(self.stores, entry.name)
            change_cycles.rewritten(self.stores, self.clock, self.by, before.id, before.version, draft)

    def objective(self, cycle: Cycle, entry: ObjectiveEntry, act: str) -> None:
        draft = self._draft(cycle, entry)
        if act == "add":
            draft_objectives.added(self.stores, self.clock, self.by, cycle.id, draft)
        else:
            before = self._found(cycle, entry.key)
            draft_objectives.rewritten(self.stores, self.clock, self.by, before.id, before.version, draft)

    def move(self, cycle: Cycle, key: str, to: str) -> None:
        before = self._found(cycle, key)
        draft_objectives.moved(
            self.stores, self.clock, self.by, before.id, before.version, ObjectiveState(to)
        )

    def key_result(self, cycle: CycleEntry, objective: ObjectiveEntry, key: str, act: str) -> None:
        entry = next(each for each in objective.key_results if each.key == key)
        of = self._found(cycle_of(self.stores, cycle.name), objective.key)
        every = {each.key: each for each in self.stores.okr.key_results([of.id])}
        before = every.get(key)
        wanted = replace(wanted_key_result(cycle, objective, entry, before), objective=of.id)
        if act == "add" or before is None:
            change_key_results.added(self.stores, self.clock, self.by, wanted)
            return
        if not before.kept:
            raise UsageError(
                say("key result %(key)s was taken out", key=key), do=say("choose another key for the new one")
            )
        wanted = replace(wanted, id=before.id, version=before.version, carried_from=before.carried_from)
        change_key_results.rewritten(self.stores, self.clock, self.by, wanted)

    def take_out(self, cycle: Cycle, name: str) -> None:
        key_result = named(self.stores, cycle, name).key_result
        assert key_result is not None
        change_key_results.taken_out(self.stores, self.clock, self.by, key_result.id, key_result.version)

    def _found(self, cycle: Cycle, key: str) -> Objective:
        return named(self.stores, cycle, key).objective

    def _draft(self, cycle: Cycle, entry: ObjectiveEntry) -> ObjectiveDraft:
        owner = self._owner(entry)
        evidence = entry.evidence
        return ObjectiveDraft(
            entry.title,
            entry.why,
            owner,
            owner.kind if entry.level is None else Level(entry.level),
            Ambition(entry.ambition),
            entry.weight,
            entry.expectation,
            None if evidence is None else Evidence(evidence.analysis, evidence.question),
            self._parent(cycle, entry),
            entry.pooled,
            entry.key,
        )

    def _owner(self, entry: ObjectiveEntry) -> Owner:
        if entry.owner.team is not None:
            return Owner(Level.TEAM, entry.owner.team)
        assert entry.owner.person is not None
        who = entry.owner.person.strip()
        person = self.stores.people.find_email(who.casefold()) or self.stores.people.find(who)
        if person is None:
            raise UnknownNameError(
                say("nobody has this id or e-mail address"),
                do=say("invite them first: deskwise people invite"),
            )
        return Owner(Level.PERSON, person.id)

    def _parent(self, cycle: Cycle, entry: ObjectiveEntry) -> Parent | None:
        if entry.parent is None:
            return None
        of = cycle if entry.parent_cycle is None else cycle_of(self.stores, entry.parent_cycle)
        found = named(self.stores, of, entry.parent)
        if found.key_result is not None:
            return Parent(True, found.key_result.id)
        return Parent(False, found.objective.id)


def _do(stores: Stores, clock: Clock, by: Holder, file: ObjectivesFile, found: Differences) -> None:
    doing = _Doing(stores, clock, by)
    entries = {each.name.casefold(): each for each in file.cycles}
    for each in found.every:
        entry = entries[each.cycle.casefold()]
        try:
            _one(doing, entry, each)
        except DeskwiseError as error:
            raise at_place(_place(entry, each), error) from error


def _one(doing: _Doing, entry: CycleEntry, each: Difference) -> None:
    if each.what == "cycle":
        doing.cycle(entry, each.act)
        return
    cycle = cycle_of(doing.stores, entry.name)
    key, _, inner = each.name.partition("/")
    objective = next((one for one in parents_first(entry) if one.key == key), None)
    if each.act == "move":
        doing.move(cycle, key, each.fields[0].after)
    elif each.act == "take_out":
        doing.take_out(cycle, each.name)
    elif objective is not None and inner:
        doing.key_result(entry, objective, inner, each.act)
    elif objective is not None:
        doing.objective(cycle, objective, each.act)


def _place(entry: CycleEntry, each: Difference) -> str:
    if each.what == "cycle":
        return f"cycles[{entry.name}]"
    key, _, inner = each.name.partition("/")
    objective = next((one for one in entry.objectives if one.key == key), None)
    key_result = (
        None if objective is None else next((one for one in objective.key_results if one.key == inner), None)
    )
    return (
        f"cycles[{entry.name}].objectives[{key}]"
        if objective is None
        else place_of(entry, objective, key_result)
    )
