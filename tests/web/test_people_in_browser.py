"""Coming in, inviting and leaving, clicked through in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskwise.app.set_up import first_run_link
from deskwise.bootstrap import open_state
from deskwise.web.app import app_of
from deskwise.web.secret_cookies import SESSION
from deskwise.web.served import serve_home
from deskwise.web.visitor import signed_in
from stores.state.state_rig import GOOD, CountingPasswords
from web.browser_rig import (
    STANDING_OUT,
    Looked,
    launched,
    looking,
    served,
    skip_without_a_browser,
    violations,
)
from web.conftest import CLOCK
from web.looked_at import ON_THE_WAY, route_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

skip_without_a_browser()


class Seat:
    """Somebody before a browser of their own, who looks at each page they come to."""

    def __init__(self, browser: Browser, site: str, width: int, theme: Any) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.looked: Looked = looking(context)
        self.page, self.site = self.looked.page, site
        self.found: dict[str, list[str]] = {}
        self.seen: set[str] = set()

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.look()

    def come_in(self, session: str) -> None:
        """Sit there as somebody whose session this is."""
        self.page.context.add_cookies([{"name": SESSION, "value": session, "url": self.site}])

    def follow(self, link: str) -> None:
        self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def write(self, **fields: str) -> None:
        for name, said in fields.items():
            self.page.locator(f"main [name={name}]").fill(said)

    def send(self, button: str) -> None:
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        self.seen.add(route_of(self.page.url.removeprefix(self.site)))
        told = [*self.looked.told, *self.page.evaluate(STANDING_OUT), *violations(self.page)]
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        self.looked.told.clear()
        if told or wide > 0:
            self.found[self.page.url] = [*told, f"{wide} px too wide"]


def test_set_up_invite_join_and_sign_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    link = first_run_link(open_state(home), CLOCK)
    assert link is not None
    app = app_of(serve_home(home, CLOCK, CountingPasswords()), signed_in)
    with served(app) as site, launched() as browser:
        admin, newcomer = Seat(browser, site, 1440, "light"), Seat(browser, site, 390, "dark")
        admin.go("/")
        assert admin.page.url.partition("?")[0] == f"{site}/sign-in"
        admin.go(link.path)
        admin.write(name="Ada", email="ada@example.org", password=GOOD)
        admin.send("Set up and sign in")
        admin.go("/people")
        admin.write(name="Ben", email="ben@example.org", teams="support")
        admin.page.locator("main [name=role]").select_option("lead")
        admin.send("Make the link")
        told = admin.page.locator(".dw-link-text").inner_text()
        assert told.startswith(f"{site}/join/")

        newcomer.go(told.removeprefix(site))
        newcomer.write(password=GOOD)
        newcomer.send("Set the password and sign in")
        newcomer.go("/people")
        assert newcomer.page.get_by_role("link", name="Ben").count() == 1
        assert newcomer.page.get_by_text("Invite somebody").count() == 0
        newcomer.page.locator("summary").first.click()
        newcomer.page.locator(".dw-menu-sheet").get_by_role("button", name="Sign out").click()
        newcomer.page.wait_for_load_state()
        newcomer.look()
        newcomer.go("/account")
        assert newcomer.page.url.partition("?")[0] == f"{site}/sign-in"
        newcomer.write(email="ben@example.org", password="not this one at all")
        newcomer.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        newcomer.page.wait_for_load_state()
        assert newcomer.page.get_by_role("alert").count() == 1
        newcomer.looked.told.clear()  # that they are not let in is told on the console as well

        admin.page.get_by_role("link", name="Ben").click()
        admin.page.wait_for_load_state()
        admin.look()
        admin.send("Make a link for a new password")
        told = admin.page.locator(".dw-link-text").inner_text()
        newcomer.go(told.removeprefix(site))
        newcomer.write(password=GOOD + " anew")
        newcomer.send("Set the password and sign in")
        admin.go("/audit")
        assert "invited" in admin.page.locator("main").inner_text()
        assert (admin.found, newcomer.found) == ({}, {})
        assert admin.seen | newcomer.seen >= {route for route, name in ON_THE_WAY.items() if name in __file__}
