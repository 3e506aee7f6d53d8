"""Objectives in the state; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.objective import Ambition, Evidence, Level, Objective, ObjectiveState, Owner, Parent
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import OBJECTIVES


class ObjectiveRows(OrderedRows):
    """Objectives, in one transaction."""

    def find_objective(self, objective: str) -> Objective | None:
        """The objective of an id."""
        row = self._connection.execute(sa.select(OBJECTIVES).where(OBJECTIVES.c.id == objective)).first()
        return None if row is None else _objective(row)

    def objectives(self, cycle: str) -> tuple[Objective, ...]:
        """Those of a cycle, in the order they were added."""
        return tuple(_objective(row) for row in self._of(OBJECTIVES.c.cycle, (cycle,)))

    def add_objective(self, objective: Objective) -> None:
        """Keep a new objective."""
        if self._connection.execute(_of_that_key(objective)).first() is not None:
            raise _key_taken(objective)
        self._add(OBJECTIVES, {"id": objective.id, "version": objective.version, **_columns(objective)})

    def change_objective(self, objective: Objective) -> Objective:
        """Keep a changed objective."""
        changed = self._connection.execute(
            sa.update(OBJECTIVES)
            .where(
                OBJECTIVES.c.id == objective.id,
                OBJECTIVES.c.version == objective.version,
                ~_of_that_key(objective).exists(),
            )
            .values(version=objective.version + 1, **_columns(objective))
        )
        now = self.find_objective(objective.id)
        if now is not None and changed.rowcount:
            return now
        if now is not None and now.version == objective.version:
            raise _key_taken(objective)
        raise ChangedMeanwhileError(
            say("somebody else changed this objective meanwhile"), do=say("look at it as it is now"), now=now
        )


def _of_that_key(objective: Objective) -> sa.Select[Any]:
    """Another objective of the cycle with its key."""
    other = OBJECTIVES.alias()
    return sa.select(other.c.id).where(
        other.c.cycle == objective.cycle, other.c.key == objective.key, other.c.id != objective.id
    )


def _key_taken(objective: Objective) -> UsageError:
    return UsageError(
        say("an objective of this cycle has the key %(key)s already", key=objective.key),
        do=say("choose another key"),
    )


def _columns(objective: Objective) -> dict[str, Any]:
    evidence, parent = objective.evidence, objective.parent
    return {
        "cycle": objective.cycle,
        "key": objective.key,
        "title": objective.title,
        "why": objective.why,
        "owner_kind": str(objective.owner.kind),
        "owner_name": objective.owner.name,
        "level": str(objective.level),
        "ambition": str(objective.ambition),
        "weight": objective.weight,
        "state": str(objective.state),
        "expectation": objective.expectation,
        "evidence_analysis": None if evidence is None else evidence.analysis,
        "evidence_question": None if evidence is None else evidence.question,
        "parent": None if parent is None else parent.id,
        "parent_is_key_result": None if parent is None else parent.of_key_result,
        "pooled": objective.pooled,
        "carried_from": objective.carried_from,
    }


def _objective(row: sa.Row[Any]) -> Objective:
    return Objective(
        row.id,
        row.key,
        row.cycle,
        row.title,
        row.why,
        Owner(Level(row.owner_kind), row.owner_name),
        Level(row.level),
        Ambition(row.ambition),
        row.weight,
        ObjectiveState(row.state),
        row.expectation,
        None if row.evidence_analysis is None else Evidence(row.evidence_analysis, row.evidence_question),
        None if row.parent is None else Parent(row.parent_is_key_result, row.parent),
        row.pooled,
        row.carried_from,
        row.version,
    )
