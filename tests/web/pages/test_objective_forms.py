"""Objectives written on pages: whose they can be, what they serve, and what becomes of two who write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.objectives.okr_rig import SUPPORT
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, change_objective
from deskwise.okr.objective import Ambition, Evidence, Level, Objective, ObjectiveState, Parent
from web.conftest import Site
from web.objectives_rig import ObjectivePages, imported_desk

SAID = {
    "title": "Answer the same morning", "why": "They wait too long.", "expectation": "An answer before noon.",
    "evidence": "http://127.0.0.1:8650/analyses/what_changed?metric=csat&period=quarter",
    "owner": "team:support", "level": "team", "parent": "", "ambition": "aspirational", "weight": "2.5",
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_desk(tmp_path_factory.mktemp("objective_forms"))


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> ObjectivePages:
    return ObjectivePages.of(imported, tmp_path / "desk")


def only(rig: ObjectivePages, cycle: str) -> Objective:
    with rig.desk.state.reading() as stores:
        (found,) = stores.okr.objectives(cycle)
    return found


def options(page: str, name: str) -> list[str]:
    (field,) = re.findall(rf'<select [^>]*name="{name}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"', field)


def person(rig: ObjectivePages, name: str) -> str:
    with rig.desk.state.reading() as stores:
        found = stores.people.find_email(f"{name}@example.org")
    assert found is not None
    return found.id


def test_a_lead_writes_one_down_and_goes_on_to_its_key_results(rig: ObjectivePages) -> None:
    cycle, lead = rig.desk.cycle(), rig.site("lead")
    assert f'name="cycle" value="{cycle.id}"' in lead.page(f"/objectives/new?cycle={cycle.id}")
    answer = lead.post("/objectives", cycle=cycle.id, **SAID)
    made = only(rig, cycle.id)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/objectives/{made.id}/key-results/new",
    )
    assert made.state is ObjectiveState.DRAFT
    assert (made.title, made.why, made.expectation) == (SAID["title"], SAID["why"], SAID["expectation"])
    assert (made.owner, made.level, made.weight) == (SUPPORT, Level.TEAM, 2.5)
    assert made.ambition is Ambition.ASPIRATIONAL
    assert made.evidence == Evidence("what_changed", "metric=csat&period=quarter")


def test_who_may_own_it_is_what_whoever_writes_may_change(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    path = f"/objectives/new?cycle={cycle.id}"
    offered = {name: options(rig.site(name).page(path), "owner") for name in ("admin", "lead", "agent")}
    assert {"team:support", f"person:{person(rig, 'agent')}"} <= set(offered["admin"])
    assert f"person:{person(rig, 'gone')}" not in offered["admin"]
    assert {"team:support", f"person:{person(rig, 'agent')}"} <= set(offered["lead"])
    assert offered["agent"] == [f"person:{person(rig, 'agent')}"]
    assert "company" in options(rig.site("admin").page(path), "level")
    assert "company" not in options(rig.site("lead").page(path), "level")
    assert rig.site("viewer").get(path).status_code == 403


@pytest.mark.parametrize("changed", [{"owner": "team:other"}, {"level": "company"}])
def test_nobody_writes_one_that_is_not_theirs(rig: ObjectivePages, changed: dict[str, str]) -> None:
    cycle = rig.desk.cycle()
    answer = rig.site("lead").post("/objectives", cycle=cycle.id, **{**SAID, **changed})
    assert answer.status_code == 403
    with rig.desk.state.reading() as stores:
        assert stores.okr.objectives(cycle.id) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " "}, "The title is empty"),
        ({"evidence": "https://example.org/"}, "That is no address of an analysis."),
        ({"evidence": "/analyses/never"}, "That is no address of an analysis."),
        ({"weight": "-1"}, "That is no weight."),
        ({"owner": ""}, "Nobody owns the objective."),
    ],
)
def test_what_cannot_be_is_told_over_what_was_written(
    rig: ObjectivePages, changed: dict[str, str], told: str
) -> None:
    cycle = rig.desk.cycle()
    said = {**SAID, "why": "<i>because</i>", **changed}
    answer = rig.site("lead").post("/objectives", cycle=cycle.id, **said)
    assert answer.status_code == 400
    assert told in answer.text
    assert "&lt;i&gt;because&lt;/i&gt;</textarea>" in answer.text
    with rig.desk.state.reading() as stores:
        assert stores.okr.objectives(cycle.id) == ()


def test_it_serves_another_or_a_key_result_and_never_itself(rig: ObjectivePages) -> None:
    cycle, above = rig.running()
    lead = rig.site("lead")
    with rig.desk.state.reading() as stores:
        (key_result,) = stores.okr.key_results([above.id])
    page = lead.page(f"/objectives/new?cycle={cycle.id}&parent=objective:{above.id}")
    assert f'value="objective:{above.id}" selected' in page
    assert f"key_result:{key_result.id}" in options(page, "parent")
    lead.post("/objectives", cycle=cycle.id, **{**SAID, "parent": f"key_result:{key_result.id}"})
    with rig.desk.state.reading() as stores:
        below = stores.okr.objectives(cycle.id)[-1]
    assert below.parent == Parent(True, key_result.id)
    assert f"objective:{above.id}" not in options(lead.page(f"/objectives/{above.id}/change"), "parent")
    said = {**SAID, "parent": f"objective:{below.id}", "version": str(rig.desk.now(above).version)}
    answer = lead.post(f"/objectives/{above.id}/change", **said)
    assert answer.status_code == 400
    assert "would serve itself" in answer.text


def change(site: Site, objective: Objective, version: int, title: str) -> int:
    said = {**SAID, "title": title, "version": str(version)}
    return site.post(f"/objectives/{objective.id}/change", **said).status_code


def test_of_two_who_change_it_neither_text_is_lost(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    objective = rig.desk.objective(cycle)
    theirs = ObjectiveDraft("Theirs", "They write <too>.", SUPPORT)
    change_objective(rig.desk.state, rig.desk.clock, TERMINAL, objective.id, 1, theirs)
    lead = rig.site("lead")
    answer = lead.post(f"/objectives/{objective.id}/change", version="1", **SAID)
    assert answer.status_code == 409
    assert "<dt>Title</dt><dd>Theirs</dd>" in answer.text
    assert "<dd>They write &lt;too&gt;.</dd>" in answer.text
    assert f'value="{SAID["title"]}"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert rig.desk.now(objective).title == "Theirs"
    assert change(lead, objective, 2, "Mine") == 303
    assert rig.desk.now(objective).title == "Mine"


def test_a_form_shows_all_that_is_kept(rig: ObjectivePages) -> None:
    cycle, lead = rig.desk.cycle(), rig.site("lead")
    lead.post("/objectives", cycle=cycle.id, **SAID, pooled="yes")
    made = only(rig, cycle.id)
    page = lead.page(f"/objectives/{made.id}/change")
    assert 'value="/analyses/what_changed?metric=csat&amp;period=quarter"' in page
    for chosen in ("team:support", "aspirational", "team"):
        assert f'value="{chosen}" selected' in page
    assert 'name="pooled" value="yes" checked' in page
    assert 'value="2.5"' in page
    kept = {**SAID, "evidence": "/analyses/what_changed?metric=csat&period=quarter", "pooled": "yes"}
    assert lead.post(f"/objectives/{made.id}/change", version="1", **kept).status_code == 303
    now = rig.desk.now(made)
    assert (now.evidence, now.pooled, now.version) == (made.evidence, True, 2)


def test_an_agent_changes_their_own_alone(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    objective = rig.desk.objective(cycle)
    agent = rig.site("agent")
    assert agent.get(f"/objectives/{objective.id}/change").status_code == 403
    assert change(agent, objective, 1, "Mine") == 403
    own = {**SAID, "owner": f"person:{person(rig, 'agent')}", "level": "person"}
    assert agent.post("/objectives", cycle=cycle.id, **own).status_code == 303


def test_a_long_text_comes_through(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    answer = rig.site("lead").post("/objectives", cycle=cycle.id, **{**SAID, "why": "ü€" * 1_000})
    assert answer.status_code == 303
    assert len(only(rig, cycle.id).why) == 2_000
