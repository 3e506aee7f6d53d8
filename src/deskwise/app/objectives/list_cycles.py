"""List the cycles, with the one that is meant when none is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import require
from deskwise.app.access.things import Act
from deskwise.app.objectives.change_cycles import current_cycle
from deskwise.app.objectives.named_objectives import today_of
from deskwise.app.objectives.standings_told import cycle_json
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.app.state import State
from deskwise.kernel.clock import Clock
from deskwise.okr.cycle import Cycle


@dataclass(frozen=True)
class ListedCycles:
    """The cycles, the earliest first; `counts` says how many objectives each has, by its id."""

    cycles: tuple[Cycle, ...]
    counts: Mapping[str, int]
    current: Cycle | None
    today: date

    def to_json(self) -> list[dict[str, Any]]:
        """An object for each."""
        return [
            cycle_json(each, current=each == self.current, objectives=self.counts[each.id])
            for each in self.cycles
        ]


def list_cycles(state: State, clock: Clock, by: Holder, zone: str) -> ListedCycles:
    """The cycles as of the local day of today. Raises `NotAllowedError`."""
    require(by, Act.READ, WHOLE_WORKSPACE)
    with state.reading() as stores:
        cycles = stores.okr.cycles()
        counts = {each.id: len(stores.okr.objectives(each.id)) for each in cycles}
    today = today_of(clock, zone)
    return ListedCycles(cycles, counts, current_cycle(cycles, today), today)
