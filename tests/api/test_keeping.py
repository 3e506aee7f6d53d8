"""People, tokens, settings and personal data by programs that may: what the command line prints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig, Program
from api.described import faults_of
from deskwise.app.access.holders import Person, Role
from deskwise.app.change_settings import show_settings
from deskwise.cli.main import cli

ANNA = {"email": "Anna@example.org", "name": "Anna", "role": "agent", "actor": "anna", "teams": ["support"]}


def printed(rig: ApiRig, *words: str) -> str:
    done = CliRunner().invoke(cli, ["--home", str(rig.home), *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def invited(rig: ApiRig, **change: Any) -> dict[str, Any]:
    answer = rig.program("admin").post("/people", {**ANNA, **change})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["person"]
    return found


def test_somebody_is_invited_changed_and_let_in_no_more(empty_rig: ApiRig) -> None:
    admin = empty_rig.program("admin")
    answer = admin.post("/people", ANNA)
    told = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert faults_of(admin, "POST /people", told, "201") == []
    assert told["url"].startswith("http://127.0.0.1:8650/")
    assert admin.post("/people", ANNA).status_code == 400
    listed = admin.get("/people")
    assert listed.content == printed(empty_rig, "people", "list", "--format", "json").encode()
    address = f"/people/{told['person']['id']}"
    first = admin.get(address)
    assert first.json() == told["person"]
    changed = admin.send(
        "PATCH", address, {"role": "lead", "teams": ["a", "b"]}, headers={"If-Match": first.headers["etag"]}
    )
    assert (changed.status_code, changed.json()["role"], changed.json()["teams"]) == (200, "lead", ["a", "b"])
    late = admin.send("PATCH", address, {"name": "X"}, headers={"If-Match": first.headers["etag"]})
    assert (late.status_code, late.json()["now"]["role"]) == (412, "lead")
    assert admin.send("PATCH", address, {"name": "X"}, headers={"If-Match": '"x"'}).status_code == 412
    assert admin.send("PATCH", address, {"actor": ""}).json()["actor"] is None
    link = admin.post(f"{address}/password-link", {})
    assert link.status_code == 201
    assert faults_of(admin, "POST /people/{person}/password-link", link.json(), "201") == []
    gone = admin.post(f"{address}/active", {"active": False})
    assert (gone.status_code, gone.json()["active"]) == (200, False)
    assert admin.post(f"{address}/password-link", {}).status_code == 400
    assert admin.post(f"{address}/active", {"active": True}).json()["active"] is True
    deeds = [each["what"] for each in admin.json("/audit?on=person%3A" + told["person"]["id"])["audit"]]
    assert deeds[::-1] == [
        "invited", "person_changed", "person_changed", "password_link_made", "deactivated", "activated",
    ]  # fmt: skip


def test_the_last_admin_stays_one(empty_rig: ApiRig) -> None:
    admin, state = empty_rig.program("admin"), empty_rig.opened.state
    one = Person("ada1", "Ada", "ada@example.org", Role.ADMIN)
    with state.changing() as stores:
        stores.people.add(one, empty_rig.opened.clock.now())
        stores.people.set_password_hash(one.id, "hash")
    assert admin.send("PATCH", "/people/ada1", {"role": "viewer"}).status_code == 400
    assert admin.post("/people/ada1/active", {"active": False}).status_code == 400
    for method, path in (("GET", "/people/ffff"), ("PATCH", "/people/ffff")):
        assert admin.send(method, path, {}).status_code == 404


def test_a_token_is_made_shown_once_and_ends_with_its_maker(empty_rig: ApiRig) -> None:
    maker = Program(empty_rig.app, empty_rig.make("admin", days=10))
    answer = maker.post("/tokens", {"name": "dashboard", "scopes": ["read"], "days": None})
    told = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert faults_of(maker, "POST /tokens", told, "201") == []
    own = maker.json("/me")["token"]
    assert (told["made_by"], told["expires_at"]) == (f"token:{own['id']}", own["expires_at"])
    made = Program(empty_rig.app, told["secret"])
    assert made.get("/me").status_code == 200
    assert made.get("/tokens").status_code == 403
    admin = empty_rig.program("admin")
    again = Program(empty_rig.app, maker.post("/tokens", {"name": "b", "scopes": ["admin"]}).json()["secret"])
    third = Program(empty_rig.app, again.post("/tokens", {"name": "c", "scopes": ["admin"]}).json()["secret"])
    assert third.get("/me").status_code == 200
    assert admin.get("/tokens").content == printed(empty_rig, "tokens", "list", "--format", "json").encode()
    revoked = admin.send("DELETE", f"/tokens/{own['id']}", {})
    assert (revoked.status_code, revoked.json()["revoked_at"] is None) == (200, False)
    for program in (maker, made, again, third):
        assert program.get("/me").status_code == 401
    assert admin.send("DELETE", f"/tokens/{own['id']}", {}).json() == revoked.json()
    assert admin.send("DELETE", "/tokens/ffff", {}).status_code == 404
    assert told["secret"] not in admin.get("/audit?limit=1000").text


def test_tokens_made_by_a_persons_tokens_end_when_they_are_let_in_no_more(empty_rig: ApiRig) -> None:
    admin = empty_rig.program("admin")
    people = [invited(empty_rig, email=f"{name}@example.org", role="admin") for name in ("ada", "bea")]
    with empty_rig.opened.state.changing() as stores:
        for one in people:
            stores.people.set_password_hash(one["id"], "hash")
        ada = stores.people.find(people[0]["id"])
    assert ada is not None
    own = Program(empty_rig.app, empty_rig.make("admin", by=ada))
    made = Program(empty_rig.app, own.post("/tokens", {"name": "x", "scopes": ["admin"]}).json()["secret"])
    assert admin.post(f"/people/{ada.id}/active", {"active": False}).status_code == 200
    assert [own.get("/me").status_code, made.get("/me").status_code] == [401, 401]


def test_settings_are_told_put_and_refused_where_they_changed(own_rig: ApiRig) -> None:
    admin = own_rig.program("admin")
    first = admin.get("/settings")
    assert first.content == printed(own_rig, "settings", "show", "--format", "json").encode()
    text = admin.get("/settings?form=toml")
    assert text.text == printed(own_rig, "settings", "show")
    assert text.headers["content-type"] == "application/toml"
    assert admin.get("/settings", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    # What was read can be put as it is, and changes nothing.
    as_toml = {"headers": {"Content-Type": "application/toml"}}
    for same in (
        admin.send("PUT", "/settings?dry_run=true", first.json()),
        admin.send("PUT", "/settings", first.json()),
        admin.send("PUT", "/settings", text.content, **as_toml),
    ):
        assert (same.status_code, same.json()["changes"], same.headers["etag"]) == (
            200, [], first.headers["etag"],
        )  # fmt: skip
    wanted = text.text.replace("window_days = 7", "window_days = 5").encode()
    dry = admin.send("PUT", "/settings?dry_run=true", wanted, **as_toml)
    assert faults_of(admin, "PUT /settings", dry.json()) == []
    assert [(each["key"], each["after"]) for each in dry.json()["changes"]] == [("window_days", "5")]
    assert dry.json()["makes_facts"] is True
    assert admin.get("/settings").headers["etag"] == first.headers["etag"]
    seen = {"Content-Type": "application/toml", "If-Match": first.headers["etag"]}
    done = admin.send("PUT", "/settings", wanted, headers=seen)
    assert (done.status_code, done.json()["changes"]) == (200, dry.json()["changes"])
    assert show_settings(own_rig.opened.workspace).window_days == 5
    late = admin.send("PUT", "/settings", wanted.replace(b"= 5", b"= 6"), headers=seen)
    assert (late.status_code, late.json()["now"]["version"]) == (412, done.json()["version"])
    assert show_settings(own_rig.opened.workspace).window_days == 5
    versions = admin.get("/settings/versions")
    assert versions.content == printed(own_rig, "settings", "versions", "--format", "json").encode()
    last = admin.json(f"/settings/versions/{done.json()['version']}")
    assert "window_days = 5" in last["text"]
    assert last["who"].startswith("token:")
    assert admin.json("/audit?what=settings_changed")["audit"][0]["after"] == {"window_days": "5"}


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"window_days = ", "application/toml", 400), (b"colour = 1", "application/toml", 400),
        (b"\xff", "application/toml", 400), (b"[]", "application/json", 400), (b"{", "application/json", 400),
        (b'{"window_days": NaN}', "application/json", 400), (b'{"zone": "Nowhere"}', "application/json", 400),
        (b"{}", "text/plain", 415), (b"#" * (1024 * 1024 + 1), "application/toml", 413),
    ],
)  # fmt: skip
def test_what_are_no_settings_is_refused(rig: ApiRig, body: bytes, media: str, status: int) -> None:
    before = rig.program("admin").get("/settings").content
    answer = rig.program("admin").send("PUT", "/settings", body, headers={"Content-Type": media})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert rig.program("admin").get("/settings").content == before


def test_what_is_held_on_somebody_is_told_and_forgotten(own_rig: ApiRig) -> None:
    admin = own_rig.program("admin")
    name = max(own_rig.program().json("/customers")["customers"], key=lambda one: one["requests"])["name"]
    held = admin.post("/personal-data", {"identifier": name})
    assert held.content == printed(own_rig, "personal-data", name, "--format", "json").encode()
    assert faults_of(admin, "POST /personal-data", held.json()) == []
    asked = {"identifiers": [name], "dry_run": True}
    dry = admin.post("/personal-data/forget", asked)
    assert dry.content == printed(own_rig, "forget", name, "--dry-run", "--format", "json").encode()
    done = admin.post("/personal-data/forget", {**asked, "dry_run": False})
    assert (done.status_code, done.json()["rows"]) == (200, dry.json()["rows"])
    assert faults_of(admin, "POST /personal-data/forget", done.json()) == []
    assert admin.get(f"/customers/{name}").status_code == 404
    notes = admin.get("/personal-data/forgotten")
    assert notes.content == printed(own_rig, "forget", "--list", "--format", "json").encode()
    assert faults_of(admin, "GET /personal-data/forgotten", notes.json()) == []
    audit = admin.get("/audit?limit=1000").text
    assert name not in audit
    assert json.loads(audit)["audit"][0]["what"] == "forgotten"
    unknown = {"identifiers": ["nobody at all"], "dry_run": True}
    assert admin.post("/personal-data/forget", unknown).status_code == 400
    # Nothing runs out where the settings keep all.
    assert admin.post("/personal-data/expired", {"dry_run": True}).status_code == 400
    assert admin.post("/personal-data/forget", {"identifiers": [name]}).status_code == 422
