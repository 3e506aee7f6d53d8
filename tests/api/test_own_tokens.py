"""Tokens that people made for themselves: what they may is asked at that moment, and never more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.conftest import ApiRig, Program
from app.ruling_rig import AGENT, LEAD, RulingRig
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.change_people import PersonChange, change_person, deactivate
from deskwise.app.own_tokens import (
    LONGEST_OWN_DAYS,
    MOST_OWN,
    OwnToken,
    make_own_token,
    own_tokens,
    revoke_own_token,
)
from deskwise.kernel.errors import NotAllowedError, UnknownNameError, UsageError

ADMIN = Person("ada1", "Ada", "ada@example.org", Role.ADMIN)
VIEWER = Person("vic1", "Vic", "vic@example.org", Role.VIEWER)
AGENT_HERE, LEAD_HERE = replace(AGENT, id="a9e1"), replace(LEAD, id="1ead")
PEOPLE = (ADMIN, VIEWER, AGENT_HERE, LEAD_HERE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> ApiRig:
    """Tickets of two teams: T1 is support's and ann's, T5 is field's and bob's."""
    folder: Path = tmp_path_factory.mktemp("own")
    RulingRig(folder).bring_in()
    rig = ApiRig(folder / "home")
    with rig.opened.state.changing() as stores:
        for one in PEOPLE:
            stores.people.add(one, rig.opened.clock.now())
            stores.people.set_password_hash(one.id, "hash")
    return rig


def own(rig: ApiRig, person: Person, scope: str = "own", days: int = 30) -> Program:
    wanted = OwnToken("mine", scope, days)
    return Program(rig.app, make_own_token(rig.opened.state, rig.opened.clock, person, wanted)[1])


def test_it_reads_what_its_person_reads_and_nothing_else(desk: ApiRig) -> None:
    for person, seen in ((ADMIN, {"T1", "T5"}), (LEAD_HERE, {"T1"}), (AGENT_HERE, {"T1"}), (VIEWER, set())):
        for scope in ("own_read", "own"):
            program = own(desk, person, scope)
            assert {
                each for each in ("T1", "T5") if program.get(f"/tickets/{each}").status_code == 200
            } == seen
    agent = own(desk, AGENT_HERE)
    assert agent.get("/readings?metric=reply_time&where=agent%3Dann").status_code == 200
    assert agent.get("/readings?metric=reply_time&where=agent%3Dbob").status_code == 403
    assert [each["name"] for each in agent.json("/customers")["customers"]] == ["C1"]
    assert agent.get("/customers/C5").status_code == 403
    told = agent.json("/agents")
    assert {each["agent"] for each in told["agents"]} <= {"ann"}
    for path in ("/people", "/tokens", "/settings", "/audit", "/sources", "/rejects"):
        assert agent.get(path).status_code == 403


def test_it_changes_what_its_person_changes_unless_it_only_reads(desk: ApiRig) -> None:
    thanks = {"ticket": "T1", "event": "m3", "ruling": "acknowledgement", "why": "thanks"}
    others = {"ticket": "T5", "event": "a5", "ruling": "acknowledgement", "why": "thanks"}
    for program in (own(desk, AGENT_HERE), own(desk, VIEWER), own(desk, LEAD_HERE, "own_read")):
        assert program.post("/rulings", thanks).status_code == 403
    lead = own(desk, LEAD_HERE)
    assert lead.post("/rulings", others).status_code == 403
    assert lead.post("/rulings", thanks).status_code == 200
    dispute = {"ticket": "T1", "why": "it was a joke", "event": "c1"}
    assert own(desk, AGENT_HERE, "own_read").post("/disputes", dispute).status_code == 403
    made = own(desk, AGENT_HERE).post("/disputes", dispute)
    assert (made.status_code, made.json()["by"]) == (201, AGENT_HERE.id)
    assert own(desk, AGENT_HERE).post("/disputes", {**dispute, "ticket": "T5"}).status_code == 403
    assert own(desk, LEAD_HERE).post("/events", []).status_code == 403


def test_it_makes_no_tokens_not_even_an_admins(desk: ApiRig) -> None:
    admin = own(desk, ADMIN)
    assert admin.get("/tokens").status_code == 200
    assert admin.post("/tokens", {"name": "x", "scopes": ["admin"]}).status_code == 403
    some = admin.json("/tokens")["tokens"][0]["id"]
    assert admin.send("DELETE", f"/tokens/{some}", {}).status_code == 403
    workspace = desk.program("admin")
    for word in ("own", "own_read"):
        assert workspace.post("/tokens", {"name": "x", "scopes": [word]}).status_code == 422


def test_what_becomes_of_its_person_becomes_of_it_at_once(desk: ApiRig) -> None:
    state, clock = desk.opened.state, desk.opened.clock
    person = Person("bea1", "Bea", "bea@example.org", Role.LEAD, teams=frozenset({"support"}))
    with state.changing() as stores:
        stores.people.add(person, clock.now())
    program = own(desk, person)
    tag = program.get("/tickets/T1").headers["etag"]
    assert program.get("/tickets/T1", headers={"If-None-Match": tag}).status_code == 304
    moved = change_person(state, clock, TERMINAL, person.id, 1, PersonChange(teams=frozenset({"field"})))
    assert program.get("/tickets/T1", headers={"If-None-Match": tag}).status_code == 403
    assert program.get("/tickets/T5").status_code == 200
    change_person(state, clock, TERMINAL, person.id, moved.version, PersonChange(role=Role.VIEWER))
    assert program.get("/tickets/T5").status_code == 403
    assert program.get("/me").status_code == 200
    deactivate(state, clock, TERMINAL, person.id)
    assert program.get("/me").status_code == 401
    with pytest.raises(NotAllowedError, match="not active"):
        own(desk, person)


def test_each_ends_and_is_revoked_by_its_person_or_an_admin(desk: ApiRig) -> None:
    state, clock = desk.opened.state, desk.opened.clock
    mine = own(desk, VIEWER)
    token = mine.json("/me")["token"]
    assert (token["scopes"], token["made_by"]) == (["own"], VIEWER.id)
    assert token["expires_at"] is not None
    with pytest.raises(UnknownNameError):
        revoke_own_token(state, clock, LEAD_HERE, token["id"])
    revoke_own_token(state, clock, VIEWER, token["id"])
    assert mine.get("/me").status_code == 401
    other = own(desk, VIEWER)
    found = other.json("/me")["token"]["id"]
    assert desk.program("admin").send("DELETE", f"/tokens/{found}", {}).status_code == 200
    assert other.get("/me").status_code == 401
    told = desk.program("admin").json(f"/audit?on=token%3A{token['id']}")["audit"]
    assert [(each["what"], each["who"]) for each in told] == [
        ("token_revoked", VIEWER.id), ("token_made", VIEWER.id),
    ]  # fmt: skip
    assert {each.id for each in own_tokens(state, VIEWER)} >= {token["id"], found}


@pytest.mark.parametrize(
    "wanted",
    [
        OwnToken("x", "admin"), OwnToken("x", "read"), OwnToken(" ", "own"), OwnToken("x", "own", 0),
        OwnToken("x", "own", LONGEST_OWN_DAYS + 1),
    ],
)  # fmt: skip
def test_what_is_none_is_not_made(desk: ApiRig, wanted: OwnToken) -> None:
    with pytest.raises(UsageError):
        make_own_token(desk.opened.state, desk.opened.clock, VIEWER, wanted)


def test_nobody_has_more_than_can_be_looked_through(desk: ApiRig) -> None:
    many = replace(VIEWER, id="ff01", email="many@example.org")
    with desk.opened.state.changing() as stores:
        stores.people.add(many, desk.opened.clock.now())
    for _ in range(MOST_OWN):
        own(desk, many)
    with pytest.raises(UsageError, match="work already"):
        own(desk, many)
