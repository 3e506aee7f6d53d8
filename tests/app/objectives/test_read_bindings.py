"""Key results that differ in nothing but what they are filtered by are read together, and read the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.objectives.okr_rig import FIRST_DAY, HALF, LAST_DAY, OkrRig, ticket
from deskwise.app.objectives import read_bindings as reading
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.read_bindings import BoundQuestion, read_bindings
from deskwise.kernel.periods import Period, day_start
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.input_tables import Engine, InputTable
from deskwise.okr.binding import Binding

SO_FAR = Period(day_start(FIRST_DAY, "UTC"), micros(HALF))
AGENTS = {"ann": "support", "bob": "support", "cem": "field", "dan": "field"}


@dataclass
class CountingEngine:
    """An engine that counts what it is asked."""

    engine: Engine
    asked: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.engine.name

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> Any:
        self.asked.append(sql)
        return self.engine.rows(sql, inputs)


@pytest.fixture
def rig(tmp_path: Path) -> OkrRig:
    made = OkrRig(tmp_path)
    rows = "".join(
        ticket(f"{agent}{n}", FIRST_DAY + timedelta(days=n), 10 * (place + 1) + n, agent=agent, team=team)
        for place, (agent, team) in enumerate(AGENTS.items())
        for n in range(12)
    )
    made.bring_in(rows)
    return made


def questions(metrics: list[str], values: list[str], dimension: str) -> list[BoundQuestion]:
    return [
        BoundQuestion(Binding(name, stat, "", where=((dimension, (value,)),)), SO_FAR)
        for name in metrics
        for stat in CATALOGUE[name].stats
        if stat != "within"
        for value in values
    ]


@pytest.mark.parametrize(
    ("dimension", "values"), [("team", ["support", "field", "none"]), ("agent", [*AGENTS])]
)
def test_what_is_read_together_is_what_each_reads_alone(
    rig: OkrRig, monkeypatch: pytest.MonkeyPatch, dimension: str, values: list[str]
) -> None:
    metrics = [
        name for name, metric in CATALOGUE.items() if metric.has_dimension(dimension) and not metric.always_by
    ]
    asked = questions(metrics, values, dimension)
    with rig.workspace.facts() as facts:
        together = read_bindings(facts, asked)
        facts.remembered.clear()
        monkeypatch.setattr(reading, "FEWEST_TO_SHARE", 10**9)
        alone = read_bindings(facts, asked)
    assert together == alone
    assert any(readings[0].value is not None for readings in together.values())


def test_hundreds_of_key_results_take_no_more_queries_than_one_of_each_metric(rig: OkrRig) -> None:
    metrics = ["first_response_time", "requests_resolved", "first_contact_resolution"]
    asked = questions(metrics, list(AGENTS), "agent")
    with rig.workspace.facts() as facts:
        few = CountingEngine(facts.engine)
        read_bindings(replace(facts, engine=few, remembered={}), asked[::4])
        many = CountingEngine(facts.engine)
        read_bindings(replace(facts, engine=many, remembered={}), asked)
    assert len(asked) == 28
    assert len(many.asked) <= len(few.asked)


def test_weeks_are_read_to_the_cycle_s_end(rig: OkrRig) -> None:
    whole = Period(SO_FAR.start_at, day_start(LAST_DAY + timedelta(days=1), "UTC"))
    asked = BoundQuestion(Binding("requests_received", "count", ""), whole, "week")
    with rig.workspace.facts() as facts:
        found = read_bindings(facts, [asked])[asked]
    assert [each.value for each in found] == [8, 28, 12, 0, 0]
