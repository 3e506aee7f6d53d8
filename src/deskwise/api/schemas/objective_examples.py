"""Examples of objectives, for the description of the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from deskwise.app.objectives.cycle_record import CycleRecord
from deskwise.app.objectives.moment import Moment, micros
from deskwise.app.objectives.read_key_results import NOTHING_READ
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, ObjectiveStanding
from deskwise.app.objectives.standings_told import cycle_json, objective_json, standing_json
from deskwise.app.objectives.values_told import told
from deskwise.app.okr_store import Part, Remark
from deskwise.okr.baseline import Baseline
from deskwise.okr.binding import Binding
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.measured import Measured
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner
from deskwise.okr.status import Status, Verdict

AT = datetime(2027, 2, 15, 9, tzinfo=UTC)
FIRST = datetime(2027, 1, 1, tzinfo=UTC)
DEFINITION = "first_response_time/1"
CYCLE = Cycle("5b1e", "Q1 2027", date(2027, 1, 1), date(2027, 3, 31), CycleState.ACTIVE)
OBJECTIVE = Objective(
    "a3f0", "fast-answers", CYCLE.id, "Customers get a first answer fast", "Waiting is lost time.",
    Owner(Level.TEAM, "support"), state=ObjectiveState.ACTIVE, version=3,
)  # fmt: skip
KEY_RESULT = KeyResult(
    "c7d2", "median", OBJECTIVE.id, "Median first answer", KeyResultKind.REACH,
    Binding("first_response_time", "p50", DEFINITION), target=7_200.0,
    baseline=Baseline(
        10_800.0, 912, (10_200.0, 11_400.0), DEFINITION, date(2026, 10, 3), date(2026, 12, 31), micros(FIRST)
    ),
    version=2,
)  # fmt: skip
KNOWN = Known(
    9_000.0, 0.5, 514, (8_400.0, 9_700.0), 0, 0, DEFINITION, micros(FIRST), micros(AT), micros(AT), "9c41e0"
)
CHECK_IN = CheckIn(
    "e019", KEY_RESULT.id, "c41d", AT, KNOWN, confidence=7, moved_by="a second shift", next_step="e-mail"
)
OVERRIDE = TypedValue("f2ab", KEY_RESULT.id, 8_400.0, "the import lacks a week", "c41d", AT, KNOWN)
REMARK = Remark("0d3c", OBJECTIVE.id, "c41d", AT, "two hours is bold")


def _standing() -> CycleStanding:
    record = CycleRecord(CYCLE, (OBJECTIVE,), (KEY_RESULT,), {KEY_RESULT.id: (CHECK_IN,)}, {}, {})
    moment = Moment(micros(AT), micros(AT), "UTC")
    judged = Verdict(
        Status.ON_TRACK, "pace", "By its pace: it is 0 points ahead of where it is expected to be."
    )
    measured = Measured(moment.today, KNOWN.value, 10_800.0, n=KNOWN.n)
    one = KeyResultStanding(
        KEY_RESULT, NOTHING_READ, KNOWN, None, measured, 10_800.0, 7_200.0, 0.5, 0.5, 9_000.0, judged,
        (CHECK_IN,), definition_moved=False,
    )  # fmt: skip
    return CycleStanding(record, moment, (), (ObjectiveStanding(OBJECTIVE, (one,), None),))


def cycles() -> Any:
    """One that runs."""
    return {"cycles": [cycle_json(CYCLE, current=True, objectives=1)]}


def standing_cycle() -> Any:
    """It has one objective, half of the way."""
    return standing_json(_standing())


def objective_shown() -> Any:
    """The same with what was said of it."""
    standing = _standing()
    found = objective_json(standing.objectives[0], standing)
    found["key_results"] = [{**each, "typed_values": []} for each in found["key_results"]]
    part = Part(OBJECTIVE.id, "c41d", "I write the templates", AT, 1)
    return {**found, "parts": [told(part)], "remarks": [told(REMARK)]}


def objective() -> Any:
    """As it is when it was made active."""
    return told(OBJECTIVE)


def proposed() -> Any:
    """As it was before, proposed to the team."""
    return told(replace(OBJECTIVE, state=ObjectiveState.PROPOSED, version=2))


def step() -> Any:
    """The version that was looked at."""
    return {"version": 2}


def new_remark() -> Any:
    """What is said of it."""
    return {"text": REMARK.text}


def remark() -> Any:
    """It is kept."""
    return told(REMARK)


def new_check_in() -> Any:
    """How sure somebody is, and why."""
    return {
        "confidence": CHECK_IN.confidence, "moved_by": CHECK_IN.moved_by, "next_step": CHECK_IN.next_step
    }  # fmt: skip


def check_in() -> Any:
    """It is kept, with what was known."""
    return told(CHECK_IN)


def new_override() -> Any:
    """A value that is to count instead."""
    return {"value": OVERRIDE.value, "why": OVERRIDE.why}


def override() -> Any:
    """It counts."""
    return told(OVERRIDE)


def resumed() -> Any:
    """It counts no more."""
    return {**told(OVERRIDE), "resumed_at": "2027-02-20T09:00:00Z", "resumed_by": "c41d"}
