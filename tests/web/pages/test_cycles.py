"""Cycles on pages: added, changed and led on by an admin, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.change_cycles import CycleDraft, change_cycle
from deskwise.okr.cycle import CycleState
from web.objectives_rig import ObjectivePages, imported_desk

DAYS = {"first_day": "2025-02-01", "last_day": "2025-02-28", "check_in_days": "7", "follows": "calendar"}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_desk(tmp_path_factory.mktemp("cycles"))


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> ObjectivePages:
    return ObjectivePages.of(imported, tmp_path / "desk")


def test_a_fiscal_quarter_is_added_by_its_name(rig: ObjectivePages) -> None:
    answer = rig.site("admin").post(
        "/objectives/cycles", quarter="Q2 2025", name="", first_day="", last_day="", check_in_days="14"
    )
    assert answer.status_code == 303
    assert "The cycle is added" in rig.site("admin").page(answer.headers["location"])
    with rig.desk.state.reading() as stores:
        (made,) = stores.okr.cycles()
    assert (made.name, made.first_day, made.last_day) == ("Q2 2025", date(2025, 4, 1), date(2025, 6, 30))
    assert (made.check_in_days, made.state) == (14, CycleState.PLANNING)


def test_free_days_are_added_and_what_is_wrong_is_kept_to_be_mended(rig: ObjectivePages) -> None:
    site = rig.site("admin")
    wrong = {**DAYS, "last_day": "2025-01-31", "name": "A <short> one"}
    answer = site.post("/objectives/cycles", quarter="free", **wrong)
    assert answer.status_code == 400
    assert "The cycle ends before it begins." in answer.text
    assert 'value="A &lt;short&gt; one"' in answer.text
    assert 'value="2025-01-31"' in answer.text
    assert 'value="free" checked' in answer.text
    assert site.post("/objectives/cycles", quarter="free", **{**wrong, **DAYS}).status_code == 303


@pytest.mark.parametrize("role", ["lead", "agent", "viewer"])
def test_nobody_but_an_admin_adds_or_leads_a_cycle(rig: ObjectivePages, role: str) -> None:
    cycle, site = rig.desk.cycle(), rig.site(role)
    assert site.post("/objectives/cycles", quarter="free", name="Mine", **DAYS).status_code == 403
    said = {"version": "1", "to": "active"}
    assert site.post(f"/objectives/cycles/{cycle.id}/state", **said).status_code == 403
    page = site.page(f"/objectives/cycles/{cycle.id}")
    assert "led by an admin" in page
    assert f'action="/objectives/cycles/{cycle.id}' not in page
    assert rig.cycle_now(cycle) == cycle


def test_a_cycle_is_led_from_planning_to_its_close(rig: ObjectivePages) -> None:
    cycle, site = rig.desk.cycle(), rig.site("admin")
    at = f"/objectives/cycles/{cycle.id}"
    for version, words, to in (
        ("1", "Begin the cycle", "active"),
        ("2", "Put it into review", "review"),
        ("3", "Close the cycle", "closed"),
    ):
        assert f">{words}</button>" in site.page(at)
        assert site.post(f"{at}/state", version=version, to=to).status_code == 303
    assert "nothing follows" in site.page(at)
    assert rig.cycle_now(cycle).state is CycleState.CLOSED
    assert site.post(f"{at}/state", version="4", to="never").status_code == 400


def test_a_cycle_with_an_active_objective_is_not_closed(rig: ObjectivePages) -> None:
    cycle, objective = rig.running()
    rig.begin(cycle, CycleState.REVIEW)
    answer = rig.site("admin").post(f"/objectives/cycles/{cycle.id}/state", version="3", to="closed")
    assert answer.status_code == 400
    assert f"Objectives of the cycle are still active: {objective.key}." in answer.text


def test_of_two_who_change_it_neither_text_is_lost(rig: ObjectivePages) -> None:
    cycle, site = rig.desk.cycle(), rig.site("admin")
    theirs = CycleDraft("Theirs", date(2025, 2, 1), date(2025, 2, 28))
    change_cycle(rig.desk.state, rig.desk.clock, TERMINAL, cycle.id, 1, theirs)
    answer = site.post(f"/objectives/cycles/{cycle.id}", version="1", name="Mine", **DAYS)
    assert answer.status_code == 409
    assert "<dt>Name</dt><dd>Theirs</dd>" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert rig.cycle_now(cycle).name == "Theirs"
    assert site.post(f"/objectives/cycles/{cycle.id}", version="2", name="Mine", **DAYS).status_code == 303
    assert rig.cycle_now(cycle) == replace(cycle, name="Mine", version=3)
