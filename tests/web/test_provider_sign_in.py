"""Signing in at a provider of identities that is really served: who comes in, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.audit import Deed
from deskwise.app.change_people import deactivate
from deskwise.app.sign_in import who_is
from deskwise.stores.oidc_provider import OidcProvider
from deskwise.web.app import app_of
from deskwise.web.provider_flow import COOKIE
from deskwise.web.secret_cookies import SESSION
from deskwise.web.served import SignInProvider, serve_home
from web.conftest import Site
from web.oidc_provider import CLIENT, SECRET, LocalProvider, provided, query_of, unsigned
from web.people_rig import PeopleRig, headers_of

BACK = "/sign-in/provider/back"
Claims = dict[str, Any]


class ProviderRig(PeopleRig):
    """People, pages, and the provider at which they may sign in."""

    def trust(self, at: LocalProvider, secret: str | None = SECRET) -> None:
        self.provider = OidcProvider(at.issuer, CLIENT, secret, "Example login", self.clock)
        by = SignInProvider(self.provider, f"http://127.0.0.1:8650{BACK}")
        served = serve_home(self.home, self.clock, self.passwords, sign_in_provider=by)
        self.app = app_of(served, self.who)


@pytest.fixture
def rig(tmp_path: Path) -> ProviderRig:
    made = ProviderRig(tmp_path / "home")
    made.add("anna", Role.ADMIN)
    return made


@pytest.fixture
def at(rig: ProviderRig) -> Iterator[LocalProvider]:
    with provided(LocalProvider(rig.clock)) as served:
        rig.trust(served)
        yield served


def to_provider(site: Site, onward: str = "") -> str:
    """To the provider; where it sends the browser back to."""
    answer = site.get("/sign-in/provider" + (f"?{urlencode({'next': onward})}" if onward else ""))
    assert answer.status_code == 303, answer.text
    return httpx.get(answer.headers["location"]).headers["location"]


def come_back(site: Site, onward: str = "") -> httpx.Response:
    return site.get(to_provider(site, onward))


def test_who_was_invited_comes_in_and_goes_on_to_where_they_wanted(
    rig: ProviderRig, at: LocalProvider
) -> None:
    site = rig.site()
    assert "Sign in with Example login" in site.page("/sign-in?next=/definitions")
    answer = come_back(site, "/definitions?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/definitions?x=1")
    assert "Seen by Anna, admin" in site.page("/definitions")
    assert COOKIE not in site.cookies
    told = rig.audit()[0]
    assert (told.what, told.who, told.after) == (
        Deed.SIGNED_IN,
        rig.people["anna"].id,
        {"by": at.issuer},
    )


def test_its_cookie_is_for_the_browser_alone_and_for_a_while(rig: ProviderRig, at: LocalProvider) -> None:
    answer = rig.site().get("/sign-in/provider")
    cookie = headers_of(next(each for each in answer.headers.get_list("set-cookie") if COOKIE in each))
    assert "httponly" in cookie
    assert (cookie["samesite"], cookie["max-age"]) == ("lax", "600")
    secret = cookie[COOKIE]
    assert secret not in answer.headers["location"]


def test_a_session_that_was_there_before_ends_and_the_new_one_is_nobody_elses(
    rig: ProviderRig, at: LocalProvider
) -> None:
    planted = rig.sign_in("anna")
    site = rig.site("anna")
    come_back(site)
    assert site.cookies[SESSION] != planted
    assert who_is(rig.state, rig.clock, planted) is None


def test_what_came_back_is_of_the_browser_that_went(rig: ProviderRig, at: LocalProvider) -> None:
    back, other = to_provider(rig.site()), rig.site()
    to_provider(other)
    for site in (rig.site(), other):
        answer = site.get(back)
        assert answer.status_code == 401
        assert "not begun in this browser" in answer.text
        assert SESSION not in site.cookies
    assert "token" not in at.asked


@pytest.mark.parametrize("state", ["", "x" * 43, "{}.%2Fpeople", "{}"])
def test_a_state_that_somebody_changed_is_refused(rig: ProviderRig, at: LocalProvider, state: str) -> None:
    site = rig.site()
    said = query_of(to_provider(site))
    changed = state.format(said["state"].partition(".")[0])
    assert site.get(BACK, params={"code": said["code"], "state": changed}).status_code == 401
    assert SESSION not in site.cookies


def test_a_code_works_once(rig: ProviderRig, at: LocalProvider) -> None:
    site = rig.site()
    site.get("/sign-in/provider")
    cookie = site.cookies[COOKIE]
    back = to_provider(site)
    again = site.cookies[COOKIE]
    assert again != cookie
    assert site.get(back).status_code == 303
    site.cookies.clear()
    assert site.get(back).status_code == 401
    # Who has the browser's secret as well comes no further: the provider takes the code no more.
    site.cookies.set(COOKIE, again, domain="127.0.0.1")
    answer = site.get(back)
    assert answer.status_code == 401
    assert "was used already, or took too long" in answer.text
    assert SESSION not in site.cookies


def wrong_nonce(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({**claims, "nonce": "of another sign-in"})


def no_nonce(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({name: value for name, value in claims.items() if name != "nonce"})


def foreign_issuer(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({**claims, "iss": "https://elsewhere.example"})


def other_audience(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({**claims, "aud": "another application"})


def made_for_another_too(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({**claims, "aud": [CLIENT, "another"], "azp": "another"})


def run_out(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({**claims, "exp": claims["iat"] - 120})


def no_end(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({name: value for name, value in claims.items() if name != "exp"})


def of_nobody(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed({name: value for name, value in claims.items() if name != "sub"})


def not_signed(provider: LocalProvider, claims: Claims) -> str:
    return unsigned(claims)


def signed_by_another(provider: LocalProvider, claims: Claims) -> str:
    return provider.signed(claims, RSAKey.generate_key(2048, {"kid": str(provider.key.kid)}))


def signed_with_what_is_public(provider: LocalProvider, claims: Claims) -> str:
    """The old confusion: a key that everybody has, used as if it were a shared secret."""
    head = unsigned(claims, "HS256").rpartition(".")[0]
    made = hmac.new(provider.key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def signed_with_the_client_secret(provider: LocalProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 2), algorithms=["HS256"])


def no_token_at_all(provider: LocalProvider, claims: Claims) -> str:
    return "no token"


@pytest.mark.parametrize(
    "bend",
    [
        wrong_nonce, no_nonce, foreign_issuer, other_audience, made_for_another_too, run_out, no_end,
        of_nobody, not_signed, signed_by_another, signed_with_what_is_public, signed_with_the_client_secret,
        no_token_at_all,
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_token_that_does_not_hold_lets_nobody_in(
    rig: ProviderRig, at: LocalProvider, bend: Callable[[LocalProvider, Claims], str]
) -> None:
    at.bend = lambda claims: bend(at, claims)
    site = rig.site()
    answer = come_back(site)
    assert answer.status_code == 401
    assert "cannot be trusted" in answer.text
    assert SESSION not in site.cookies
    told = rig.audit()[0]
    assert (told.what, told.on, told.after) == (Deed.SIGN_IN_FAILED, "person:unknown", {"by": at.issuer})


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"email_verified": False}, "has not verified your e-mail address"),
        ({"email_verified": None}, "has not verified your e-mail address"),
        ({"email_verified": 1.5}, "has not verified your e-mail address"),
        ({"email": None}, "tells no e-mail address of yours"),
        ({"email": "stranger@example.org"}, "nobody who may come in here has that address"),
        ({"email": "no address"}, "nobody who may come in here has that address"),
    ],
)
def test_who_is_not_known_or_not_verified_stays_outside(
    rig: ProviderRig, at: LocalProvider, claims: Claims, told: str
) -> None:
    at.claims |= claims
    site = rig.site()
    answer = come_back(site)
    assert answer.status_code == 401
    assert told in answer.text
    assert SESSION not in site.cookies
    assert rig.audit()[0].what is Deed.SIGN_IN_FAILED
    with rig.state.reading() as stores:
        assert len(stores.people.all()) == 1


def test_who_was_let_in_no_more_stays_outside(rig: ProviderRig, at: LocalProvider) -> None:
    ben = rig.add("ben", Role.VIEWER)
    at.claims["email"] = "Ben@Example.org"
    assert come_back(rig.site()).status_code == 303
    deactivate(rig.state, rig.clock, TERMINAL, ben.id)
    assert come_back(rig.site()).status_code == 401
    assert rig.audit()[0].on == f"person:{ben.id}"


@pytest.mark.parametrize("onward", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere"])
def test_nobody_is_sent_elsewhere_afterwards(rig: ProviderRig, at: LocalProvider, onward: str) -> None:
    assert come_back(rig.site(), onward).headers["location"] == "/"


def test_what_the_provider_says_in_place_of_a_code_is_told_only_if_it_is_a_word(
    rig: ProviderRig, at: LocalProvider
) -> None:
    for said, told in (("access_denied", "(access_denied)"), ("<b>call 0900</b>", "did not let you in.")):
        site = rig.site()
        state = query_of(to_provider(site))["state"]
        answer = site.get(BACK, params={"error": said, "state": state})
        assert answer.status_code == 401
        assert told in answer.text
        assert "0900" not in answer.text


def test_an_answer_of_another_issuer_is_not_taken_for_ours(rig: ProviderRig, at: LocalProvider) -> None:
    site = rig.site()
    said = query_of(to_provider(site))
    assert site.get(BACK, params={**said, "iss": "https://elsewhere.example"}).status_code == 401
    assert "token" not in at.asked


def test_a_key_may_change_and_keys_are_not_asked_for_each_time(rig: ProviderRig, at: LocalProvider) -> None:
    for _ in range(3):
        assert come_back(rig.site()).status_code == 303
    assert (at.asked.count("keys"), at.asked.count("about")) == (1, 1)
    at.rotate()
    assert come_back(rig.site()).status_code == 303
    assert at.asked.count("keys") == 2
    rig.clock.instant += timedelta(hours=2)
    assert come_back(rig.site()).status_code == 303
    assert (at.asked.count("keys"), at.asked.count("about")) == (3, 2)


def test_an_address_that_only_the_provider_tells_is_asked_for(rig: ProviderRig, at: LocalProvider) -> None:
    at.claims = {"sub": "7"}
    at.userinfo = {"sub": "7", "email": "anna@example.org", "email_verified": True}
    assert come_back(rig.site()).status_code == 303
    at.userinfo["sub"] = "8"
    assert "of somebody else" in come_back(rig.site()).text


def test_a_provider_that_does_not_answer_is_told_and_passwords_work_still(
    rig: ProviderRig, at: LocalProvider
) -> None:
    at.fails_with = 500
    answer = rig.site().get("/sign-in/provider")
    assert answer.status_code == 502
    assert "could not be asked who you are" in answer.text
    assert 'name="password"' in answer.text
    at.fails_with, at.calls_itself = None, "https://elsewhere.example"
    assert "another issuer" in rig.site().get("/sign-in/provider").text


def test_a_wrong_secret_of_ours_is_for_an_admin_to_put_right(rig: ProviderRig, at: LocalProvider) -> None:
    rig.trust(at, "another secret")
    answer = come_back(rig.site())
    assert answer.status_code == 502
    assert "(invalid_client)" in answer.text
    assert "another secret" not in answer.text


def test_many_attempts_from_one_address_have_to_wait(rig: ProviderRig, at: LocalProvider) -> None:
    at.claims["email"] = "stranger@example.org"
    site = rig.site()
    found = [come_back(site).status_code for _ in range(22)]
    assert found[:21] == [401] * 21
    assert found[21] == 429


def test_without_a_provider_there_is_neither_button_nor_way(tmp_path: Path) -> None:
    plain = PeopleRig(tmp_path / "home")
    site = plain.site()
    assert "/sign-in/provider" not in site.page("/sign-in")
    for path in ("/sign-in/provider", BACK):
        assert site.get(path).status_code == 404
