"""The review of a cycle with its scores, and what is owed, told on every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.close_objectives import Learnt, close_objective
from deskwise.okr.cycle import CycleState
from web.conftest import addresses
from web.objectives_rig import ObjectivePages, imported_desk

WAITING = re.compile(r'class="dw-waiting"><span class="dw-sr">to do: </span>(\d+)</span>')


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_desk(tmp_path_factory.mktemp("review"))


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> ObjectivePages:
    return ObjectivePages.of(imported, tmp_path / "desk")


def test_what_runs_has_the_score_of_today_and_leads_to_its_close(rig: ObjectivePages) -> None:
    cycle, objective = rig.running()
    rig.desk.objective(cycle, "Never begun")
    page = rig.site("admin").page("/objectives/review")
    # Two thirds of the way, cut off after two digits.
    assert '<p class="dw-big">0.66</p>' in page
    assert "score of today · progress, but short of it" in page
    assert "would not be met today: it takes 1.0" in page
    assert "objectives that are not closed: 1" in page
    assert "drafts and proposals that never became active: 1" in page
    assert f"/objectives/{objective.id}" in addresses(page)
    assert "Close it and say what was learnt" in page
    assert "Close it and say what was learnt" not in rig.site("agent").page("/objectives/review")


def test_what_is_closed_shows_what_was_frozen_and_learnt(rig: ObjectivePages) -> None:
    cycle, objective = rig.running()
    learnt = Learnt("Came <far>.", "The rota.", "Mondays.", "Two people on Mondays.")
    close_objective(
        rig.desk.workspace, rig.desk.state, rig.desk.clock, TERMINAL, objective.id, objective.version, learnt
    )
    rig.begin(cycle, CycleState.REVIEW)
    page = rig.site("admin").page(f"/objectives/review?cycle={cycle.id}")
    assert "final score · progress, but short of it" in page
    assert "not met: it takes 1.0" in page
    assert "closed on Sat 15 Feb 2025, 00:00" in page
    assert "Nothing: every objective is closed." in page
    assert "<p>Came &lt;far&gt;.</p>" in page
    for question, words in (("What went well", "The rota."), ("What did not", "Mondays.")):
        assert f"<b>{question}</b> {words}" in page
    assert "Close it and say what was learnt" not in page


def test_scores_of_too_few_people_are_not_shown(rig: ObjectivePages) -> None:
    rig.running()
    page = rig.site("viewer").page("/objectives/review")
    assert '<p class="dw-big">not shown</p>' in page
    assert "0.66" not in page
    assert "would not be met" not in page


def test_a_review_needs_a_cycle(rig: ObjectivePages) -> None:
    assert rig.site("admin").get("/objectives/review").status_code == 404


def test_what_is_owed_is_counted_on_every_page_and_listed_on_one(rig: ObjectivePages) -> None:
    _, objective = rig.running()
    lead, agent = rig.site("lead"), rig.site("agent")
    (count,) = set(WAITING.findall(lead.page("/definitions")))
    assert count == "1"
    assert WAITING.search(agent.page("/definitions")) is None
    assert "Nothing is owed" in agent.page("/objectives/owed")
    page = lead.page("/objectives/owed")
    assert "due today" in page
    (leads,) = {each for each in addresses(page) if each.startswith(f"/objectives/{objective.id}")}
    assert "key_result=" in leads
    rig.desk.clock.instant = datetime(2025, 2, 23, 9, tzinfo=UTC)
    rig.people.sign_in("lead")
    assert "2 missed, the last on 22 Feb 2025" in rig.site("lead").page("/objectives/owed")
