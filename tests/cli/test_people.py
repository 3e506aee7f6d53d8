from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.state_calls import Call, call, invite
from deskwise import bootstrap
from deskwise.app.invite_people import join
from deskwise.app.set_up import FirstAdmin, set_up
from deskwise.kernel.clock import SystemClock
from stores.state.state_rig import GOOD, CountingPasswords

__all__ = ["call"]


def test_an_empty_workspace_says_how_to_begin_and_stays_empty(call: Call, tmp_path: Path) -> None:
    assert call("people", "list").stdout == "Nobody is here yet: deskwise people set-up-link.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_set_up_link_makes_the_first_admin(call: Call, tmp_path: Path) -> None:
    done = call("people", "set-up-link", "--address", "https://desk.example/")
    assert done.stdout.startswith("https://desk.example/set-up/")
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("It works once, until ")
    state = bootstrap.open_state(tmp_path / "home")
    secret = done.stdout.strip().rpartition("/")[2]
    ada = FirstAdmin("Ada", "ada@example.org", GOOD)
    set_up(state, SystemClock(), CountingPasswords(), secret, ada)
    (told,) = json.loads(call("people", "list", "--format", "json").stdout)["people"]
    assert (told["name"], told["role"], told["active"]) == ("Ada", "admin", True)


def test_an_invitation_is_a_link_and_the_person(call: Call, tmp_path: Path) -> None:
    done = invite(call, "anna", "agent", "--team", "support", "--acts-as", "a.nna", "--format", "json")
    told = json.loads(done.stdout)
    assert told["url"].startswith("http://127.0.0.1:8650/join/")
    assert told["expires_at"].endswith("Z")
    assert (told["person"]["actor"], told["person"]["teams"]) == ("a.nna", ["support"])
    state, secret = bootstrap.open_state(tmp_path / "home"), told["url"].rpartition("/")[2]
    assert join(state, SystemClock(), CountingPasswords(), secret, GOOD).email == "anna@example.org"
    again = invite(call, "anna")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "somebody has this e-mail address already" in again.stderr


def test_role_teams_and_whether_somebody_is_active_change(call: Call) -> None:
    invite(call, "anna", "agent", "--team", "support")
    done = call("people", "role", "ANNA@example.org", "lead", "--team", "field", "--format", "csv")
    assert done.stdout.splitlines()[1].split(",", 1)[1] == (
        'anna,anna@example.org,lead,,"[""field""]",en,true'
    )
    assert "not active" in call("people", "deactivate", "anna@example.org").stdout
    assert "not active" in call("people", "list").stdout
    person_id = done.stdout.splitlines()[1].split(",")[0]
    assert "not active" not in call("people", "deactivate", person_id, "--undo").stdout
    unknown = call("people", "role", "nobody@example.org", "lead")
    assert unknown.exit_code == 2
    assert "nobody has this id or e-mail address" in unknown.stderr


def test_the_last_admin_is_kept(call: Call, tmp_path: Path) -> None:
    link = json.loads(invite(call, "ada", "admin", "--format", "json").stdout)["url"]
    join(
        bootstrap.open_state(tmp_path / "home"), SystemClock(), CountingPasswords(),
        link.rpartition("/")[2], GOOD,
    )  # fmt: skip
    refused = call("people", "role", "ada@example.org", "viewer")
    assert refused.exit_code == 2
    assert "no admin would be left" in refused.stderr


def test_a_link_for_a_new_password_is_of_one_person(call: Call) -> None:
    invite(call, "anna")
    done = call("people", "set-up-link", "--for", "anna@example.org", "--format", "csv")
    assert done.stdout.splitlines()[0] == "url,expires_at"
    assert "/new-password/" in done.stdout


def test_a_database_that_is_none_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKWISE_STATE", "mysql://user:hidden@host/db")
    done = call("people", "list")
    assert done.exit_code == 2
    assert "DESKWISE_STATE names no database of PostgreSQL" in done.stderr
    assert "hidden" not in done.stderr
