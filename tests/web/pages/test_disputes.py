"""Disputes on pages: an agent says what is not right, a lead decides, and both see what came of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.ruling_rig import RulingRig
from deskwise.app.access.holders import TERMINAL
from deskwise.app.dispute_figures import list_disputes
from web.conftest import Site
from web.people_rig import PeopleRig

T1 = "/tickets/T1?source=desk"
SAID = {"ticket": "T1", "source": "desk", "event": "m3", "metric": "reply_time", "why": "<b>thanks</b>"}
WAITING = re.compile(r'class="dw-waiting"><span class="dw-sr">to decide: </span>(\d+)</span>')


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disputed")
    made = RulingRig(folder)
    made.bring_in()
    PeopleRig(folder / "home", clock=made.clock).add_all("support", "ann")
    return folder


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> PeopleRig:
    shutil.copytree(imported, tmp_path / "desk")
    desk = RulingRig(tmp_path / "desk")
    made = PeopleRig(desk.home / "home", clock=desk.clock)
    for name in ("admin", "lead", "agent", "viewer"):
        made.sign_in(name)
    return made


def disputed(rig: PeopleRig) -> str:
    """A dispute of the agent, by its id."""
    answer = rig.site("agent").post("/disputes", **SAID)
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition("&disputed=")[2]


def waiting(site: Site) -> str | None:
    found = WAITING.search(site.page("/disputes"))
    return None if found is None else found.group(1)


def test_an_agent_disputes_on_the_page_of_their_ticket(rig: PeopleRig) -> None:
    agent = rig.site("agent")
    page = agent.page(T1)
    assert "Is a figure not right?" in page
    assert 'action="/disputes"' in page
    assert 'action="/disputes"' not in rig.site("lead").page(T1)
    disputed(rig)
    page = agent.page(T1 + "&disputed=1")
    assert "It is disputed." in page
    assert "“&lt;b&gt;thanks&lt;/b&gt;”" in page
    again = agent.post("/disputes", **SAID)
    assert again.status_code == 400
    assert "You have disputed this already." in again.text
    assert 'value="&lt;b&gt;thanks&lt;/b&gt;"' in again.text


def test_leads_are_told_how_many_wait_for_them_on_every_page(rig: PeopleRig) -> None:
    assert waiting(rig.site("lead")) is None
    disputed(rig)
    assert (waiting(rig.site("lead")), waiting(rig.site("admin"))) == ("1", "1")
    assert waiting(rig.site("agent")) is None
    assert WAITING.search(rig.site("lead").page("/definitions")) is not None
    assert "/disputes" not in rig.site("viewer").page("/definitions")
    assert rig.site("viewer").get("/disputes").status_code == 403


def test_a_lead_declines_with_a_reason_that_the_agent_reads(rig: PeopleRig) -> None:
    dispute = disputed(rig)
    lead = rig.site("lead")
    said = {"version": "1", "dispute": dispute}
    path = f"/disputes/{dispute}/declined"
    assert rig.site("agent").post(path, answer="no", **said).status_code == 403
    empty = lead.post(path, answer=" ", **said)
    assert (empty.status_code, "The reason is empty" in empty.text) == (400, True)
    done = lead.post(path, answer="it was a question", **said)
    assert done.headers["location"] == "/disputes?done=declined"
    assert "It is declined" in lead.page(done.headers["location"])
    assert "Declined · Lead, Sat 1 Mar 2025, 12:00: “it was a question”" in rig.site("agent").page(T1)
    late = rig.site("admin").post(path, answer="another", **said)
    assert (late.status_code, "has decided this dispute meanwhile" in late.text) == (409, True)


def test_a_ruling_decides_the_disputes_it_names(rig: PeopleRig) -> None:
    dispute = disputed(rig)
    lead = rig.site("lead")
    page = lead.page(T1)
    boxes = re.findall(r'name="disputes" value="(.*?)"( checked)?', page)
    assert (dispute, " checked") in boxes
    assert sum(checked == " checked" for _, checked in boxes) == 1
    said = {"ticket": "T1", "source": "desk", "event": "m3", "ruling": "acknowledgement", "seen": ""}
    answer = lead.post("/rulings", **said, why="only thanks", disputes=[dispute, "nothing"])
    assert answer.status_code == 303
    (settled,) = list_disputes(rig.state, TERMINAL)
    assert (str(settled.state), settled.answer) == ("ruled", "only thanks")
    assert settled.ruling == answer.headers["location"].partition("&ruled=")[2]
    assert "Decided by a ruling" in rig.site("agent").page(T1)
    assert waiting(lead) is None


def test_a_page_without_disputes_says_how_one_comes_to_be(rig: PeopleRig) -> None:
    page = rig.site("lead").page("/disputes")
    assert "nothing waits for a decision" in page
    assert "says so on its page" in page
