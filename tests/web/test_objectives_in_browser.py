"""Objectives from an empty workspace to what is owed of them, clicked through in a browser."""

from __future__ import annotations

from pathlib import Path

from web.browser_rig import launched, served, skip_without_a_browser
from web.looked_at import ON_THE_WAY
from web.objectives_rig import ObjectivePages, imported_desk
from web.test_people_in_browser import Seat

skip_without_a_browser()


def test_from_a_cycle_to_what_is_owed(tmp_path: Path) -> None:
    rig = ObjectivePages(imported_desk(tmp_path / "desk"))
    with served(rig.people.app) as site, launched() as browser:
        admin, lead = Seat(browser, site, 1440, "light"), Seat(browser, site, 390, "dark")
        admin.come_in(rig.people.secrets["admin"])
        lead.come_in(rig.people.secrets["lead"])
        admin.go("/")
        admin.page.locator("main .dw-overview-okr").get_by_role("link", name="Objectives").click()
        admin.look()
        admin.page.get_by_role("radio", name="Other days").check()
        admin.write(name="February", first_day="2025-02-01", last_day="2025-02-28")
        admin.send("Add the cycle")
        assert "Objectives, February" in admin.page.locator("h1").inner_text()
        admin.follow("The cycle")
        admin.send("Begin the cycle")
        assert "running" in admin.page.get_by_role("status").inner_text()

        lead.go("/metrics/first_response_time?stat=mean&clock=elapsed")
        lead.follow("Bind to a key result")
        lead.follow("A new objective in February")
        lead.write(title="Answer the same morning", why="They wait too long.")
        lead.page.locator("#owner").select_option("team:support")
        lead.page.get_by_role("button", name="Save, and go on to its key results").click()
        lead.page.wait_for_load_state()
        lead.look()
        _write_a_key_result(lead)

        with rig.desk.state.reading() as stores:
            (cycle,) = stores.okr.cycles()
            (objective,) = stores.okr.objectives(cycle.id)
            (key_result,) = stores.okr.key_results([objective.id])
        assert (key_result.title, key_result.target) == ("Sooner", 1_800.0)
        rig.desk.activate(objective)
        for seat in (lead, admin):
            for path in (
                "/objectives", "/objectives/review", "/objectives/owed", f"/objectives/{objective.id}/change",
                f"/key-results/{key_result.id}/change", "/objectives/cycles/new", "/",
            ):  # fmt: skip
                seat.go(path)
        assert (admin.found, lead.found) == ({}, {})
        mine = {path for path, where in ON_THE_WAY.items() if where == "test_objectives_in_browser"}
        assert mine <= admin.seen | lead.seen


def _write_a_key_result(lead: Seat) -> None:
    """The figure is shown anew when another is chosen, and the page stays; so does what was written."""
    page = lead.page
    page.evaluate("window.kept = true")
    page.locator("#title").fill("Sooner")
    page.locator("#target").fill("30min")
    page.locator("#window").select_option("trailing")
    page.wait_for_selector("#preview :text('last 28 days')")
    assert page.evaluate("window.kept") is True
    assert page.locator("#title").input_value() == "Sooner"
    lead.look()
    page.locator("main").get_by_role("button", name="Keep within bounds").click()
    page.wait_for_selector("#upper")
    assert page.locator("#title").input_value() == "Sooner"
    lead.look()
    page.locator("main").get_by_role("button", name="Reach a value").click()
    page.wait_for_selector("#target")
    page.locator("#target").fill("30min")
    page.locator("#title").press("Enter")
    page.wait_for_load_state()
