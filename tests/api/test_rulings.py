"""Rulings and disputes by programs: what the command line prints, and what stays a person's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig, Program
from api.described import faults_of
from app.ruling_rig import LEAD, RulingRig
from deskwise.app.access.holders import Person, Role
from deskwise.app.audit import AuditQuestion, Deed
from deskwise.cli.main import cli

THANKS = {"ticket": "T1", "event": "m3", "ruling": "acknowledgement", "why": "only says thanks"}
ADMIN = Person("c41d", "Ada", "ada@example.org", Role.ADMIN, actor="ada")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> ApiRig:
    folder: Path = tmp_path_factory.mktemp("rulings")
    RulingRig(folder).bring_in()
    rig = ApiRig(folder / "home")
    with rig.opened.state.changing() as stores:
        for one in (ADMIN, LEAD):
            stores.people.add(one, rig.opened.clock.now())
    return rig


def printed(rig: ApiRig, *words: str) -> str:
    done = CliRunner().invoke(cli, ["--home", str(rig.home), *words, "--format", "json"])
    assert done.exit_code == 0, done.output
    return done.stdout


def deeds(rig: ApiRig, what: Deed) -> list[str]:
    with rig.opened.state.reading() as stores:
        return [each.who for each in stores.audit.read(AuditQuestion(what=what))]


def test_what_can_be_ruled_on_is_what_the_command_line_prints(desk: ApiRig) -> None:
    for ticket in ("T3", "T4"):
        answer = desk.program().get(f"/rulings?ticket={ticket}&source=desk")
        assert answer.content == printed(desk, "rule", ticket, "--source", "desk").encode()
        assert faults_of(desk.program(), "GET /rulings", answer.json()) == []
    tag = answer.headers["etag"]
    again = desk.program().get("/rulings?ticket=T4&source=desk", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_ruling_is_made_once_changes_figures_and_is_taken_back(desk: ApiRig) -> None:
    admin = desk.program("admin")
    before = admin.get("/readings?metric=reply_time")
    first, again = admin.post("/rulings", THANKS), admin.post("/rulings", THANKS)
    told = first.json()
    assert (first.status_code, told["is_new"], told["by"]) == (
        200, True, f"token:{admin.json('/me')['token']['id']}",
    )  # fmt: skip
    assert faults_of(admin, "POST /rulings", told) == []
    assert [each["metric"] for each in told["changed"]] == ["reply_time"]
    assert again.json() == {**told, "is_new": False}
    after = admin.get("/readings?metric=reply_time", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json() != before.json()
    stands = {each["event_id"]: each["ruling"] for each in admin.json("/rulings?ticket=T1")["events"]}
    assert stands["m3"]["ruling_id"] == told["ruling_id"]
    # Whoever had not seen it rules nothing, and is told of it.
    unseen = {**THANKS, "ruling": "needs_answer", "seen": ""}
    problem = admin.post("/rulings", unseen)
    assert (problem.status_code, problem.json()["now"]) == (409, stands["m3"])
    back = {"ticket": "T1", "ruling_id": told["ruling_id"], "why": "it was a question"}
    taken = admin.post("/rulings/taken-back", back)
    assert (taken.status_code, taken.json()["event"]) == (200, "m3")
    assert faults_of(admin, "POST /rulings/taken-back", taken.json()) == []
    assert admin.json("/readings?metric=reply_time")["readings"] == before.json()["readings"]
    assert admin.post("/rulings/taken-back", back).status_code == 404
    assert len(deeds(desk, Deed.RULED)) == len(deeds(desk, Deed.RULING_TAKEN_BACK)) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"ticket": "T9"}, 404), ({"event": "zz"}, 404), ({"ruling": "new_issue"}, 400),
        ({"ruling": "x"}, 422),
        ({"why": " "}, 400), ({"why": ""}, 422), ({"colour": 1}, 422), ({"disputes": ["x y"]}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_ruled_is_a_problem(desk: ApiRig, change: dict[str, Any], status: int) -> None:
    assert desk.program("admin").post("/rulings", {**THANKS, **change}).status_code == status
    assert desk.program().post("/rulings", {**THANKS, **change}).status_code == 403


def test_a_dispute_is_of_the_person_who_made_the_token(desk: ApiRig) -> None:
    said = {"ticket": "T1", "why": "it was a joke", "event": "c1", "metric": "complaints"}
    nobodys = desk.program("admin").post("/disputes", said)
    assert (nobodys.status_code, nobodys.json()["type"]) == (403, "urn:deskwise:problem:not-allowed")
    assert "nobody who signs in here made this token" in nobodys.json()["detail"]
    own = Program(desk.app, desk.make("admin", by=ADMIN))
    made = own.post("/disputes", said)
    assert (made.status_code, made.json()["by"], made.json()["state"]) == (201, "c41d", "open")
    assert faults_of(own, "POST /disputes", made.json(), "201") == []
    assert own.post("/disputes", said).status_code == 400
    listed = desk.program().get("/disputes?state=open")
    assert listed.json() == {"disputes": [made.json()]}
    assert listed.content == printed(desk, "disputes", "list", "--state", "open").encode()
    assert desk.program().json("/disputes?state=declined") == {"disputes": []}
    address = f"/disputes/{made.json()['id']}/declined"
    refused = {"version": made.json()["version"], "answer": "it was meant"}
    assert desk.program().post(address, refused).status_code == 403
    assert own.post("/disputes/abc/declined", refused).status_code == 404
    done = own.post(address, refused)
    assert (done.status_code, done.json()["answer"], done.json()["decided_by"][:6]) == (
        200, "it was meant", "token:",
    )  # fmt: skip
    late = own.post(address, refused)
    assert (late.status_code, late.json()["now"]) == (409, done.json())
    assert desk.program().get("/disputes").content == printed(desk, "disputes", "list").encode()


def test_a_ruling_decides_disputes_of_its_ticket(desk: ApiRig) -> None:
    own = Program(desk.app, desk.make("admin", by=ADMIN))
    made = own.post("/disputes", {"ticket": "T4", "why": "says thanks"}).json()
    ruling = {"ticket": "T4", "event": "a4", "ruling": "acknowledgement", "why": "asks for nothing"}
    done = own.post("/rulings", {**ruling, "disputes": [made["id"], "ffff"]}).json()
    found = {each["id"]: each for each in own.json("/disputes?state=ruled")["disputes"]}
    assert (found[made["id"]]["ruling"], found[made["id"]]["answer"]) == (
        done["ruling_id"], "asks for nothing",
    )  # fmt: skip


def test_who_made_the_token_has_to_be_here_still(desk: ApiRig) -> None:
    gone = Person("9e1b", "Gus", "gus@example.org", Role.ADMIN)
    own = Program(desk.app, desk.make("admin", by=gone))
    assert own.post("/disputes", {"ticket": "T1", "why": "no"}).status_code == 403


def test_disputes_are_listed_and_declined_by_the_command_line(desk: ApiRig) -> None:
    own = Program(desk.app, desk.make("admin", by=ADMIN))
    made = own.post("/disputes", {"ticket": "T5", "why": "not ours"}).json()
    words = ["--home", str(desk.home), "disputes"]
    table = CliRunner().invoke(cli, [*words, "list", "--state", "open"]).stdout
    assert made["id"] in table
    assert "not ours" in table
    done = json.loads(printed(desk, "disputes", "decline", made["id"], "--why", "it is yours"))
    assert (done["state"], done["decided_by"], done["version"]) == ("declined", "terminal", 2)
    again = CliRunner().invoke(cli, [*words, "decline", made["id"], "--why", "it is yours"])
    assert again.exit_code == 2
    assert "somebody else has decided this dispute meanwhile" in again.stderr
    assert CliRunner().invoke(cli, [*words, "decline", "ffff", "--why", "no"]).exit_code == 2
    rows = CliRunner().invoke(cli, [*words, "list", "--format", "csv"]).stdout.splitlines()
    assert rows[0].split(",")[:3] == ["id", "source", "ticket"]
