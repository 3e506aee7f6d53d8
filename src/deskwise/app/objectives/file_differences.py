"""What a file of objectives would change: found by comparing, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from deskwise.app.objectives.change_cycles import cycle_of
from deskwise.app.objectives.file_entries import (
    REACHED,
    Written,
    canonical_objective,
    cycle_entry,
    key_result_entry,
    key_result_of_entry,
    objective_entry,
    written_of,
)
from deskwise.app.objectives.objectives_file import (
    CycleEntry,
    KeyResultEntry,
    ObjectiveEntry,
    ObjectivesFile,
    entry_values,
)
from deskwise.app.state import Stores
from deskwise.kernel.errors import DeskwiseError, InputError, UnknownNameError
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective, ObjectiveState

Act = Literal["add", "change", "move", "take_out"]
What = Literal["cycle", "objective", "key_result"]
# What is told of an entry, and not compared as a field of it.
_APART = {"objectives", "key_results", "state", "frozen_baseline"}


@dataclass(frozen=True)
class FieldDifference:
    """A field that would be another one; null where it is not said."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One thing that would be done, to what `name` says within the cycle."""

    act: Act
    what: What
    cycle: str
    name: str
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True)
class Differences:
    """All that a file would change, in the order in which it is done.

    `not_in_file` are names of what is there and the file does not say: it stays unless it is pruned.
    `not_set` are names of what the file says is active or closed, and is not.
    """

    every: tuple[Difference, ...] = ()
    not_in_file: tuple[str, ...] = ()
    not_set: tuple[tuple[str, str], ...] = ()


@dataclass
class _Found:
    every: list[Difference] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)
    not_set: list[tuple[str, str]] = field(default_factory=list)


def differences(stores: Stores, file: ObjectivesFile, *, prune: bool = False) -> Differences:
    """What applying a file would change; raises `InputError` with the place for words that are no values."""
    found = _Found()
    for entry in file.cycles:
        try:
            cycle = cycle_of(stores, entry.name)
        except UnknownNameError:
            cycle = None
        _cycle(stores, entry, cycle, found, prune=prune)
    return Differences(tuple(found.every), tuple(found.not_in_file), tuple(found.not_set))


def parents_first(entry: CycleEntry) -> list[ObjectiveEntry]:
    """The objectives of a cycle's entry, each after the one it serves; those of a circle as they come."""
    by_key = {each.key: each for each in entry.objectives}
    placed: dict[str, ObjectiveEntry] = {}

    def place(each: ObjectiveEntry, below: frozenset[str]) -> None:
        above = None if each.parent_cycle is not None else by_key.get((each.parent or "").partition("/")[0])
        if above is not None and above.key not in below and above.key not in placed:
            place(above, below | {above.key})
        placed.setdefault(each.key, each)

    for each in entry.objectives:
        place(each, frozenset({each.key}))
    return list(placed.values())


def place_of(cycle: CycleEntry, objective: ObjectiveEntry, key_result: KeyResultEntry | None = None) -> str:
    """Where an entry is in its file."""
    inner = "" if key_result is None else f".key_results[{key_result.key}]"
    return f"cycles[{cycle.name}].objectives[{objective.key}]{inner}"


def at_place(place: str, error: DeskwiseError) -> InputError:
    """An error of a use case with the place in the file it is about."""
    return InputError(f"{place}: {error.what}", do=error.do)


def wanted_key_result(
    cycle: CycleEntry, objective: ObjectiveEntry, entry: KeyResultEntry, before: KeyResult | None
) -> KeyResult:
    """What an entry asks for; raises `InputError` with its place."""
    try:
        return key_result_of_entry(entry, before)
    except DeskwiseError as error:
        raise at_place(place_of(cycle, objective, entry), error) from error


def _cycle(stores: Stores, entry: CycleEntry, cycle: Cycle | None, found: _Found, *, prune: bool) -> None:
    if cycle is None:
        fields = _fields({}, entry_values(entry))
        found.every.append(Difference("add", "cycle", entry.name, entry.name, fields))
        for each in parents_first(entry):
            _objective(entry, each, None, None, found, prune=prune)
        return
    written = written_of(stores, cycle)
    fields = _fields(entry_values(cycle_entry(written)), entry_values(entry))
    if fields:
        found.every.append(Difference("change", "cycle", cycle.name, cycle.name, fields))
    by_key = {each.key: each for each in written.record.objectives}
    for each in parents_first(entry):
        _objective(entry, each, by_key.get(each.key), written, found, prune=prune)
    named = {each.key for each in entry.objectives}
    for objective in written.record.objectives:
        if objective.key not in named and objective.state not in {
            ObjectiveState.WITHDRAWN,
            ObjectiveState.CLOSED,
        }:
            if prune:
                found.every.append(_moved(entry, objective.key, objective.state, "withdrawn"))
            else:
                found.not_in_file.append(objective.key)


def _objective(
    cycle: CycleEntry,
    entry: ObjectiveEntry,
    objective: Objective | None,
    written: Written | None,
    found: _Found,
    *,
    prune: bool,
) -> None:
    emails = {} if written is None else written.emails
    after = entry_values(canonical_objective(entry, cycle.name, emails))
    there: dict[str, KeyResult] = {}
    before: dict[str, Any] = {}
    if objective is not None and written is not None:
        before = entry_values(objective_entry(objective, written))
        there = {each.key: each for each in written.record.key_results if each.objective == objective.id}
    state = None if objective is None else objective.state
    # What was withdrawn is a draft again before anything of it changes.
    if state is ObjectiveState.WITHDRAWN and entry.state != "withdrawn":
        found.every.append(_moved(cycle, entry.key, state, "draft"))
        state = ObjectiveState.DRAFT
    fields = _fields(before, after)
    if objective is None:
        found.every.append(Difference("add", "objective", cycle.name, entry.key, fields))
        state = ObjectiveState.DRAFT
    elif fields:
        found.every.append(Difference("change", "objective", cycle.name, entry.key, fields))
    for one in entry.key_results:
        _key_result(cycle, entry, one, there.get(one.key), found)
    named = {one.key for one in entry.key_results}
    for key, each in there.items():
        if each.kept and key not in named and state is not ObjectiveState.CLOSED:
            name = f"{entry.key}/{key}"
            if prune:
                found.every.append(Difference("take_out", "key_result", cycle.name, name))
            else:
                found.not_in_file.append(name)
    assert state is not None
    _state(cycle, entry, state, found)


def _state(cycle: CycleEntry, entry: ObjectiveEntry, state: ObjectiveState, found: _Found) -> None:
    if entry.state is None or entry.state == state:
        return
    if ObjectiveState(entry.state) in REACHED or (state in REACHED and entry.state != "withdrawn"):
        found.not_set.append((entry.key, entry.state))
    else:
        found.every.append(_moved(cycle, entry.key, state, entry.state))


def _key_result(
    cycle: CycleEntry,
    objective: ObjectiveEntry,
    entry: KeyResultEntry,
    key_result: KeyResult | None,
    found: _Found,
) -> None:
    name = f"{objective.key}/{entry.key}"
    wanted = wanted_key_result(cycle, objective, entry, key_result)
    after = entry_values(key_result_entry(wanted))
    if key_result is None:
        found.every.append(Difference("add", "key_result", cycle.name, name, _fields({}, after)))
        return
    before = entry_values(key_result_entry(key_result))
    fields = _fields(before, after)
    if not key_result.kept:
        fields = (FieldDifference("taken_out", True, False), *fields)
    if fields:
        found.every.append(Difference("change", "key_result", cycle.name, name, fields))


def _moved(cycle: CycleEntry, key: str, before: ObjectiveState, after: str) -> Difference:
    fields = (FieldDifference("state", before.value, after),)
    return Difference("move", "objective", cycle.name, key, fields)


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[FieldDifference, ...]:
    return tuple(_differing(before, after))


def _differing(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldDifference]:
    for name in _names(after, before):
        if name not in _APART and before.get(name) != after.get(name):
            yield FieldDifference(name, before.get(name), after.get(name))


def _names(*tables: dict[str, Any]) -> Iterable[str]:
    return dict.fromkeys(name for table in tables for name in table)
