"""A small desk with objectives: what comes in, and short ways to what its tests ask."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from deskwise.app.access.holders import TERMINAL, Holder
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.objectives.activate_objectives import activate_objective
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle
from deskwise.app.objectives.change_key_results import add_key_result
from deskwise.app.objectives.cycle_record import cycle_record
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective, objective_of
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, read_standings
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_state, open_workspace
from deskwise.okr.binding import Binding
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Objective, Owner
from stores.state.state_rig import SetClock

# The cycle is February 2025, of 28 days; its baseline is of the 28 days before, 4 to 31 January.
FIRST_DAY, LAST_DAY = date(2025, 2, 1), date(2025, 2, 28)
HALF = datetime(2025, 2, 15, 0, tzinfo=UTC)
SUPPORT = Owner(Level.TEAM, "support")
FRAME = "event_id,at,kind,ticket,role,actor,customer,status,team,agent\n"


def ticket(name: str, day: date, minutes: int, *, agent: str = "ann", team: str = "support") -> str:
    """A request raised at nine, answered so many minutes later by somebody of a team, and solved at once."""
    raised = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    answered = raised + timedelta(minutes=minutes)
    at = [
        f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in (raised, raised, answered, answered + timedelta(seconds=1))
    ]
    return (
        f"{name}o,{at[0]},opened,{name},customer,C{name},C{name},,,\n"
        f"{name}a,{at[1]},assigned,{name},system,,,,{team},{agent}\n"
        f"{name}m,{at[2]},message,{name},agent,{agent},,,,\n"
        f"{name}s,{at[3]},status,{name},agent,{agent},,solved,,\n"
    )


# One request a day: in January answered after an hour, in the first half of February after 40 minutes.
JANUARY = "".join(ticket(f"J{n}", date(2025, 1, 4) + timedelta(days=n), 60) for n in range(28))
FEBRUARY = "".join(ticket(f"F{n}", FIRST_DAY + timedelta(days=n), 40) for n in range(14))
MEAN = Binding("first_response_time", "mean", "")
UNDER_HALF_AN_HOUR = KeyResult(
    "", "fast", "", "First response under half an hour", KeyResultKind.REACH, MEAN, target=1800
)


@dataclass
class OkrRig:
    """The desk with its state, in a folder; the clock stands at the beginning of the cycle's middle day."""

    home: Path
    clock: SetClock = field(default_factory=lambda: SetClock(HALF))
    workspace: Workspace = field(init=False)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.workspace = open_workspace(self.home / "home")
        self.state = open_state(self.home / "home")

    def bring_in(self, rows: str = JANUARY + FEBRUARY, source: str = "desk", as_of: datetime = HALF) -> None:
        path = self.home / f"{source}.csv"
        path.write_text(FRAME + rows, encoding="utf-8")
        request = ImportRequest((path,), source=source, as_of=as_of)
        import_files(self.workspace.lake, request, self.clock, self.workspace.fold)

    def cycle(self, name: str = "February", first: date = FIRST_DAY, last: date = LAST_DAY) -> Cycle:
        return add_cycle(self.state, self.clock, TERMINAL, CycleDraft(name, first, last))

    def objective(self, cycle: Cycle, title: str = "Answer sooner", by: Holder = TERMINAL) -> Objective:
        draft = ObjectiveDraft(title, "Waiting is lost time.", SUPPORT)
        return add_objective(self.state, self.clock, by, cycle.id, draft)

    def key_result(self, objective: Objective, wanted: KeyResult = UNDER_HALF_AN_HOUR) -> KeyResult:
        return add_key_result(self.state, self.clock, TERMINAL, replace(wanted, objective=objective.id))

    def activate(self, objective: Objective) -> Objective:
        return activate_objective(
            self.workspace, self.state, self.clock, TERMINAL, objective.id, objective.version
        )

    def active(self, wanted: KeyResult = UNDER_HALF_AN_HOUR) -> tuple[Cycle, Objective, KeyResult]:
        """A cycle with one active objective that has one key result."""
        cycle = self.cycle()
        objective = self.objective(cycle)
        key_result = self.key_result(objective, wanted)
        return cycle, self.activate(objective), key_result

    def now(self, objective: Objective) -> Objective:
        with self.state.reading() as stores:
            return objective_of(stores, objective.id)

    def standing(self, cycle: Cycle, who: Looker | None = None) -> CycleStanding:
        with self.state.reading() as stores:
            record = cycle_record(stores, cycle)
        return read_standings(self.workspace, who, self.clock, record)

    def stands(self, cycle: Cycle, who: Looker | None = None) -> KeyResultStanding:
        """Where the one key result of a cycle stands."""
        ((found,),) = (each.key_results for each in self.standing(cycle, who).objectives)
        return found

    def audit(self) -> list[AuditEntry]:
        """What the audit tells, the oldest first."""
        with self.state.reading() as stores:
            return list(reversed(stores.audit.read(AuditQuestion())))
