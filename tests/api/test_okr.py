"""Objectives, read and worked on by programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.conftest import ApiRig, Program
from api.described import faults_of
from app.objectives.okr_rig import (
    FEBRUARY,
    FIRST_DAY,
    HALF,
    JANUARY,
    MEAN,
    UNDER_HALF_AN_HOUR,
    OkrRig,
    ticket,
)  # fmt: skip
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.close_objectives import Learnt, close_objective
from deskwise.app.objectives.override_values import override_value
from deskwise.app.objectives.standings_told import objective_json, standing_json
from deskwise.app.objectives.talk_of_objectives import remark
from deskwise.app.objectives.values_told import told
from deskwise.app.own_tokens import OwnToken, make_own_token
from deskwise.app.plain_json import plain_values
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Change, KeyResult, KeyResultKind
from deskwise.okr.objective import Objective

OF_SUPPORT = replace(MEAN, where=(("team", ("support",)),))
FAST = replace(UNDER_HALF_AN_HOUR, binding=OF_SUPPORT)
# A quarter less than the hour of January.
LESS = KeyResult("", "less", "", "A quarter less", KeyResultKind.CHANGE, OF_SUPPORT, change=Change(-0.25))


@dataclass
class Desk:
    """A small desk whose API is asked, with one objective that is active."""

    okr: OkrRig
    api: ApiRig
    cycle: Cycle
    objective: Objective
    key_result: KeyResult

    def shown(self, scope: str = "admin") -> Any:
        return self.api.program(scope).json(f"/okr/objectives/{self.objective.id}")

    def one(self, scope: str = "admin") -> Any:
        """Its one key result."""
        (found,) = self.shown(scope)["key_results"]
        return found

    def own(self, role: Role, *teams: str) -> Program:
        """A program by the token that somebody of a role made for themselves."""
        state, clock = self.api.opened.state, self.api.opened.clock
        person = Person(f"{len(role):x}a", "Vic", f"{role}@example.org", role, teams=frozenset(teams))
        with state.changing() as stores:
            stores.people.add(person, clock.now())
            stores.people.set_password_hash(person.id, "hash")
        return Program(self.api.app, make_own_token(state, clock, person, OwnToken("mine", "own", 30))[1])


def desk_of(home: Path, wanted: KeyResult = FAST, rows: str = JANUARY + FEBRUARY) -> Desk:
    okr = OkrRig(home)
    okr.bring_in(rows)
    cycle, objective, key_result = okr.active(wanted)
    api = ApiRig(home / "home")
    api.opened.clock.instant = HALF
    return Desk(okr, api, cycle, objective, key_result)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(tmp_path)


def test_cycles_say_which_is_meant(desk: Desk) -> None:
    assert desk.api.program().json("/okr/cycles")["cycles"] == [
        {**told(desk.cycle), "current": True, "objectives": 1}
    ]


def test_the_tree_is_what_the_command_line_prints(desk: Desk) -> None:
    program = desk.api.program("admin")
    found = program.json("/okr/objectives")
    assert found == plain_values(standing_json(desk.okr.standing(desk.cycle)))
    assert faults_of(program, "GET /okr/objectives", found) == []
    (one,) = found["objectives"][0]["key_results"]
    # From an hour to half of one: 40 minutes are two thirds of the way, half of which is expected by now.
    assert (one["baseline"]["value"], one["value"], one["target"]) == (3600, 2400, 1800)
    assert one["progress"] == pytest.approx(2 / 3)
    assert (one["status"], one["status_from"]) == ("on_track", "pace")
    assert found["objectives"][0]["counts"]["on_track"] == 1
    for name in ("February", "february", desk.cycle.id):
        assert program.json(f"/okr/objectives?cycle={name}") == found


def test_one_is_told_with_all_that_was_said_of_it(desk: Desk) -> None:
    okr, key_result = desk.okr, desk.key_result.id
    check_in(okr.workspace, okr.state, okr.clock, TERMINAL, key_result, Said(7, "a shift", "e-mail"))
    override_value(okr.workspace, okr.state, okr.clock, TERMINAL, key_result, 2100.0, "a week lacks")
    found = desk.shown()
    standing = okr.standing(desk.cycle)
    (said,) = found["key_results"][0].pop("typed_values")
    assert said == found["key_results"][0]["typed"]
    assert (said["value"], said["why"], said["known"]["value"]) == (2100, "a week lacks", 2400)
    assert found == plain_values(
        {**objective_json(standing.objectives[0], standing), "parts": [], "remarks": []}
    )
    assert found["key_results"][0]["check_ins"][0]["confidence"] == 7
    assert faults_of(desk.api.program(), "GET /okr/objectives/{objective}", desk.shown()) == []


@pytest.mark.parametrize("wanted", [FAST, LESS])
def test_figures_of_too_few_people_are_not_told_also_not_those_that_were_kept(
    tmp_path: Path, wanted: KeyResult
) -> None:
    desk = desk_of(tmp_path, wanted)
    okr, key_result = desk.okr, desk.key_result.id
    check_in(okr.workspace, okr.state, okr.clock, TERMINAL, key_result, Said(7, "a shift"))
    override_value(okr.workspace, okr.state, okr.clock, TERMINAL, key_result, 2100.0, "a week lacks")
    viewer = desk.own(Role.VIEWER)
    found = viewer.json(f"/okr/objectives/{desk.objective.id}")
    assert faults_of(viewer, "GET /okr/objectives/{objective}", found) == []
    (one,) = found["key_results"]
    # One agent's work is behind all of it.
    assert one["withheld"] is True
    names = ("value", "n", "baseline", "progress", "points_ahead", "pace_value", "score")
    assert {name: one[name] for name in names} == dict.fromkeys(names)
    assert one["target"] == wanted.target
    assert (one["status"], one["sentence"]) == ("no_data", "Not shown: fewer than 3 people.")
    assert set(one["read"].values()) == {None}
    for said in (*one["check_ins"], one["typed"], *one["typed_values"]):
        assert (said["known"], said["withheld"]) == (None, True)
    assert one["typed"]["value"] is None
    assert found["score"] is None
    assert found["counts"]["no_data"] == 1
    (in_tree,) = viewer.json("/okr/objectives")["objectives"][0]["key_results"]
    assert in_tree == {name: value for name, value in one.items() if name != "typed_values"}
    assert "withheld" not in desk.one()


@pytest.mark.parametrize("wanted", [FAST, LESS])
def test_a_hidden_baseline_is_told_by_nothing_that_is_seen(tmp_path: Path, wanted: KeyResult) -> None:
    # In January one agent answered, in February three.
    rows = "".join(
        ticket(f"F{n}", FIRST_DAY + timedelta(days=n), 40, agent=("ann", "ben", "cat")[n % 3])
        for n in range(14)
    )
    desk = desk_of(tmp_path, wanted, rows=JANUARY + rows)
    okr, key_result = desk.okr, desk.key_result.id
    check_in(okr.workspace, okr.state, okr.clock, TERMINAL, key_result, Said(7, "a shift"))
    found = desk.own(Role.VIEWER).json(f"/okr/objectives/{desk.objective.id}")
    (one,) = found["key_results"]
    assert (one["value"], one["check_ins"][0]["known"]["value"]) == (2400, 2400)
    assert (one["withheld"], one["baseline_frozen"], one["baseline"]) == (True, True, None)
    assert one["target"] == wanted.target
    worked_out = (one["progress"], one["pace_value"], one["score"], one["read"]["progress"], found["score"])
    assert worked_out == (None,) * 5
    assert one["check_ins"][0]["known"]["progress"] is None
    assert desk.one()["check_ins"][0]["known"]["progress"] is not None


def test_how_it_ended_is_told_and_withheld_as_figures_are(desk: Desk) -> None:
    okr = desk.okr
    close_objective(
        okr.workspace, okr.state, okr.clock, TERMINAL, desk.objective.id, desk.objective.version,
        Learnt(went_well="the shift"),
    )  # fmt: skip
    out = desk.shown()["close_out"]
    assert out["score"] == pytest.approx(2 / 3)
    assert out["results"][0]["known"]["value"] == 2400
    found = desk.own(Role.VIEWER).json(f"/okr/objectives/{desk.objective.id}")
    assert (found["score"], found["close_out"]["score"]) == (None, None)
    assert found["close_out"]["went_well"] == "the shift"
    assert found["close_out"]["results"] == [
        {"key_result": desk.key_result.id, "known": None, "score": None, "typed": None, "withheld": True}
    ]
    assert faults_of(desk.api.program(), "GET /okr/objectives/{objective}", desk.shown()) == []


def test_what_there_is_not_is_said(desk: Desk, rig: ApiRig) -> None:
    program = desk.api.program()
    assert program.get("/okr/objectives/0a").status_code == 404
    assert program.get("/okr/objectives?cycle=May").status_code == 404
    assert program.get("/okr/objectives?colour=red").status_code == 400
    assert rig.program().json("/okr/cycles") == {"cycles": []}
    assert rig.program().get("/okr/objectives").status_code == 404
    assert desk.api.program("write_events").get("/okr/cycles").status_code == 403


def test_what_did_not_change_is_not_sent_again(desk: Desk) -> None:
    program = desk.api.program()
    for path in ("/okr/cycles", "/okr/objectives", f"/okr/objectives/{desk.objective.id}"):
        tag = program.get(path).headers["etag"]
        assert program.get(path, headers={"If-None-Match": tag}).status_code == 304
    remark(desk.okr.state, desk.okr.clock, TERMINAL, desk.objective.id, "two hours is bold")
    assert program.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_it_is_talked_of_proposed_and_made_active(tmp_path: Path) -> None:
    okr = OkrRig(tmp_path)
    okr.bring_in()
    objective = okr.objective(okr.cycle())
    okr.key_result(objective, FAST)
    api = ApiRig(tmp_path / "home")
    api.opened.clock.instant = HALF
    admin, path = api.program("admin"), f"/okr/objectives/{objective.id}"
    said = admin.post(f"{path}/remarks", {"text": " two hours is bold "})
    assert (said.status_code, said.json()["text"]) == (201, "two hours is bold")
    assert faults_of(admin, "POST /okr/objectives/{objective}/remarks", said.json(), "201") == []
    for step, version, state in (("proposed", 1, "proposed"), ("activated", 2, "active")):
        done = admin.post(f"{path}/{step}", {"version": version})
        assert done.status_code == 200, done.text
        assert (done.json()["state"], done.json()["version"]) == (state, version + 1)
        assert faults_of(admin, f"POST /okr/objectives/{{objective}}/{step}", done.json()) == []
    found = admin.json(path)
    assert found["remarks"] == [said.json()]
    assert (found["state"], found["key_results"][0]["baseline_frozen"]) == ("active", True)
    assert [entry.who for entry in okr.audit()[-1:]] == [said.json()["by"]]


@pytest.mark.parametrize("step", ["proposed", "activated"])
def test_what_somebody_else_changed_meanwhile_is_told_as_it_is_now(tmp_path: Path, step: str) -> None:
    okr = OkrRig(tmp_path)
    okr.bring_in()
    objective = okr.objective(okr.cycle())
    okr.key_result(objective, FAST)
    api = ApiRig(tmp_path / "home")
    api.opened.clock.instant = HALF
    done = api.program("admin").post(f"/okr/objectives/{objective.id}/{step}", {"version": 7})
    assert done.status_code == 409
    assert done.json()["now"] == plain_values(told(objective))
    assert okr.now(objective) == objective


def test_a_key_result_is_checked_in_on_overridden_and_reads_again(desk: Desk) -> None:
    admin, path = desk.api.program("admin"), f"/okr/key-results/{desk.key_result.id}"
    made = admin.post(f"{path}/check-ins", {"confidence": 7, "moved_by": "a shift", "next_step": "e-mail"})
    assert made.status_code == 201
    told_then = made.json()
    assert (told_then["confidence"], told_then["known"]["value"], told_then["typed"]) == (7, 2400, None)
    typed = admin.post(f"{path}/overrides", {"value": 2100, "why": "a week lacks"})
    assert (typed.status_code, typed.json()["value"], typed.json()["known"]["value"]) == (201, 2100, 2400)
    assert (desk.one()["value"], desk.one()["read"]["value"]) == (2100, 2400)
    ended = admin.post(f"{path}/resumed", {})
    assert ended.json() == {
        **typed.json(),
        "resumed_at": "2025-02-15T00:00:00Z",
        "resumed_by": told_then["by"],
    }
    one = desk.one()
    assert (one["value"], one["typed"], one["check_ins"]) == (2400, None, [told_then])
    assert one["typed_values"] == [ended.json()]
    for route, answer in (("check-ins", made), ("overrides", typed), ("resumed", ended)):
        of = f"POST /okr/key-results/{{key_result}}/{route}"
        assert faults_of(admin, of, answer.json(), str(answer.status_code)) == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("check-ins", {"confidence": 11}, 422),
        ("check-ins", {"value": 5}, 400),
        ("check-ins", {"colour": "red"}, 422),
        ("check-ins", b'{"value": NaN}', 422),
        ("check-ins", b'{"value": 1e999}', 422),
        ("overrides", {"value": 5}, 422),
        ("overrides", {"value": 5, "why": " "}, 400),
        ("overrides", {"value": -5, "why": "x"}, 400),
        ("resumed", {}, 400),
    ],
)
def test_what_cannot_be_changes_nothing(desk: Desk, path: str, body: object, status: int) -> None:
    answer = desk.api.program("admin").post(f"/okr/key-results/{desk.key_result.id}/{path}", body)
    assert answer.status_code == status, answer.text
    assert (desk.one()["check_ins"], desk.one()["typed_values"]) == ([], [])


def test_what_is_not_there_is_said_to_whoever_changes(desk: Desk) -> None:
    admin = desk.api.program("admin")
    for path, body in (
        ("objectives/0a/remarks", {"text": "x"}),
        ("objectives/0a/proposed", {"version": 1}),
        ("objectives/0a/activated", {"version": 1}),
        ("key-results/0a/check-ins", {}),
        ("key-results/0a/overrides", {"value": 1, "why": "x"}),
        ("key-results/0a/resumed", {}),
    ):
        assert admin.post(f"/okr/{path}", body).status_code == 404, path


def test_own_tokens_change_what_their_person_may(desk: Desk) -> None:
    checking = f"/okr/key-results/{desk.key_result.id}/check-ins"
    remarks = f"/okr/objectives/{desk.objective.id}/remarks"
    for role, teams, checks, talks in (
        (Role.LEAD, ("support",), 201, 201),
        (Role.AGENT, ("support",), 403, 201),
        (Role.VIEWER, (), 403, 403),
    ):
        program = desk.own(role, *teams)
        assert program.post(checking, {"confidence": 5}).status_code == checks, role
        assert program.post(remarks, {"text": "x"}).status_code == talks, role
    assert len(desk.one()["check_ins"]) == 1
    assert desk.api.program().post(remarks, {"text": "x"}).status_code == 403


def test_who_changes_it_is_told_no_figures_of_too_few_people(tmp_path: Path) -> None:
    # Of everybody, and all of it is one agent's: a lead may check in on their team's, and not see that.
    desk = desk_of(tmp_path, UNDER_HALF_AN_HOUR)
    lead, path = desk.own(Role.LEAD, "support"), f"/okr/key-results/{desk.key_result.id}"
    made = lead.post(f"{path}/check-ins", {"confidence": 5})
    typed = lead.post(f"{path}/overrides", {"value": 2100, "why": "x"})
    for answer in (made, typed):
        assert answer.status_code == 201
        assert (answer.json()["known"], answer.json()["withheld"]) == (None, True)
