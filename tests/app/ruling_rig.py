"""A small desk whose tickets can be ruled on, with its state, in a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deskwise.app.access.holders import TERMINAL, Holder, Person, Role
from deskwise.app.audit import AuditEntry, AuditQuestion, Deed
from deskwise.app.change_settings import load_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.rule_on_event import Ruled, RulingOrder, rule_on_event, take_back_ruling
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_state, open_workspace
from stores.state.state_rig import SetClock

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
AS_OF = datetime(2025, 2, 1, tzinfo=UTC)
# T1: a reply wait of 70 min with "thanks" at its beginning, a reopening, a complaint. T3 is the re-contact of
# its resolutions, T4 is of another category. T5 is another team's.
LOG = """event_id,at,kind,ticket,role,actor,customer,category,status,team,agent,extra
a1,2025-01-01T10:00:00Z,opened,T1,customer,C1,C1,billing,,,,
a0,2025-01-01T10:01:00Z,assigned,T1,system,,,,,support,ann,
m2,2025-01-01T10:05:00Z,message,T1,agent,ann,,,,,,
m3,2025-01-01T11:00:00Z,message,T1,customer,C1,,,,,,
m4,2025-01-01T12:00:00Z,message,T1,customer,C1,,,,,,
m5,2025-01-01T12:10:00Z,message,T1,agent,ann,,,,,,
b1,2025-01-01T13:00:00Z,status,T1,agent,ann,,,solved,,,
b2,2025-01-02T13:00:00Z,status,T1,customer,C1,,,open,,,
b3,2025-01-02T14:00:00Z,status,T1,agent,ann,,,solved,,,
c1,2025-01-02T15:00:00Z,complaint,T1,customer,C1,,,,,,
a3,2025-01-03T10:00:00Z,opened,T3,customer,C1,C1,billing,,,,
r9,2025-01-03T11:00:00Z,ruled,T3,agent,boss,,,,,,"{""event"": ""a3"", ""ruling"": ""same_issue""}"
a4,2025-01-04T10:00:00Z,opened,T4,customer,C1,C1,login,,,,
a5,2025-01-05T10:00:00Z,opened,T5,customer,C5,C5,login,,,,
a6,2025-01-05T10:01:00Z,assigned,T5,system,,,,,field,bob,
"""
LEAD = Person("lea", "Lea", "lea@example.org", Role.LEAD, teams=frozenset({"support"}))
AGENT = Person("per", "Per", "per@example.org", Role.AGENT, actor="ann", teams=frozenset({"support"}))


@dataclass
class RulingRig:
    """The desk, and short ways to what its tests ask."""

    home: Path
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    workspace: Workspace = field(init=False)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.workspace = open_workspace(self.home / "home")
        self.state = open_state(self.home / "home")

    def bring_in(self, log: str = LOG, source: str = "desk", as_of: datetime | None = AS_OF) -> None:
        path = self.home / "log.csv"
        path.write_text(log, encoding="utf-8")
        request = ImportRequest((path,), source=source, as_of=as_of)
        import_files(self.workspace.lake, request, self.clock, self.workspace.fold)

    def settings(self, text: str) -> None:
        load_settings(self.workspace, text)

    def rule(self, ticket: str, event: str, ruling: str, by: Holder = TERMINAL, **more: Any) -> Ruled:
        order = RulingOrder(ticket, event, ruling, **{"why": "it is so", **more})
        return rule_on_event(self.workspace, self.state, self.clock, by, order)

    def take_back(self, ticket: str, ruling: str, by: Holder = TERMINAL, why: str = "it was not") -> Ruled:
        return take_back_ruling(self.workspace, self.state, self.clock, by, ticket, ruling, why)

    def value(self, metric: str, stat: str | None = None) -> float | None:
        """A figure of everything."""
        question = Question((metric,), stats=() if stat is None else (stat,))
        (reading,) = read_metrics(self.workspace, question).readings.readings
        return None if reading.value is None else float(reading.value)

    def audit(self, what: Deed = Deed.RULED) -> list[AuditEntry]:
        """What the audit tells of rulings, the oldest first."""
        with self.state.reading() as stores:
            return list(reversed(stores.audit.read(AuditQuestion(what=what))))
