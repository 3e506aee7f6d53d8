"""The page of tokens: what it shows of each, the secret once, and what becomes of one that is revoked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL
from deskwise.app.audit import Deed
from deskwise.app.make_tokens import NewToken, make_token, token_of
from web.people_rig import PeopleRig

SECRET = re.compile(r"dw_[\w-]{20,}")


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home")
    made.add_all("support", "anna")
    return made


def test_an_admin_makes_a_token_whose_secret_is_shown_once(rig: PeopleRig) -> None:
    admin = rig.site("admin")
    answer = admin.post("/tokens", name="board <b>", scope=["read", "write_events"], days="30")
    (secret,) = SECRET.findall(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    token = token_of(rig.state, rig.clock, secret)
    assert token is not None
    assert (token.name, sorted(token.scopes)) == ("board <b>", ["read", "write_events"])
    assert token.expires_at is not None
    assert (token.expires_at - token.made_at).days == 30
    page = admin.page("/tokens")
    assert SECRET.findall(page) == []
    assert "board &lt;b&gt;" in page
    assert token.prefix in page
    assert "by Admin" in page
    assert (rig.audit()[0].what, rig.audit()[0].on) == (Deed.TOKEN_MADE, f"token:{token.id}")
    assert secret not in str(rig.audit()[0].to_json())


def test_when_it_was_used_and_until_when_it_works_is_told(rig: PeopleRig) -> None:
    _, secret = make_token(rig.state, rig.clock, TERMINAL, NewToken("board", ["read"], None))
    assert "never" in rig.site("admin").page("/tokens")
    token_of(rig.state, rig.clock, secret)
    page = rig.site("admin").page("/tokens")
    assert "never" not in page
    assert "it is revoked" in page
    _, _ = make_token(rig.state, rig.clock, TERMINAL, NewToken("short", ["read"], 1))
    rig.clock.go_on(days=2)
    rig.sign_in("admin")
    assert "has run out" in rig.site("admin").page("/tokens")


def test_one_that_is_revoked_works_no_more_at_once(rig: PeopleRig) -> None:
    token, secret = make_token(rig.state, rig.clock, rig.people["admin"], NewToken("board", ["read"]))
    admin = rig.site("admin")
    answer = admin.post(f"/tokens/{token.id}/revoke")
    assert answer.status_code == 303
    assert token_of(rig.state, rig.clock, secret) is None
    page = admin.page("/tokens?done=revoked")
    assert "It works no more" in page
    assert f"/tokens/{token.id}/revoke" not in page
    assert rig.audit()[0].what is Deed.TOKEN_REVOKED
    assert admin.post("/tokens/nothing/revoke").status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "board", "days": "30"}, "The token has no scope"),
        ({"name": "board", "scope": "all", "days": "30"}, "That is no scope"),
        ({"name": "", "scope": "read", "days": "30"}, "The name is empty"),
        ({"name": "board", "scope": "read", "days": "soon"}, "That is no number of days"),
        ({"name": "board", "scope": "read", "days": "0"}, "A token cannot last so long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written_is_lost(
    rig: PeopleRig, fields: dict[str, str], told: str
) -> None:
    admin = rig.site("admin")
    answer = admin.ask("POST", "/tokens", data={"form_token": admin.token(), **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert f'name="name" type="text" value="{fields["name"]}"' in answer.text
    assert "There is none yet" in answer.text


def test_an_admin_can_look_at_their_own_alone(rig: PeopleRig) -> None:
    make_token(rig.state, rig.clock, TERMINAL, NewToken("nightly", ["read"]))
    make_token(rig.state, rig.clock, rig.people["admin"], NewToken("board", ["read"]))
    page = rig.site("admin").page("/tokens?whose=mine")
    assert "board" in page
    assert "nightly" not in page


def test_who_is_no_admin_makes_and_sees_none(rig: PeopleRig) -> None:
    for name in ("lead", "agent", "viewer"):
        site = rig.site(name)
        assert site.get("/tokens").status_code == 403
        assert site.post("/tokens", name="board", scope="read", days="30").status_code == 403
        assert 'href="/tokens"' not in site.page("/account")
