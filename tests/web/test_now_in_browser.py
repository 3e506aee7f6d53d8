"""The page of now in a browser: what comes in is there without the page being loaded again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.ruling_rig import RulingRig
from app.test_show_now import AS_OF, LOG
from deskwise.web.secret_cookies import SESSION
from web.browser_rig import launched, served, skip_without_a_browser
from web.people_rig import PeopleRig
from web.test_people_in_browser import Seat

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

skip_without_a_browser()

NEW = """event_id,at,kind,ticket,role,actor,customer,channel,team
x1,2025-01-01T03:00:00Z,opened,{0},customer,C9,C9,phone,
x2,2025-01-01T03:00:00Z,assigned,{0},system,,,,support
"""


def listed(page: Page, ticket: str) -> Locator:
    """The line of a ticket that waits."""
    return page.locator("#now").get_by_role("link", name=ticket, exact=True)


def test_new_tickets_come_up_while_the_page_is_open(tmp_path: Path) -> None:
    desk = RulingRig(tmp_path)
    desk.bring_in(LOG, as_of=AS_OF)
    people = PeopleRig(tmp_path / "home", clock=desk.clock)
    people.add_all("support", "bob")
    with served(people.app) as site, launched() as browser:
        seats = [Seat(browser, site, 1440, "light"), Seat(browser, site, 390, "dark")]
        for seat in seats:
            seat.come_in(people.secrets["admin"])
            seat.go("/now")
            seat.page.locator("[data-live]").wait_for()
        asked = [len(seat.looked.asked) for seat in seats]
        desk.bring_in(NEW.format("N1"), as_of=AS_OF)
        for seat in seats:
            listed(seat.page, "N1").wait_for()
            seat.look()
            assert "The page has changed" in seat.page.locator("#now-told").inner_text()
        # The page was not loaded again: what it is made with was asked for once.
        for seat, before in zip(seats, asked, strict=True):
            assert {url for url in seat.looked.asked[before:] if "/static/" in url} == set()

        wide = seats[0].page
        wide.get_by_role("button", name="Pause").click()
        desk.bring_in(NEW.format("N2"), as_of=AS_OF)
        listed(seats[1].page, "N2").wait_for()
        assert listed(wide, "N2").count() == 0
        wide.get_by_role("button", name="Go on").press("Enter")
        listed(wide, "N2").wait_for()
        assert wide.evaluate("document.activeElement.hasAttribute('data-pause')")

        seats[1].page.context.clear_cookies()
        desk.bring_in(NEW.format("N3"), as_of=AS_OF)
        seats[1].page.get_by_text("Not live: load the page again").wait_for()
        assert [seat.found for seat in seats] == [{}, {}]


def test_without_scripts_it_is_a_page_like_any_other(tmp_path: Path) -> None:
    desk = RulingRig(tmp_path)
    desk.bring_in(LOG, as_of=AS_OF)
    people = PeopleRig(tmp_path / "home", clock=desk.clock)
    people.add_all("support", "bob")
    with served(people.app) as site, launched() as browser:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        context.add_cookies([{"name": SESSION, "value": people.secrets["lead"], "url": site}])
        page.goto(site + "/now")
        assert page.locator("#now th a").count() == 2
        assert page.locator("[data-pause]").is_hidden()
