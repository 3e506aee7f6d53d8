"""The page of people: who sees it, and what an admin does there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskwise.app.audit import Deed
from stores.state.state_rig import GOOD
from web.people_rig import PeopleRig

LINK = re.compile(r'<code class="dw-link-text">http://127\.0\.0\.1:8650(/[^<]+)</code>')


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home")
    made.add_all("support", "anna")
    return made


def test_an_admin_invites_somebody_who_comes_in_by_the_link(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    asked = {"name": "Ben <b>", "email": "ben@example.org", "role": "agent", "teams": "support, field",
             "actor": "ben", "language": "de"}  # fmt: skip
    answer = admin.post("/people", **asked)
    (link,) = LINK.findall(answer.text)
    assert "Ben &lt;b&gt;" in answer.text
    assert LINK.findall(admin.page("/people")) == []
    newcomer = rig.site()
    newcomer.get(link)
    joined = newcomer.post(link, password=GOOD, again=GOOD, name="Ben")
    assert joined.status_code == 303
    with rig.state.reading() as stores:
        ben = stores.people.find_email("ben@example.org")
    assert ben is not None
    assert (str(ben.role), ben.actor, sorted(ben.teams), str(ben.language)) == (
        "agent",
        "ben",
        ["field", "support"],
        "de",
    )


def test_what_is_wrong_with_an_invitation_is_said_and_nothing_written_is_lost(rig: PeopleRig) -> None:
    answer = rig.site("admin").post(
        "/people", name="Ben", email="lead@example.org", role="viewer", language="en"
    )
    assert answer.status_code == 400
    assert "Somebody has this e-mail address already" in answer.text
    assert 'value="Ben"' in answer.text


def test_a_lead_sees_their_team_and_changes_nobody(rig: PeopleRig) -> None:
    lead = rig.site("lead")
    page = lead.page("/people")
    assert "agent@example.org" in page
    assert "viewer@example.org" not in page
    assert "Invite somebody" not in page
    agent = rig.people["agent"].id
    assert "Let them in no more" not in lead.page(f"/people/{agent}")
    assert lead.get(f"/people/{rig.people['viewer'].id}").status_code == 400
    assert lead.post(f"/people/{agent}", name="x", role="admin", version="1").status_code == 403
    assert rig.site("viewer").get("/people").status_code == 403


def test_of_two_who_change_somebody_the_second_is_told(rig: PeopleRig) -> None:
    admin, viewer = rig.site("admin"), rig.people["viewer"]
    asked = {"name": "Vera", "role": "lead", "teams": "support", "actor": "", "version": str(viewer.version)}
    assert admin.post(f"/people/{viewer.id}", **asked).status_code == 303
    page = admin.page(f"/people/{viewer.id}?done=changed")
    assert "It is changed" in page
    second = admin.post(f"/people/{viewer.id}", **{**asked, "name": "Valerie"})
    assert second.status_code == 409
    assert 'value="Vera"' in second.text
    assert rig.site("viewer").get("/people").status_code == 200


def test_who_is_let_in_no_more_is_out_at_once_and_comes_back(rig: PeopleRig) -> None:
    admin, viewer = rig.site("admin"), rig.people["viewer"]
    looking = rig.site("viewer")
    assert looking.get("/account").status_code == 200
    assert admin.post(f"/people/{viewer.id}/active", active="no").status_code == 303
    assert looking.get("/account").status_code == 303
    assert admin.post(f"/people/{viewer.id}/active", active="yes").status_code == 303
    rig.sign_in("viewer")
    assert rig.site("viewer").get("/account").status_code == 200


def test_the_last_admin_stays_one(rig: PeopleRig) -> None:
    answer = rig.site("admin").post(f"/people/{rig.people['admin'].id}/active", active="no")
    assert answer.status_code == 400
    assert rig.site("admin").get("/people").status_code == 200


def test_a_new_password_by_a_link(rig: PeopleRig) -> None:
    answer = rig.site("admin").post(f"/people/{rig.people['viewer'].id}/password-link")
    (link,) = LINK.findall(answer.text)
    assert link.startswith("/new-password/")
    assert rig.site().get(link).status_code == 200
    assert rig.audit()[0].what is Deed.PASSWORD_LINK_MADE
