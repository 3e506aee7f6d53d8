"""The application as a whole: who may look, what every answer carries, where every page leads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from deskwise.web.app import create_app
from web.conftest import CLOCK, Site, addresses

PAGES = (
    "/", "/metrics", "/metrics/first_response_time", "/requests", "/definitions", "/definitions/csat",
    "/data",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_by_default(sample_home: Path, path: str) -> None:
    answer = Site(create_app(sample_home, clock=CLOCK)).get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2F")
    assert answer.text == ""


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/requests.csv", "/static/base.css", "/health"])
def test_every_answer_says_what_a_browser_may_do_with_it(site: Site, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(site: Site, path: str) -> None:
    page = site.page(path)
    assert re.search(r"<script(?![^>]*\ssrc=)", page) is None
    assert "<style" not in page
    assert re.search(r"\sstyle=", page) is None
    assert re.search(r"\son[a-z]+=", page) is None
    assert '<html lang="en"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_page_leads_away_from_this_machine(site: Site, path: str) -> None:
    page = site.page(path)
    assert [found for found in addresses(page) if not found.startswith("/")] == []
    assert re.findall(r'(?:src|srcset)="(?!/)', page) == []


def kind_of(address: str) -> str:
    """An address without what is named in it."""
    return re.sub(r"^/(metrics|definitions|tickets)/[^?.]+", r"/\1/", re.sub(r"=[^&]*", "=", address))


def test_every_address_of_every_page_can_be_opened(site: Site) -> None:
    seen: dict[str, str] = {}
    for path in PAGES:
        for address in addresses(site.page(path)):
            seen.setdefault(kind_of(address), address)
    posted = {"/theme", "/language", "/sign-out"}
    failed = {
        address: answer.status_code
        for address in seen.values()
        if address not in posted and (answer := site.get(address)).status_code not in {200, 404}
    }
    assert failed == {}


def test_behind_a_proxy_every_address_has_its_path(sample_app: ASGIApp) -> None:
    site = Site(sample_app, root_path="/support")
    for path in PAGES:
        answer = site.get("/support" + path)
        assert answer.status_code == 200
        assert [found for found in addresses(answer.text) if not found.startswith("/support/")] == []


def test_only_names_of_this_machine_are_answered(sample_app: ASGIApp) -> None:
    assert Site(sample_app, host="localhost:1").get("/health").status_code == 200
    assert Site(sample_app, host="elsewhere.example").get("/").status_code == 421


def test_where_people_are_known_any_name_is_answered(sample_home: Path) -> None:
    site = Site(create_app(sample_home, clock=CLOCK), host="figures.example")
    assert site.get("/sign-in").status_code == 200
