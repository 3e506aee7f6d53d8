"""From a figure to its requests, to a ticket's events, to a ruling, and back to the figure, in a browser."""

from __future__ import annotations

from pathlib import Path

from app.ruling_rig import RulingRig
from web.browser_rig import launched, served, skip_without_a_browser
from web.people_rig import PeopleRig
from web.test_people_in_browser import Seat

skip_without_a_browser()

FIGURE = "/metrics/reply_time?stat=mean&since=2024-12-30&until=2025-01-06"


def test_from_a_figure_to_a_ruling_and_back_to_the_changed_figure(tmp_path: Path) -> None:
    desk = RulingRig(tmp_path)
    desk.bring_in()
    people = PeopleRig(tmp_path / "home", clock=desk.clock)
    people.add_all("support", "ann")
    with served(people.app) as site, launched() as browser:
        for width, theme, why in ((1440, "light", "only says thanks"), (390, "dark", "no, it asks")):
            seat = Seat(browser, site, width, theme)
            seat.come_in(people.secrets["admin"])
            seat.go(FIGURE)
            figure = seat.page.locator(".dw-big a")
            before, after = ("1 h 10 min", "10 min") if width == 1440 else ("10 min", "1 h 10 min")
            assert plain(figure.inner_text()) == before
            figure.click()
            seat.page.wait_for_load_state()
            seat.look()
            seat.follow("T1")
            row = seat.page.locator("tr.dw-under").nth(1)
            row.locator("summary", has_text="Rule").first.click()
            seat.look()
            row.locator("[name=why]").first.fill(why)
            row.get_by_role("button", name="Rule", exact=True).press("Enter")
            seat.page.wait_for_load_state()
            seat.look()
            assert f"“{why}”" in seat.page.locator(".dw-ruled").first.inner_text()
            changed = plain(seat.page.locator(".dw-changed").first.inner_text())
            assert changed == f"Reply time: {before} → {after}"
            assert seat.page.get_by_role("status").count() == 1
            seat.go(FIGURE)
            assert plain(figure.inner_text()) == after
            assert seat.found == {}


def plain(words: str) -> str:
    return " ".join(words.replace("\N{NARROW NO-BREAK SPACE}", " ").split())
