"""What became of an objective: each change of it and its key results, and each check-in with what it knew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.objectives.change_key_results import on as on_key_result
from deskwise.app.objectives.draft_objectives import on as on_objective
from deskwise.app.objectives.named_objectives import Named, name_of
from deskwise.app.objectives.restate import Restated, restate
from deskwise.app.read_audit import MOST_AT_ONCE, read_audit
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.okr.between import same
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.key_result import KeyResult
from deskwise.okr.restated import Reason

T = TypeVar("T", CheckIn, TypedValue)


@dataclass(frozen=True)
class HistoryEvent:
    """One thing that happened. `name` is what it happened to, `entry` what the audit says of it.

    `key_result` is null of what happened to the objective. `check_in` and `typed` are null of what is none.
    `now` is what the instant of a check-in reads today, null where that cannot be told; `reasons`
    say why it differs, none where it does not or nothing tells.
    """

    name: str
    entry: AuditEntry
    key_result: KeyResult | None = None
    check_in: CheckIn | None = None
    typed: TypedValue | None = None
    now: Known | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def reads_otherwise(self) -> bool:
        """Whether the instant of a check-in reads otherwise today."""
        if self.check_in is None or self.now is None:
            return False
        then, now = self.check_in.known.value, self.now.value
        return then is not now if then is None or now is None else not same(then, now)


def objective_history(workspace: Workspace, state: State, found: Named) -> tuple[HistoryEvent, ...]:
    """All that happened to an objective, or to a key result of it, the oldest first.

    For whoever has the folder. Raises `WorkspaceError` where check-ins are to be read again and nothing is
    there to be read.
    """
    with state.reading() as stores:
        every = stores.okr.key_results([found.objective.id])
        chosen = every if found.key_result is None else (found.key_result,)
        check_ins = _by_id(stores.okr.check_ins([each.id for each in chosen]))
        typed = _by_id(stores.okr.typed_values([each.id for each in chosen]))
    named = {on_key_result(each): each for each in chosen}
    ons = [*named] if found.key_result is not None else [on_objective(found.objective), *named]
    entries = [
        each for on in ons for each in read_audit(state, TERMINAL, AuditQuestion(on=on, most=MOST_AT_ONCE))
    ]
    now = _restated(workspace, found, named.values(), check_ins.values())
    events = []
    for entry in sorted(entries, key=lambda each: each.number or 0):
        key_result = named.get(entry.on)
        made = check_ins.get(_id_of(entry))
        read = None if made is None else now.get(made.id)
        events.append(
            HistoryEvent(
                name_of(found.objective, key_result),
                entry,
                key_result,
                made,
                typed.get(_id_of(entry)),
                None if read is None else read.now,
                () if read is None else read.reasons,
            )
        )
    return tuple(events)


def _by_id(every: Iterable[T]) -> dict[str, T]:
    return {each.id: each for each in every}


def _id_of(entry: AuditEntry) -> str:
    """The id of what an entry says was added; empty for none."""
    return str((entry.after or {}).get("id", ""))


def _restated(
    workspace: Workspace, found: Named, key_results: Iterable[KeyResult], check_ins: Iterable[CheckIn]
) -> Mapping[str, Restated]:
    """What the instant of each check-in reads now, by the check-in's id."""
    made = tuple(check_ins)
    answers: dict[str, Restated] = {}
    for each in key_results:
        of_it = [one for one in made if one.key_result == each.id]
        if of_it:
            answers.update(restate(workspace, found.cycle, found.objective, each, of_it))
    return answers
