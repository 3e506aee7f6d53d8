"""Objectives as entries of a file, and entries as what is asked of the use cases."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from deskwise.app.objectives.bindings_made import binding_of
from deskwise.app.objectives.cycle_record import CycleRecord, cycle_record
from deskwise.app.objectives.named_objectives import name_of
from deskwise.app.objectives.objectives_file import (
    BoundsEntry,
    ChangeEntry,
    CheckpointEntry,
    CycleEntry,
    EvidenceEntry,
    KeyResultEntry,
    MilestoneEntry,
    ObjectiveEntry,
    OwnerEntry,
    Value,
)
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.written_values import (
    BETWEEN_DAYS,
    written_baseline,
    written_share,
    written_value,
    written_window,
)
from deskwise.app.state import Stores
from deskwise.metrics.readings import iso
from deskwise.okr.baseline import Baseline, BaselineRule
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import Bounds, Change, Checkpoint, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import Level, Objective, ObjectiveState

# States that are reached by acts of their own, and never by a file.
REACHED = {ObjectiveState.ACTIVE, ObjectiveState.CLOSED}


@dataclass(frozen=True)
class Written:
    """What entries of a cycle are written from: the record, the people, and names of what is in other cycles.

    With `plan_only` what a file never sets is left out.
    """

    record: CycleRecord
    emails: Mapping[str, str]
    elsewhere: Mapping[str, tuple[str, str]]
    plan_only: bool = False


def cycle_entry(written: Written) -> CycleEntry:
    """A cycle with its objectives, each below what it serves; the withdrawn and taken out are left out."""
    cycle = written.record.cycle
    is_told = not written.plan_only and cycle.state != CycleState.PLANNING
    return CycleEntry(
        name=cycle.name,
        first_day=cycle.first_day,
        last_day=cycle.last_day,
        check_in_days=cycle.check_in_days,
        follows=cycle.follows,
        state=cycle.state.value if is_told else None,
        objectives=[objective_entry(each, written) for each in _parents_first(written.record)],
    )


def objective_entry(objective: Objective, written: Written) -> ObjectiveEntry:
    """An objective with the key results that count."""
    owner, evidence = objective.owner, objective.evidence
    of_person = owner.kind is Level.PERSON
    parent, parent_cycle = _parent(objective, written)
    is_told = objective.state is not ObjectiveState.DRAFT and not (
        written.plan_only and objective.state in REACHED
    )
    return ObjectiveEntry(
        key=objective.key,
        title=objective.title,
        why=objective.why,
        owner=OwnerEntry(person=written.emails.get(owner.name, owner.name))
        if of_person
        else OwnerEntry(team=owner.name),
        level=None if objective.level is owner.kind else objective.level.value,
        ambition=objective.ambition.value,
        weight=objective.weight,
        expectation=objective.expectation,
        evidence=None
        if evidence is None
        else EvidenceEntry(analysis=evidence.analysis, question=evidence.question),
        parent=parent,
        parent_cycle=parent_cycle,
        pooled=objective.pooled,
        state=objective.state.value if is_told else None,
        key_results=[
            key_result_entry(each, plan_only=written.plan_only)
            for each in written.record.kept_of(objective.id)
        ],
    )


def key_result_entry(key_result: KeyResult, *, plan_only: bool = False) -> KeyResultEntry:
    """A key result; with `plan_only` without what a file never sets."""
    binding, change, bounds = key_result.binding, key_result.change, key_result.bounds
    bound: dict[str, Any] = {}
    if binding is not None:
        within = binding.within_seconds
        bound = {
            "metric": binding.metric,
            "stat": binding.stat,
            "clock": binding.clock,
            "where": {name: list(values) for name, values in binding.where},
            "window": str(binding.window),
            "within_seconds": None if within is None else float(within),
            "definition": binding.definition,
        }
    return KeyResultEntry(
        key=key_result.key,
        title=key_result.title,
        kind=key_result.kind.value,
        target=key_result.target,
        change=None if change is None else ChangeEntry(by=change.by, relative=change.relative),
        bounds=None
        if bounds is None
        else BoundsEntry(lower=bounds.lower, upper=bounds.upper, every=bounds.every),
        milestones=[
            MilestoneEntry(
                name=each.name,
                weight=each.weight,
                due=each.due,
                done_at=None if plan_only else told(each.done_at),
            )
            for each in key_result.milestones
        ],
        checkpoints=[
            CheckpointEntry(day=each.day, progress=each.progress) for each in key_result.checkpoints
        ],
        baseline=_baseline(key_result.baseline_rule),
        weight=key_result.weight,
        unit=key_result.unit,
        higher_is_better=key_result.higher_is_better,
        frozen_baseline=None if plan_only else _frozen(key_result.baseline),
        **bound,
    )


def key_result_of_entry(entry: KeyResultEntry, before: KeyResult | None = None) -> KeyResult:
    """What an entry asks for. It keeps of one that is there what a file does not say: which steps are done,
    and the definition it is bound to.

    Raises `UsageError` for words that are no values.
    """  # noqa: D205 - one thought
    pinned = None if before is None or before.binding is None else before.binding
    binding = None
    if entry.metric is not None:
        kept = pinned.definition if pinned is not None and pinned.metric == entry.metric else ""
        within = entry.within_seconds
        binding = binding_of(
            entry.metric,
            entry.stat,
            clock=entry.clock,
            where=entry.where,
            window=written_window(entry.window),
            within_seconds=None if within is None else _value(within, "seconds"),
            definition=entry.definition or kept,
        )
    plain = KeyResult(
        "", entry.key, "", _line(entry.title), KeyResultKind(entry.kind), binding, unit=entry.unit
    )
    unit = unit_of(plain)
    done = {} if before is None else {each.name: each.done_at for each in before.milestones}
    return replace(
        plain,
        target=_maybe(entry.target, unit),
        change=None if entry.change is None else _change(entry.change, unit),
        bounds=None
        if entry.bounds is None
        else Bounds(_maybe(entry.bounds.lower, unit), _maybe(entry.bounds.upper, unit), entry.bounds.every),
        milestones=tuple(
            Milestone(each.name, each.weight, each.due, done.get(each.name)) for each in entry.milestones
        ),
        checkpoints=tuple(
            Checkpoint(
                each.day,
                written_share(each.progress) if isinstance(each.progress, str) else float(each.progress),
            )
            for each in entry.checkpoints
        ),
        baseline_rule=BaselineRule()
        if entry.baseline is None
        else written_baseline(entry.baseline, unit)
        if isinstance(entry.baseline, str)
        else BaselineRule("number", number=float(entry.baseline)),
        weight=entry.weight,
        higher_is_better=entry.higher_is_better,
    )


def written_of(stores: Stores, cycle: Cycle, *, plan_only: bool = False) -> Written:
    """All that the entries of a cycle are written from."""
    record = cycle_record(stores, cycle)
    emails = {each.id: each.email for each in stores.people.all()}
    elsewhere: dict[str, tuple[str, str]] = {}
    here = {each.id for each in record.objectives} | {each.id for each in record.key_results}
    for each in record.objectives:
        parent = each.parent
        if parent is None or parent.id in here:
            continue
        key_result = stores.okr.find_key_result(parent.id) if parent.of_key_result else None
        above = stores.okr.find_objective(parent.id if key_result is None else key_result.objective)
        found = None if above is None else stores.okr.find_cycle(above.cycle)
        if above is not None and found is not None:
            elsewhere[parent.id] = (name_of(above, key_result), found.name)
    return Written(record, emails, elsewhere, plan_only)


def _parent(objective: Objective, written: Written) -> tuple[str | None, str | None]:
    parent = objective.parent
    if parent is None:
        return None, None
    by_id = {each.id: each for each in written.record.objectives}
    if not parent.of_key_result and parent.id in by_id:
        return by_id[parent.id].key, None
    for each in written.record.key_results:
        if parent.of_key_result and each.id == parent.id:
            return name_of(by_id[each.objective], each), None
    return written.elsewhere.get(parent.id, (None, None))


def _parents_first(record: CycleRecord) -> Iterable[Objective]:
    """The objectives that count, each below what it serves, those beside each other by their keys."""
    kept = sorted(
        (each for each in record.objectives if each.state is not ObjectiveState.WITHDRAWN),
        key=lambda each: each.key,
    )
    of_key_result = {each.id: each.objective for each in record.key_results}
    there = {each.id for each in kept}

    def above(each: Objective) -> str | None:
        found = None if each.parent is None else of_key_result.get(each.parent.id, each.parent.id)
        return found if found in there else None

    def below(parent: str | None) -> Iterable[Objective]:
        for each in kept:
            if above(each) == parent:
                yield each
                yield from below(each.id)

    return below(None)


def canonical_objective(entry: ObjectiveEntry, cycle: str, emails: Mapping[str, str]) -> ObjectiveEntry:
    """An entry as it would be written again: without what goes without saying, texts as they are kept."""
    owner = entry.owner
    if owner.person is not None:
        owner = OwnerEntry(person=emails.get(owner.person.strip(), owner.person.strip().casefold()))
    elif owner.team is not None:
        owner = OwnerEntry(team=_line(owner.team))
    kind = "team" if owner.person is None else "person"
    of_here = (entry.parent_cycle or "").casefold() == cycle.casefold()
    return entry.model_copy(
        update={
            "title": _line(entry.title),
            "why": entry.why.strip(),
            "owner": owner,
            "level": None if entry.level == kind else entry.level,
            "expectation": (entry.expectation or "").strip() or None,
            "parent_cycle": None if of_here else entry.parent_cycle,
        }
    )


def _line(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _frozen(baseline: Baseline | None) -> dict[str, Any] | None:
    if baseline is None:
        return None
    told_of_it = {name: value for name, value in told(baseline).items() if value is not None}
    return told_of_it if baseline.as_of is None else {**told_of_it, "as_of": iso(baseline.as_of)}


def _baseline(rule: BaselineRule) -> Value | None:
    if rule.kind == "number":
        return rule.number
    if rule.kind == "dates":
        return f"{rule.first_day}{BETWEEN_DAYS}{rule.last_day}"
    return None if rule.kind == "span_before" else rule.kind


def _change(entry: ChangeEntry, unit: str) -> Change:
    if isinstance(entry.by, str):
        return Change(
            written_share(entry.by) if entry.relative else written_value(entry.by, unit), entry.relative
        )
    return Change(float(entry.by), entry.relative)


def _maybe(value: Value | None, unit: str) -> float | None:
    return None if value is None else _value(value, unit)


def _value(value: Value, unit: str) -> float:
    return written_value(value, unit) if isinstance(value, str) else float(value)
