"""Rulings on a ticket's page: who is offered which, what comes of one, and what is told where none can be."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.ruling_rig import RulingRig
from deskwise.app.audit import Deed
from web.conftest import Site
from web.people_rig import PeopleRig

T1 = "/tickets/T1?source=desk"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ruled")
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


def lead_id(rig: PeopleRig) -> str:
    with rig.state.reading() as stores:
        return next(each.id for each in stores.people.all() if each.name == "Lead")


def rule(site: Site, event: str = "m3", ruling: str = "acknowledgement", **more: str) -> tuple[int, str]:
    said = {"ticket": "T1", "source": "desk", "event": event, "ruling": ruling, "seen": "", "why": "thanks"}
    answer = site.post("/rulings", **{**said, **more})
    return answer.status_code, answer.headers.get("location") or answer.text


def offers(page: str) -> list[tuple[str, str]]:
    """Which rulings a page offers, by the event."""
    forms = re.findall(r'action="/rulings">(.*?)</form>', page, re.DOTALL)
    return [
        (re.findall(r'name="event" value="(.*?)"', form)[0], ruling)
        for form in forms
        for ruling in re.findall(r'name="ruling" value="(.*?)"', form)
    ]


def test_each_event_offers_what_would_change_something_to_who_may_rule(rig: PeopleRig) -> None:
    every = [
        ("a1", "acknowledgement"),
        ("m3", "acknowledgement"),
        ("m4", "acknowledgement"),
        ("b2", "new_issue"),
        ("c1", "no_complaint"),
    ]
    assert offers(rig.site("admin").page(T1)) == every
    assert offers(rig.site("lead").page(T1)) == every
    assert offers(rig.site("agent").page(T1)) == []
    assert rig.site("viewer").get(T1).status_code == 403


def test_after_a_ruling_the_page_shows_it_and_the_figures_it_changed(rig: PeopleRig) -> None:
    lead = rig.site("lead")
    status, address = rule(lead)
    assert (status, address.partition("&ruled=")[0]) == (303, T1)
    page = lead.page(address)
    assert "Ruled: no answer needed. The figures are those with it." in page
    assert re.search(r"<b>Ruled: No answer needed</b> by Lead, Sat 1 Mar 2025, 12:00: “thanks”", page)
    line = re.search(r'aria-label="What the ruling changed">(.*?)</ul>', page, re.DOTALL)
    assert line is not None
    words = " ".join(re.sub(r"<.*?>", "", line.group(1)).split())
    assert words.replace("\N{NARROW NO-BREAK SPACE}", " ") == "Reply time: 1 h 10 min → 10 min"
    assert ("m3", "needs_answer") in offers(page)
    seen = rig.site("agent").page(T1)
    assert "<b>Ruled: No answer needed</b> by Lead" in seen
    assert "Take the ruling back" not in seen
    told = next(entry for entry in rig.audit() if entry.what is Deed.RULED)
    assert told.who == lead_id(rig)


def test_a_ruling_is_taken_back_on_the_page(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    ruling_id = rule(admin)[1].partition("&ruled=")[2]
    back = {"ticket": "T1", "source": "desk", "ruling_id": ruling_id, "why": "it was a question"}
    assert rig.site("agent").post("/rulings/taken-back", **back).status_code == 403
    answer = admin.post("/rulings/taken-back", **back)
    assert answer.status_code == 303
    page = admin.page(answer.headers["location"])
    assert "The ruling is taken back." in page
    assert "<b>Ruled:" not in page
    assert admin.post("/rulings/taken-back", **back).status_code == 400


def test_what_went_wrong_is_told_above_and_what_was_written_stays(rig: PeopleRig) -> None:
    lead = rig.site("lead")
    status, page = rule(lead, ruling="no_complaint", why="my <b>reason</b>")
    assert status == 400
    assert "That ruling changes nothing on this event." in page
    assert 'value="my &lt;b&gt;reason&lt;/b&gt;"' in page
    rule(rig.site("admin"))
    status, page = rule(lead, why="later")
    assert status == 409
    assert "Somebody else ruled on this event meanwhile." in page


def test_who_may_not_rule_cannot_by_sending_the_form(rig: PeopleRig) -> None:
    for name in ("agent", "viewer"):
        assert rule(rig.site(name))[0] == 403
    assert rule(rig.site("lead"), "a5", ticket="T5")[0] == 403
    assert not [entry for entry in rig.audit() if entry.what is Deed.RULED]


def test_while_an_import_is_under_way_whoever_rules_is_told(
    rig: PeopleRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskwise.web.served.PATIENCE_SECONDS", 0.0)
    impatient = PeopleRig(rig.home, clock=rig.clock)
    impatient.secrets = rig.secrets
    with RulingRig(rig.home.parent).workspace.lake.importing(rig.clock.now()) as session:
        status, page = rule(impatient.site("lead"))
        session.discard()
    assert status == 503
    assert "is writing in" in page
