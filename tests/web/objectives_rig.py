"""The pages of a small desk with objectives, looked at by one of each role."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from app.objectives.okr_rig import OkrRig
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.change_cycles import move_cycle
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.objective import Objective
from web.conftest import Site
from web.people_rig import PeopleRig

# One of each, who have sessions of their own.
NAMES = ("admin", "lead", "agent", "viewer")


def imported_desk(folder: Path) -> Path:
    """The folder of a desk with its requests and its people, to be copied."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = OkrRig(folder)
    desk.bring_in()
    PeopleRig(desk.home / "home", clock=desk.clock).add_all("support", "ann")
    return folder


@dataclass
class ObjectivePages:
    """The desk in a copy of its own, with its pages."""

    home: Path
    desk: OkrRig = field(init=False)
    people: PeopleRig = field(init=False)

    @classmethod
    def of(cls, imported: Path, to: Path) -> ObjectivePages:
        """A copy of a desk."""
        shutil.copytree(imported, to)
        return cls(to)

    def __post_init__(self) -> None:
        self.desk = OkrRig(self.home)
        self.people = PeopleRig(self.home / "home", clock=self.desk.clock)
        for name in NAMES:
            self.people.sign_in(name)

    def site(self, name: str) -> Site:
        return self.people.site(name)

    def begin(self, cycle: Cycle, to: CycleState = CycleState.ACTIVE) -> Cycle:
        """A cycle that runs."""
        return move_cycle(self.desk.state, self.desk.clock, TERMINAL, cycle.id, cycle.version, to)

    def running(self) -> tuple[Cycle, Objective]:
        """A cycle that runs, with one active objective that has one key result."""
        cycle, objective, _ = self.desk.active()
        return self.begin(cycle), objective

    def cycle_now(self, cycle: Cycle) -> Cycle:
        with self.desk.state.reading() as stores:
            found = stores.okr.find_cycle(cycle.id)
        assert found is not None
        return found
