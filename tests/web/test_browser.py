"""Every page in a browser: a quiet console, nothing wider than the screen, nothing against accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.types import ASGIApp

from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.browser_rig import STANDING_OUT, launched, looking, served, skip_without_a_browser, violations
from web.conftest import CLOCK
from web.looked_at import IN_SAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

skip_without_a_browser()

# 404 is an answer that a browser tells on its console.
ODD_PAGES = ("/nothing", "/?period=never")
SCREENS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (2560, "light")]


@pytest.fixture(scope="module")
def site(sample_app: ASGIApp) -> Iterator[str]:
    with served(sample_app) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def ticket(sample_home: Path) -> str:
    """A ticket that was escalated, whose page has most on it."""
    cases = list_requests(open_workspace(sample_home), Question(("escalation_rate",)), state="counted").cases
    return next(row.ticket for row in cases.rows if row.gave is True and row.ticket is not None)


@pytest.mark.parametrize(("width", "theme"), SCREENS)
def test_every_page_is_quiet_fits_and_can_be_read_by_all(
    site: str, browser: Browser, ticket: str, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]  # a literal
    looked = looking(context)
    found: dict[str, list[str]] = {}
    for path in (*IN_SAMPLE, *ODD_PAGES):
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
    with served(create_app(tmp_path / "nothing", visitor=local, clock=CLOCK)) as site:
        context = browser.new_context(viewport={"width": 390, "height": 900})
        looked = looking(context)
        looked.page.goto(site, wait_until="load")
        assert "Nothing here yet" in (looked.page.text_content("h1") or "")
        assert violations(looked.page) == []
        assert looked.told == []
        context.close()
