"""One's own account: tokens that somebody makes for themselves, whatever their role."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskwise.app.access.holders import Role
from web.conftest import Site
from web.people_rig import PeopleRig

ASKED = {"name": "notebook", "scope": "own_read", "days": "30"}


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    home: Path = tmp_path_factory.mktemp("account") / "home"
    made = PeopleRig(home)
    for name, role in (("admin", Role.ADMIN), ("agent", Role.AGENT), ("viewer", Role.VIEWER)):
        made.add(name, role)
        made.sign_in(name)
    return made


def secret_of(page: str) -> str:
    found = re.search(r'<code class="dw-secret[^"]*">(dw_[^<]+)</code>', page)
    assert found is not None
    return found[1]


def made(site: Site, **change: str) -> str:
    answer = site.post("/account/tokens", **{**ASKED, **change})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    return secret_of(answer.text)


def test_a_token_is_shown_once_and_revoked_by_whoever_made_it(rig: PeopleRig) -> None:
    agent, other = rig.site("agent"), rig.site("viewer")
    secret = made(agent)
    page = agent.page("/account")
    assert secret not in page
    assert "notebook" in page
    assert f"{secret[:9]}…" in page
    (address,) = re.findall(r'action="([^"]*/account/tokens/[0-9a-f]+/revoke)"', page)
    assert "notebook" not in other.page("/account")
    assert other.post(address).status_code == 404
    assert agent.post(address).status_code == 303
    page = agent.page("/account?done=revoked")
    assert "It works no more" in page
    assert address not in page
    assert [(str(each.what), each.who) for each in rig.audit()[:2]] == [
        ("token_revoked", rig.people["agent"].id), ("token_made", rig.people["agent"].id),
    ]  # fmt: skip
    assert secret not in str(rig.audit())


def test_an_admin_sees_and_revokes_what_others_made(rig: PeopleRig) -> None:
    made(rig.site("viewer"), name="sheet", scope="own")
    admin = rig.site("admin")
    page = admin.page("/tokens")
    assert "sheet" in page
    token = re.findall(r"/tokens/([0-9a-f]+)/revoke", page)[0]
    assert rig.site("viewer").post(f"/tokens/{token}/revoke").status_code == 403
    assert admin.post(f"/tokens/{token}/revoke").status_code == 303
    assert "revoked" in rig.site("viewer").page("/account")


@pytest.mark.parametrize(
    "change",
    [{"scope": "admin"}, {"scope": "read"}, {"scope": ""}, {"days": "0"}, {"days": "366"}, {"days": ""},
     {"days": "x"}, {"name": ""}],
)  # fmt: skip
def test_what_is_none_is_told_and_nothing_written_is_lost(rig: PeopleRig, change: dict[str, str]) -> None:
    answer = rig.site("viewer").post("/account/tokens", **{**ASKED, "name": "kept words", **change})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "name" in change or "kept words" in answer.text
