"""Every page in a browser: a quiet console, nothing wider than the screen, nothing against accessibility."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.server import address, listen
from deskwise.web.visitor import local
from web.conftest import CLOCK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if CHROMIUM is None and os.environ.get("MUST_START_CHROMIUM") != "1":
    pytest.skip("no Chromium is here: no page is looked at in a browser", allow_module_level=True)

QUIETLY = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/", "/?period=quarter&where.team=specialists", "/metrics", "/metrics/first_response_time",
    "/metrics/requests_handled?every=day&by=team", "/metrics/uptime", "/requests?metric=first_response_time",
    "/requests?metric=csat&where.team=nobody", "/definitions", "/definitions/first_contact_resolution",
    "/data", "/tickets/TICKET",
)  # fmt: skip
# 404 is an answer that a browser tells on its console.
ODD_PAGES = ("/nothing", "/?period=never")
# Parts of a card that stand out of it, but for what scrolls and what is drawn.
STANDING_OUT = """
[...document.querySelectorAll('.dw-card')].flatMap(card => [...card.querySelectorAll('*')]
  .filter(part => !part.closest('.dw-scroll, .dw-seg, svg, details:not([open]), .dw-sr')
    && part.getClientRects().length
    && part.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)
  .map(part => 'stands out: ' + part.outerHTML.slice(0, 100)))
"""
SCREENS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (2560, "light")]


@dataclass
class Looked:
    """A browser's window on the site, and what it told."""

    page: Page
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def served(app: ASGIApp) -> Iterator[str]:
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield address("127.0.0.1", listening.getsockname()[1]).rstrip("/")
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def site(sample_app: ASGIApp) -> Iterator[str]:
    yield from served(sample_app)


@pytest.fixture(scope="module")
def ticket(sample_home: Path) -> str:
    """A ticket that was escalated, whose page has most on it."""
    cases = list_requests(open_workspace(sample_home), Question(("escalation_rate",)), state="counted").cases
    return next(row.ticket for row in cases.rows if row.gave is True and row.ticket is not None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 slow

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield opened
        opened.close()


def looking(context: BrowserContext) -> Looked:
    page = context.new_page()
    looked = Looked(page)
    page.on("console", lambda message: looked.told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: looked.told.append(f"error: {error}"))
    page.on("requestfailed", lambda request: looked.told.extend(failures(request.url, request.failure)))
    page.on("request", lambda request: looked.asked.append(request.url))
    return looked


def failures(url: str, why: str | None) -> list[str]:
    """What failed of itself: an icon that the next page came before is no failure."""
    return [] if why == "net::ERR_ABORTED" else [f"failed: {url} {why}"]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 slow

    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"][:3]]


@pytest.mark.parametrize(("width", "theme"), SCREENS)
def test_every_page_is_quiet_fits_and_can_be_read_by_all(
    site: str, browser: Browser, ticket: str, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    looked = looking(context)
    found: dict[str, list[str]] = {}
    for path in (*PAGES, *ODD_PAGES):
        looked.told.clear()
        looked.page.goto(site + path.replace("TICKET", ticket), wait_until="load")
        too_wide = looked.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        told = [] if path in ODD_PAGES else list(looked.told)
        told += looked.page.evaluate(STANDING_OUT)
        if width != 2560:
            told += violations(looked.page)
        if told or too_wide > 0:
            found[path] = [*told, *([f"{too_wide} px too wide"] if too_wide > 0 else [])]
    context.close()
    assert found == {}
    assert [url for url in looked.asked if not url.startswith(site)] == []


def test_the_pages_are_made_with_what_packages_bring(site: str, browser: Browser) -> None:
    context = browser.new_context()
    looked = looking(context)
    looked.page.goto(site, wait_until="load")
    assert looked.page.evaluate("document.fonts.check('14px \"Inter Variable\"')")
    assert looked.page.evaluate("typeof htmx") == "object"
    assert looked.page.locator("nav svg").count() > 0
    context.close()


def test_by_keyboard_alone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    looked = looking(context)
    looked.page.goto(site)
    looked.page.keyboard.press("Tab")
    assert looked.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert looked.page.locator(".dw-skip").is_visible()
    looked.page.keyboard.press("Enter")
    assert looked.page.evaluate("document.activeElement.id") == "main"
    looked.page.keyboard.press("Tab")
    outline = looked.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    context.close()


def test_a_switch_exchanges_a_part_and_the_address(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    looked = looking(context)
    page = looked.page
    page.goto(f"{site}/metrics/first_response_time", wait_until="load")
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="p90", exact=True).click()
    page.wait_for_url("**stat=p90**")
    page.wait_for_selector('a[aria-current="true"]:text-is("p90")')
    assert page.evaluate("window.kept") is True
    assert page.locator("main").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "p90", "who goes by keyboard stays there"
    assert looked.told == []
    context.close()


SHIFTED = """
new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().filter(each => !each.hadRecentInput).reduce((sum, each) => sum + each.value, 0))
).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 50))
"""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_chart_can_be_pointed_at_and_nothing_moves(site: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    looked = looking(context)
    page = looked.page
    answer = page.goto(f"{site}/metrics/requests_handled?every=month", wait_until="load")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    holder = page.locator(".dw-chart:visible")
    drawn = holder.bounding_box()
    page.wait_for_selector('.dw-chart[data-live="done"]')
    assert holder.bounding_box() == drawn
    assert page.evaluate(SHIFTED) == 0
    holder.scroll_into_view_if_needed()
    holder.hover(position={"x": drawn["width"] / 2, "y": drawn["height"] / 3} if drawn else None)
    hint = page.locator(".dw-hint:visible").text_content() or ""
    assert "Period" in hint
    assert "Value" in hint
    # Another part of the page in its place is alive as well, and asks nobody else.
    page.get_by_role("link", name="Quarter", exact=True).first.click()
    page.wait_for_url("**every=quarter**")
    page.wait_for_selector('.dw-chart[data-live="done"]')
    assert looked.told == []
    assert [url for url in looked.asked if not url.startswith(site)] == []
    context.close()


def test_a_period_of_the_chart_opens_by_pointer_and_by_keyboard(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = looking(context).page
    for by in ("pointer", "keyboard"):
        page.goto(f"{site}/metrics/requests_handled?every=month", wait_until="load")
        page.wait_for_selector('.dw-chart[data-live="done"]')
        if by == "pointer":
            box = page.locator(".dw-chart:visible").bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
        else:
            page.locator(".dw-chart-wide > svg a").nth(5).focus()
            page.keyboard.press("Enter")
        page.wait_for_url("**/requests?**")
    context.close()


def test_chart_and_table_change_places(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = looking(context).page
    page.goto(f"{site}/metrics/requests_handled")
    assert page.locator(".dw-twin-chart").is_visible()
    page.get_by_text("Table", exact=True).click()
    assert page.locator(".dw-twin-table").is_visible()
    assert not page.locator(".dw-twin-chart").is_visible()
    context.close()


def test_everything_can_be_read_and_switched_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = looking(context).page
    page.goto(f"{site}/metrics/first_response_time")
    page.get_by_role("link", name="Mean", exact=True).click()
    assert "stat=mean" in page.url
    page.locator(".dw-menu summary").click()
    page.get_by_role("link", name="Data", exact=True).click()
    assert page.locator("h1").text_content() == "Data"
    context.close()


def test_light_or_dark_by_choice(site: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light", viewport={"width": 1440, "height": 900})
    page = looking(context).page
    page.goto(f"{site}/definitions")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(244, 245, 247)"
    page.get_by_role("button", name="Dark").click()
    page.wait_for_load_state()
    assert page.url == f"{site}/definitions"
    assert page.evaluate(ground) == "rgb(15, 20, 26)"
    context.close()


def test_an_empty_workspace_can_be_read_by_all(tmp_path: Path, browser: Browser) -> None:
    for site in served(create_app(tmp_path / "nothing", visitor=local, clock=CLOCK)):
        context = browser.new_context(viewport={"width": 390, "height": 900})
        looked = looking(context)
        looked.page.goto(site, wait_until="load")
        assert "Nothing here yet" in (looked.page.text_content("h1") or "")
        assert violations(looked.page) == []
        assert looked.told == []
        context.close()
