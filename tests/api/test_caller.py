"""Who is let in: a program with a token that works, and nobody else."""

from __future__ import annotations

import pytest

from api.conftest import ApiRig, Program
from deskwise.app.access.holders import TERMINAL
from deskwise.app.make_tokens import list_tokens, revoke_token
from deskwise.web.secret_cookies import SESSION


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer nothing",
        "Bearer " + "a" * 5000,
        "Bearer ü",
    ],
)
def test_without_a_token_that_works_nothing_is_answered(rig: ApiRig, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode()}
    answer = Program(rig.app).ask("GET", "/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="deskwise"')
    assert answer.json()["type"] == "urn:deskwise:problem:token-needed"


def test_a_cookie_or_a_word_in_the_address_is_no_token(rig: ApiRig) -> None:
    secret = rig.secrets["read"]
    for more in ({"headers": {"Cookie": f"{SESSION}={secret}"}}, {"params": {"access_token": secret}}):
        assert Program(rig.app).ask("GET", "/metrics", **more).status_code == 401


def test_the_word_bearer_is_read_in_any_letters(rig: ApiRig) -> None:
    for word in ("Bearer", "bearer", "BEARER"):
        answer = Program(rig.app).get("/me", headers={"Authorization": f"{word} {rig.secrets['read']}"})
        assert answer.status_code == 200


def test_a_token_that_has_run_out_or_was_revoked_works_no_more(own_rig: ApiRig) -> None:
    opened = own_rig.opened
    program = Program(own_rig.app, own_rig.make("read", days=1))
    assert program.get("/me").status_code == 200
    opened.clock.go_on(days=1)
    assert program.get("/me").status_code == 401
    other = Program(own_rig.app, own_rig.make("read"))
    assert other.get("/me").status_code == 200
    revoke_token(opened.state, opened.clock, TERMINAL, list_tokens(opened.state, TERMINAL)[0].id)
    answer = other.get("/me")
    assert (answer.status_code, "invalid_token" in answer.headers["www-authenticate"]) == (401, True)


def test_a_program_is_told_who_it_is_and_never_its_secret(rig: ApiRig) -> None:
    answer = rig.program().get("/me")
    told = answer.json()
    assert told["token"]["scopes"] == ["read"]
    assert "readings" not in told
    assert "aggregate" in told["may"]["read"]
    assert told["may"]["change"] == []
    assert rig.secrets["read"] not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert rig.program("write_events").json("/me")["may"] == {"read": [], "change": ["data"]}
