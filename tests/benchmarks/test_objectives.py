"""How long ten thousand key results take to be read: each agent's, by every figure there is of them."""

from __future__ import annotations

import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run, in_a_process

KEY_RESULTS = 10_000
READ = """
import sys, time
from datetime import date
from itertools import cycle as again, islice
from pathlib import Path
from deskwise.app.objectives.cycle_record import CycleRecord
from deskwise.app.objectives.standings import read_standings
from deskwise.app.read_metrics import readings_of
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.selection import select
from deskwise.okr.baseline import Baseline
from deskwise.okr.binding import Binding
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner

METRICS = (
    "first_response_time", "reply_time", "average_resolution_time", "resolution_rate",
    "first_contact_resolution", "recontact_rate", "reopen_rate", "touches", "escalation_rate", "csat",
    "customer_rating", "complaints_per_100_requests",
)
workspace = open_workspace(Path(sys.argv[1]), stays_open=True)
with workspace.facts() as facts:
    found = readings_of(facts, select(["requests_resolved"], by=["agent"])).readings
agents = [dict(each.by)["agent"] for each in found if dict(each.by)["agent"] is not None]
bindings = [
    Binding(name, stat, CATALOGUE[name].definition, clock, (("agent", (agent,)),))
    for name in METRICS
    for stat in CATALOGUE[name].stats if stat not in {"within", "km50"}
    for clock in (("elapsed", "working") if CATALOGUE[name].clocked else ("elapsed",))
    for agent in agents
]
wanted = int(sys.argv[2])
results = tuple(
    KeyResult(
        f"k{n}", f"k{n}", f"o{n // 4}", "reach", KeyResultKind.REACH, binding, target=1.0,
        baseline=Baseline(0.5, 10, None, binding.definition, date(2026, 1, 1), date(2026, 6, 30), 1),
    )
    for n, binding in enumerate(islice(again(bindings), wanted))
)
objectives = tuple(
    Objective(f"o{n}", f"o{n}", "c", "t", "", Owner(Level.TEAM, "support"), state=ObjectiveState.ACTIVE)
    for n in range((wanted + 3) // 4)
)
half_year = Cycle("c", "Second half of 2026", date(2026, 7, 1), date(2026, 12, 31), follows="data")
record = CycleRecord(half_year, objectives, results, {}, {}, {})
began = time.perf_counter()
standing = read_standings(workspace, None, SystemClock(), record)
print(time.perf_counter() - began)
read = [each for objective in standing.objectives for each in objective.key_results]
assert len(read) == wanted
assert sum(each.progress is not None for each in read) > wanted / 2
"""


@pytest.mark.bench
def test_ten_thousand_key_results(company: Company, run: Run) -> None:
    _ = company.first_import
    (seconds,), peak = in_a_process(READ, str(company.home), str(KEY_RESULTS))
    run.note("10,000 key results, cold", company.tickets, seconds, gigabytes=peak, most_seconds=5.0)
