"""The settings in a browser: every page can be read, and a change is clicked through, without scripts too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.change_settings import SettingsKeeper, show_settings
from deskwise.app.make_tokens import NewToken, make_token
from deskwise.app.settings_document import parse_settings
from deskwise.bootstrap import open_workspace
from deskwise.web.secret_cookies import SESSION
from web.browser_rig import STANDING_OUT, launched, looking, served, skip_without_a_browser, violations
from web.looked_at import IN_OFFICE
from web.people_rig import PeopleRig

if TYPE_CHECKING:
    from playwright.sync_api import Browser

skip_without_a_browser()

FIRM = """
[teams.support]
tier = 1
hourly_cost = { EUR = 38.5 }
[[schedules.default]]
zone = "UTC"
week = { mon = [["09:00", "12:00"], ["13:00", "17:00"]] }
holidays = { country = "DE" }
[[sla]]
name = "gold"
first_response = { working = "1h" }
[connections.desk]
kind = "request_tracker"
url = "https://desk.example"
"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    made = PeopleRig(tmp_path_factory.mktemp("settings") / "home")
    made.add("admin", Role.ADMIN)
    made.sign_in("admin")
    keeper = SettingsKeeper(open_workspace(made.home), made.state, made.clock, TERMINAL)
    keeper.keep(parse_settings(FIRM))
    make_token(made.state, made.clock, TERMINAL, NewToken("board", ["read"]))
    return made


@pytest.fixture(scope="module")
def site(rig: PeopleRig) -> Iterator[str]:
    with served(rig.app) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_every_page_is_quiet_fits_and_can_be_read_by_all(
    rig: PeopleRig, site: str, browser: Browser, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]  # a literal
    context.add_cookies([{"name": SESSION, "value": rig.secrets["admin"], "url": site}])
    looked = looking(context)
    found: dict[str, list[str]] = {}
    for path in IN_OFFICE:
        looked.told.clear()
        looked.page.goto(site + path.replace("PERSON", rig.people["admin"].id), wait_until="load")
        wide = looked.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        told = [*looked.told, *looked.page.evaluate(STANDING_OUT), *violations(looked.page)]
        if told or wide > 0:
            found[path] = [*told, f"{wide} px too wide"]
    context.close()
    assert found == {}
    assert [url for url in looked.asked if not url.startswith(site)] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_team_is_added_and_saved(rig: PeopleRig, site: str, browser: Browser, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    context.add_cookies([{"name": SESSION, "value": rig.secrets["admin"], "url": site}])
    page = context.new_page()
    name = "second tier" if scripts else "third tier"
    page.goto(site + "/settings")
    page.get_by_role("link", name="Change Teams").click()
    page.get_by_role("button", name="Add to Teams").click()
    page.locator('[name$="~name"]').last.fill(name)
    page.locator('[name$=".tier"]').last.fill("2")
    # Enter in a field is the button at the foot, and none of those that take away.
    page.locator('[name$=".tier"]').last.press("Enter")
    page.get_by_role("heading", name="What would change").wait_for()
    assert f"Teams, {name}: Tier" in page.locator("main").inner_text()
    page.get_by_role("button", name="Save as version").click()
    page.get_by_role("heading", level=1).wait_for()
    rig.saving.wait()
    page.goto(site + "/settings/saving")
    assert "is saved" in page.locator("main").inner_text()
    assert show_settings(open_workspace(rig.home)).table()["teams"][name] == {"tier": 2}
    context.close()
