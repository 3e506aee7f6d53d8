"""Talk of objectives: comment on one, and write down what one takes on of it."""

from __future__ import annotations

from deskwise.app.access.holders import Holder, Person, holder_id
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.objectives.draft_objectives import objective_of, on
from deskwise.app.okr_store import Part, Remark
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State
from deskwise.kernel.clock import Clock

LONGEST_REMARK = 1_000


def remark(state: State, clock: Clock, by: Holder, objective_id: str, text: str) -> Remark:
    """What somebody says of an objective. Raises `NotAllowedError`, `UsageError` where it says nothing."""
    require(by, Act.CHANGE, Thing(Kind.OBJECTIVE_TALK))
    with state.changing() as stores:
        objective = objective_of(stores, objective_id)
        said = Remark(
            new_id(),
            objective.id,
            holder_id(by),
            clock.now(),
            checked_text("the comment", text, LONGEST_REMARK),
        )
        stores.okr.add_remark(said)
        after = {"remark": said.id, "text": said.text}
        stores.audit.add(entry(clock.now(), by, Deed.OBJECTIVE_REMARKED, on(objective), None, after))
    return said


def take_part(
    state: State,
    clock: Clock,
    by: Person,
    objective_id: str,
    version: int,
    text: str,
    *,
    written_by: Holder | None = None,
) -> Part:
    """What somebody takes on of an objective, or takes on instead; `version` is 0 where they had no part.

    `written_by` is who wrote it down for them, as the audit says it; null where they did themselves.
    Raises `ChangedMeanwhileError` where they wrote another one meanwhile, `NotAllowedError`, `UsageError`.
    """
    require(by, Act.CHANGE, Thing(Kind.OBJECTIVE_TALK))
    with state.changing() as stores:
        objective = objective_of(stores, objective_id)
        before = next((each for each in stores.okr.parts(objective.id) if each.person == by.id), None)
        wanted = Part(
            objective.id, by.id, checked_text("your part", text, LONGEST_REMARK), clock.now(), version
        )
        after = stores.okr.put_part(wanted)
        texts = None if before is None else {"part": before.text}, {"part": after.text}
        stores.audit.add(entry(clock.now(), written_by or by, Deed.PART_TAKEN, on(objective), *texts))
    return after
