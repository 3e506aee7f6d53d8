"""A small desk in January 2025, and key results of its first quarter, for tests of what they read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.ruling_rig import AS_OF, RulingRig
from deskwise.app.objectives.cycle_record import CycleRecord
from deskwise.app.objectives.moment import Moment, moment_of
from deskwise.app.objectives.standings import KeyResultStanding, standings_of
from deskwise.app.workspace import Facts
from deskwise.bootstrap import open_workspace
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Binding, Window
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner

QUARTER = Cycle("c1", "Q1 2025", date(2025, 1, 1), date(2025, 3, 31), follows="data")
OBJECTIVE = Objective(
    "o1", "answers", "c1", "Answers", "", Owner(Level.TEAM, "support"), state=ObjectiveState.ACTIVE
)
FIXED = BaselineRule("number", number=7_200.0)
# Two more requests in the weeks after the first.
MORE = """event_id,at,kind,ticket,role,customer,category
b6,2025-01-08T10:00:00Z,opened,T6,customer,C6,billing
b7,2025-01-21T10:00:00Z,opened,T7,customer,C7,billing
"""


def desk(folder: Path) -> RulingRig:
    """The desk, opened as whoever answers many questions opens it: it remembers."""
    made = RulingRig(folder)
    made.bring_in()
    made.workspace = open_workspace(folder / "home", stays_open=True)
    return made


def bound(name: str, stat: Stat, **more: Any) -> Binding:
    return Binding(name, stat, metric(name).definition, **more)


def reaching(binding: Binding, target: float, **more: Any) -> KeyResult:
    given = {"baseline_rule": FIXED, "higher_is_better": None, **more}
    return KeyResult("k1", "k1", "o1", "A figure", KeyResultKind.REACH, binding, target=target, **given)


def received(window: Window | None = None, **more: Any) -> KeyResult:
    """How many requests came in, of which the desk wants 100."""
    binding = bound("requests_received", "count", window=window or Window())
    given = {"higher_is_better": True, "baseline_rule": BaselineRule("number", number=0.0), **more}
    return reaching(binding, 100.0, **given)


def replies() -> KeyResult:
    """The mean wait for a reply, from two hours to ten minutes."""
    return reaching(bound("reply_time", "mean"), 600.0)


def moment(facts: Facts) -> Moment:
    return moment_of(QUARTER, AS_OF, facts.horizon.as_of, facts.rules.zone)


def stands(rig: RulingRig, key_result: KeyResult) -> KeyResultStanding:
    """Where a key result stands on the desk."""
    record = CycleRecord(QUARTER, (OBJECTIVE,), (replace(key_result, objective="o1"),), {}, {}, {})
    with rig.workspace.facts() as facts:
        return standings_of(rig.workspace, None, rig.clock, record, facts).objectives[0].key_results[0]
