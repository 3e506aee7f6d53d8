"""From an empty workspace to the first figures in a browser: by the keyboard alone, and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.types import ASGIApp

from deskwise.web.app import app_of
from deskwise.web.secret_cookies import SESSION
from deskwise.web.served import serve_home
from deskwise.web.visitor import signed_in
from sources.exports.files import EXPORTS
from web.browser_rig import (
    STANDING_OUT,
    launched,
    looking,
    served,
    skip_without_a_browser,
    violations,
)
from web.wizard_rig import WizardRig, WorkAtOnce

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

skip_without_a_browser()

GERMAN = next(one for one in EXPORTS if one.name == "zendesk_german")
MOST_TABS = 80
# The work is done by processes of its own, on a machine that may have much else to do.
PATIENCE_MILLISECONDS = 240_000
DROP = """
() => {
  const given = new DataTransfer();
  const log = "ticket,at,kind,role\\nT1,2026-03-01T09:00:00Z,opened,customer\\n";
  given.items.add(new File([log], "dropped.csv"));
  const form = document.querySelector("[data-file-form]");
  for (const name of ["dragenter", "dragover", "drop"])
    form.dispatchEvent(new DragEvent(name, { dataTransfer: given, bubbles: true, cancelable: true }));
}
"""
FOCUSED = """
(() => {
  const at = document.activeElement;
  return at.matches("a, button, summary") ? at.textContent.trim() : at.name;
})()
"""


class Newcomer:
    """An admin before a browser, who looks at each page they come to."""

    def __init__(self, browser: Browser, site: str, rig: WizardRig, **how: Any) -> None:
        context = browser.new_context(**how)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_cookies([{"name": SESSION, "value": rig.people.secrets["admin"], "url": site}])
        self.looked = looking(context)
        self.page: Page = self.looked.page
        self.scripts = how.get("java_script_enabled", True)
        self.found: dict[str, list[str]] = {}

    def look(self, at: str) -> None:
        """See that a page is quiet, fits and can be read by all; what asks the page itself needs scripts."""
        told = list(self.looked.told)
        self.looked.told.clear()
        if self.scripts:
            told += [*self.page.evaluate(STANDING_OUT), *violations(self.page)]
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            told += [f"{wide} px too wide"] if wide > 0 else []
        if told:
            self.found[at] = told

    def tab_to(self, words: str) -> None:
        """Go on by the keyboard until something is at hand."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED) == words:
                return
        raise AssertionError(f"{words} is not reached by the keyboard")

    def press(self, words: str) -> None:
        """Press a button by the keyboard."""
        self.tab_to(words)
        self.page.keyboard.press("Enter")

    def comes(self, words: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(words, exact=False).first.wait_for()


def application(rig: WizardRig, workers: WorkAtOnce | None) -> ASGIApp:
    return app_of(serve_home(rig.home, rig.people.clock, rig.people.passwords, workers), signed_in)


@pytest.fixture
def rig(tmp_path: Path) -> WizardRig:
    return WizardRig(tmp_path / "home")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_from_a_file_to_the_first_figures_by_the_keyboard(
    rig: WizardRig, tmp_path: Path, width: int, theme: str
) -> None:
    file = GERMAN.write(tmp_path)
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    # Once as it is served, by processes.
    workers = None if width == 1440 else rig.workers
    with served(application(rig, workers)) as site, launched() as browser:
        one = Newcomer(browser, site, rig, **view)
        one.page.goto(site)
        one.look("empty")
        one.tab_to("file")
        # What the system's own window would do.
        one.page.locator("#file").set_input_files(file)
        one.press("Send and read it")
        one.comes("What is understood")
        one.look("understood")
        one.tab_to("Try it, change nothing")
        one.tab_to("timezone")
        one.page.keyboard.type("Europe/Berlin")
        one.page.keyboard.press("Enter")
        one.comes("What the import would do")
        one.look("tried")
        one.press("Import it")
        one.comes("It is imported.")
        one.look("imported")
        one.press("See your first figures")
        one.comes("How are we doing?")
        assert one.page.locator(".dw-stat .dw-v").first.inner_text() != ""
        one.look("overview")
        assert one.found == {}
        assert [url for url in one.looked.asked if not url.startswith(site)] == []


def test_without_scripts_each_step_is_a_form(rig: WizardRig, tmp_path: Path) -> None:
    file = GERMAN.write(tmp_path)
    with served(application(rig, rig.workers)) as site, launched() as browser:
        one = Newcomer(browser, site, rig, java_script_enabled=False)
        one.page.goto(f"{site}/data")
        one.page.locator("#file").set_input_files(file)
        one.page.get_by_role("button", name="Send and read it").click()
        one.comes("What is understood")
        one.page.locator("#timezone").fill("Europe/Berlin")
        one.page.get_by_role("button", name="Save and look again").click()
        one.comes("Nothing is left to ask")
        rig.workers.idle = True
        one.page.get_by_role("button", name="Try it, change nothing").click()
        one.comes("Trying the import; nothing is changed")
        rig.workers.idle = False
        rig.workers.begin(one.page.url.rpartition("/")[2])
        one.page.get_by_role("link", name="Look again").click()
        one.comes("What the import would do")
        one.page.get_by_role("button", name="Import it").click()
        one.comes("It is imported.")
        for words, told in (("All data", "Rejects"), ("1", "Quality of import 1"), ("Data", "Rejects")):
            one.page.get_by_role("main").get_by_role("link", name=words).first.click()
            one.comes(told)
        one.page.goto(f"{site}/data/rejects")
        one.comes("Rejects")
        one.look("all")
        assert one.found == {}


def test_a_file_is_dropped_and_one_too_large_is_told_before_it_is_sent(rig: WizardRig) -> None:
    app = application(rig, rig.workers)
    with served(app) as site, launched() as browser:
        one = Newcomer(browser, site, rig)
        one.page.goto(f"{site}/data/import")
        one.page.evaluate("document.querySelector('[data-file-form]').dataset.limit = '3'")
        one.page.locator("#file").set_input_files(
            {"name": "large.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
        )
        one.comes("This file is larger than")
        one.page.get_by_role("button", name="Send and read it").click()
        assert rig.uploads.all() == ()
        one.page.goto(f"{site}/data/import")
        one.page.evaluate(DROP)
        one.comes("nothing has to be understood")
        assert "dropped.csv" in one.page.locator("h1").inner_text()
        # What the server refuses is told on the page the file was sent from.
        one.page.goto(f"{site}/data/import")
        one.page.locator("#file").set_input_files(
            {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""}
        )
        one.page.get_by_role("button", name="Send and read it").click()
        one.comes("Empty.csv is empty.")
        one.looked.told = [each for each in one.looked.told if "400" not in each]
        one.look("refused")
        assert one.found == {}
