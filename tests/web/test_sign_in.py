"""Signing in at the pages: cookies, forms, where one goes then, and what is refused."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.audit import Deed
from deskwise.app.change_people import deactivate
from deskwise.app.set_up import first_run_link
from deskwise.app.sign_in import who_is
from deskwise.web.app import app_of
from deskwise.web.secret_cookies import BEFORE, SESSION
from deskwise.web.served import serve_home
from deskwise.web.visitor import signed_in, signed_in_or_at_the_machine
from stores.state.state_rig import GOOD, OTHER
from web.conftest import Site
from web.people_rig import PeopleRig, headers_of


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home")
    made.add("anna", Role.ADMIN)
    return made


def signing_in(site: Site, password: str = GOOD, **more: str) -> httpx.Response:
    return site.post(site.root_path + "/sign-in", email="anna@example.org", password=password, **more)


def cookie_of(answer: httpx.Response, name: str = SESSION) -> str:
    return next(each for each in answer.headers.get_list("set-cookie") if name in each)


def test_who_signs_in_sees_the_pages_until_they_sign_out(rig: PeopleRig) -> None:
    site = rig.site()
    assert site.get("/account").status_code == 303
    answer = signing_in(site, next="/definitions?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/definitions?x=1")
    assert "Seen by Anna, admin" in site.page("/definitions")
    assert site.get("/sign-in").status_code == 303
    secret = site.cookies[SESSION]
    assert site.post("/sign-out").headers["location"] == "/sign-in?done=1"
    assert SESSION not in site.cookies
    assert who_is(rig.state, rig.clock, secret) is None
    assert site.get("/definitions").status_code == 303
    assert [each.what for each in rig.audit()[:2]] == [Deed.SIGNED_OUT, Deed.SIGNED_IN]


def test_a_wrong_password_is_told_and_entered_and_not_shown_again(rig: PeopleRig) -> None:
    site = rig.site()
    answer = signing_in(site, password=OTHER)
    assert answer.status_code == 401
    assert "the e-mail address or the password is wrong" in answer.text.lower()
    assert OTHER not in answer.text
    assert 'value="anna@example.org"' in answer.text
    unknown = site.post("/sign-in", email="nobody@example.org", password=OTHER)
    assert unknown.text.count("is wrong") == answer.text.count("is wrong") == 1
    failed = rig.audit()[:2]
    assert {each.what for each in failed} == {Deed.SIGN_IN_FAILED}
    assert [each.on for each in failed] == ["person:unknown", f"person:{rig.people['anna'].id}"]


def test_too_many_attempts_have_to_wait(rig: PeopleRig) -> None:
    site = rig.site()
    answers = [signing_in(site, password=OTHER).status_code for _ in range(5)]
    assert answers == [401] * 5
    held = signing_in(site)
    assert (held.status_code, held.headers["retry-after"]) == (429, "1")
    rig.clock.go_on(seconds=2)
    assert signing_in(site).status_code == 303


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "evil", " //evil.example", "/\r\nset-cookie: a=b", "///evil.example"],
)  # fmt: skip
def test_one_goes_on_to_own_pages_alone(rig: PeopleRig, onward: str) -> None:
    assert signing_in(rig.site(), next=onward).headers["location"] == "/"
    page = rig.site().ask("GET", "/sign-in", params={"next": onward}).text
    assert '<input type="hidden" name="next" value="/">' in page


def test_the_secret_of_a_session_is_new_each_time_and_the_former_ends(rig: PeopleRig) -> None:
    site = rig.site()
    planted = "p" * 43
    site.cookies.set(SESSION, planted, domain="127.0.0.1")
    signing_in(site)
    first = site.cookies[SESSION]
    assert first != planted
    signing_in(site)
    assert site.cookies[SESSION] != first
    assert who_is(rig.state, rig.clock, first) is None
    assert who_is(rig.state, rig.clock, planted) is None


def test_a_token_of_before_does_not_do_for_who_is_signed_in(rig: PeopleRig) -> None:
    site = rig.site()
    before = site.token()
    planted = site.cookies[BEFORE]
    signing_in(site)
    site.cookies.set(BEFORE, planted, domain="127.0.0.1")
    assert site.post("/account", token=before, name="Eve", language="en", version="1").status_code == 403
    other = rig.site()
    signing_in(other)
    refused = site.post("/account", token=other.token(), name="Eve", language="en", version="1")
    assert refused.status_code == 403
    assert site.post("/account", name="Anna B", language="de", version="1").status_code == 303
    assert "Anna B" in site.page("/account")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8650"}, 403),
        ({"Origin": "http://127.0.0.1:8650"}, 303),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_form_comes_from_a_page_of_ours(rig: PeopleRig, headers: dict[str, str], status: int) -> None:
    site = rig.site()
    said = {"form_token": site.token(), "email": "anna@example.org", "password": GOOD}
    assert site.ask("POST", "/sign-in", data=said, headers=headers).status_code == status


def test_cookies_are_for_the_browser_alone(rig: PeopleRig) -> None:
    site = rig.site()
    before = headers_of(cookie_of(site.get("/sign-in"), BEFORE))
    said = headers_of(cookie_of(signing_in(site)))
    for cookie in (before, said):
        assert {"httponly", "path", "samesite"} <= set(cookie)
        assert (cookie["path"], cookie["samesite"]) == ("/", "lax")
        assert "secure" not in cookie
        assert "domain" not in cookie
    assert int(said["max-age"]) == 14 * 86_400
    assert "max-age" not in before


@pytest.mark.parametrize(("root", "name"), [("", "__Host-dw-session="), ("/support", "__Secure-dw-session=")])
def test_by_tls_cookies_have_their_prefix(rig: PeopleRig, root: str, name: str) -> None:
    site = Site(rig.app, root_path=root, host="support.example", scheme="https")
    cookie = cookie_of(signing_in(site))
    assert cookie.startswith(name)
    assert "secure" in headers_of(cookie)
    assert headers_of(cookie)["path"] == (root or "/")
    assert site.get(root + "/account").status_code == 200
    taken = cookie_of(site.post(root + "/sign-out"))
    assert "secure" in headers_of(taken)
    assert headers_of(taken)["max-age"] == "0"


def test_a_proxy_that_is_named_says_whether_it_is_tls(rig: PeopleRig) -> None:
    app = app_of(serve_home(rig.home, rig.clock, rig.passwords), signed_in, ["127.0.0.1"])
    site = Site(app, host="support.example")
    site.headers["X-Forwarded-Proto"] = "https"
    cookie = cookie_of(site.get("/sign-in"), BEFORE)
    assert cookie.startswith("__Host-dw-before=")
    assert "secure" in headers_of(cookie)


def test_a_proxy_that_nobody_named_is_not_believed(rig: PeopleRig) -> None:
    site = rig.site()
    site.headers.update({"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"})
    assert cookie_of(signing_in(site)).startswith("dw-session=")


def test_behind_a_proxy_attempts_are_of_the_address_behind_it(rig: PeopleRig) -> None:
    app = app_of(serve_home(rig.home, rig.clock, rig.passwords), signed_in, ["127.0.0.1"])
    site = Site(app)
    site.headers["X-Forwarded-For"] = "192.0.2.66"
    for number in range(21):
        site.post("/sign-in", email=f"{number}@example.org", password=OTHER)
    assert site.post("/sign-in", email="x@example.org", password=OTHER).status_code == 429
    site.headers["X-Forwarded-For"] = "192.0.2.67"
    assert site.post("/sign-in", email="x@example.org", password=OTHER).status_code == 401


def test_the_first_admin_opens_the_link_once(tmp_path: Path) -> None:
    rig = PeopleRig(tmp_path / "new", signed_in_or_at_the_machine)
    site = rig.site()
    assert "Seen by this computer" in site.page("/definitions")
    assert site.get("/people").status_code in {403, 404}
    link = first_run_link(rig.state, rig.clock)
    assert link is not None
    page = site.get(link.path)
    assert page.headers["referrer-policy"] == "no-referrer"
    said = {"name": "Anna", "email": "anna@example.org", "language": "en"}
    short = site.post(link.path, password="short", **said)
    assert short.status_code == 400
    assert "too short" in short.text
    assert 'value="anna@example.org"' in short.text
    answer = site.post(link.path, password=GOOD, **said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Seen by Anna, admin" in site.page("/definitions")
    assert site.get(link.path).status_code == 404
    # From now on whoever is at the machine signs in as everybody does.
    assert rig.site().get("/definitions").status_code == 303


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "Via"])
def test_through_a_proxy_nobody_is_at_the_machine(tmp_path: Path, header: str) -> None:
    rig = PeopleRig(tmp_path / "new", signed_in_or_at_the_machine)
    assert rig.site().get("/definitions").status_code == 200
    site = rig.site()
    site.headers[header] = "https"
    assert site.get("/definitions").status_code == 303
    assert rig.site(host="evil.example").get("/definitions").status_code == 303


def test_who_has_no_account_changes_nothing(tmp_path: Path) -> None:
    rig = PeopleRig(tmp_path / "new", signed_in_or_at_the_machine)
    site = rig.site()
    assert site.get("/account").status_code == 403
    assert site.post("/account", name="Eve", language="en", version="1").status_code == 403


def test_a_form_of_a_page_that_names_itself_to_nobody_is_taken(tmp_path: Path) -> None:
    rig = PeopleRig(tmp_path / "new")
    link = first_run_link(rig.state, rig.clock)
    assert link is not None
    site = rig.site()
    said = {"form_token": site.token(), "name": "Anna", "email": "anna@example.org", "password": GOOD}
    answer = site.ask("POST", link.path, data=said | {"language": "en"}, headers={"Origin": "null"})
    assert answer.status_code == 303


def test_a_link_that_does_not_work_says_so(rig: PeopleRig) -> None:
    for page in ("set-up", "join", "new-password"):
        answer = rig.site().get(f"/{page}/{'x' * 43}")
        assert answer.status_code == 404
        assert "This link does not work" in answer.text


def test_who_is_deactivated_is_out_at_once(rig: PeopleRig) -> None:
    rig.add("ben", Role.VIEWER)
    rig.sign_in("ben")
    site = rig.site("ben")
    assert site.get("/definitions").status_code == 200
    deactivate(rig.state, rig.clock, TERMINAL, rig.people["ben"].id)
    assert site.get("/definitions").status_code == 303


def test_another_password_ends_the_sessions_elsewhere(rig: PeopleRig) -> None:
    here, elsewhere = rig.site(), rig.site()
    signing_in(here)
    signing_in(elsewhere)
    assert here.page("/account").count("another</td>") == 1
    assert here.post("/account/password", old=OTHER, new=OTHER).status_code == 400
    assert here.post("/account/password", old=GOOD, new="short").status_code == 400
    assert here.post("/account/password", old=GOOD, new=OTHER).status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert here.post("/account/sign-out-everywhere").headers["location"] == "/sign-in?done=1"
    assert here.get("/account").status_code == 303


def test_a_name_that_another_page_changed_is_told(rig: PeopleRig) -> None:
    site = rig.site()
    signing_in(site)
    assert site.post("/account", name="Anna B", language="en", version="1").status_code == 303
    late = site.post("/account", name="Anna C", language="en", version="1")
    assert late.status_code == 409
    assert 'value="Anna B"' in late.text
    assert site.post("/account", name="Anna C", language="en", version="x").status_code == 400
