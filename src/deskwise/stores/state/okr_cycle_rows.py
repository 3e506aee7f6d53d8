"""Cycles in the state; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import CYCLES


class CycleRows(OrderedRows):
    """Cycles, in one transaction."""

    def find_cycle(self, cycle: str) -> Cycle | None:
        """The cycle of an id."""
        row = self._connection.execute(sa.select(CYCLES).where(CYCLES.c.id == cycle)).first()
        return None if row is None else _cycle(row)

    def cycles(self) -> tuple[Cycle, ...]:
        """All cycles, the earliest first; of those that begin together, the one that ends first."""
        rows = self._connection.execute(
            sa.select(CYCLES).order_by(CYCLES.c.first_day, CYCLES.c.last_day, CYCLES.c.number)
        )
        return tuple(_cycle(row) for row in rows)

    def add_cycle(self, cycle: Cycle) -> None:
        """Keep a new cycle."""
        self._add(CYCLES, {"id": cycle.id, "version": cycle.version, **_columns(cycle)})

    def change_cycle(self, cycle: Cycle) -> Cycle:
        """Keep a changed cycle."""
        changed = self._connection.execute(
            sa.update(CYCLES)
            .where(CYCLES.c.id == cycle.id, CYCLES.c.version == cycle.version)
            .values(version=cycle.version + 1, **_columns(cycle))
        )
        now = self.find_cycle(cycle.id)
        if now is None or not changed.rowcount:
            raise ChangedMeanwhileError(
                say("somebody else changed this cycle meanwhile"), do=say("look at it as it is now"), now=now
            )
        return now


def _columns(cycle: Cycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "first_day": cycle.first_day,
        "last_day": cycle.last_day,
        "state": str(cycle.state),
        "check_in_days": cycle.check_in_days,
        "follows": cycle.follows,
    }


def _cycle(row: sa.Row[Any]) -> Cycle:
    return Cycle(
        row.id,
        row.name,
        row.first_day,
        row.last_day,
        CycleState(row.state),
        row.check_in_days,
        row.follows,
        row.version,
    )
