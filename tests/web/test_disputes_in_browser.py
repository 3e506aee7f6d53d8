"""A dispute from the agent's ticket to the lead's ruling, clicked through in a browser."""

from __future__ import annotations

from pathlib import Path

from app.ruling_rig import RulingRig
from web.browser_rig import launched, served, skip_without_a_browser
from web.people_rig import PeopleRig
from web.test_people_in_browser import Seat

skip_without_a_browser()


def test_an_agent_disputes_and_the_lead_rules(tmp_path: Path) -> None:
    desk = RulingRig(tmp_path)
    desk.bring_in()
    people = PeopleRig(tmp_path / "home", clock=desk.clock)
    people.add_all("support", "ann")
    with served(people.app) as site, launched() as browser:
        agent, lead = Seat(browser, site, 390, "dark"), Seat(browser, site, 1440, "light")
        agent.come_in(people.secrets["agent"])
        lead.come_in(people.secrets["lead"])
        agent.go("/tickets/T1?source=desk")
        agent.page.locator("#disputes summary").click()
        agent.page.locator("#disputed-figure").select_option("reply_time")
        agent.page.locator("#disputed-event").select_option("m3")
        agent.page.locator("#disputed-why").fill("she only said thanks")
        agent.send("Dispute it")
        assert "It is disputed." in agent.page.get_by_role("status").inner_text()

        lead.go("/disputes")
        assert lead.page.locator("nav .dw-waiting").first.inner_text().endswith("1")
        lead.follow("Open the ticket to rule on it")
        row = lead.page.locator("tr.dw-under").nth(1)
        row.locator("summary").click()
        assert row.locator("[name=disputes]").is_checked()
        lead.look()
        row.locator("[name=why]").fill("only says thanks")
        row.get_by_role("button", name="Rule", exact=True).click()
        lead.page.wait_for_load_state()
        lead.look()
        assert lead.page.locator("nav .dw-waiting").count() == 0

        agent.go("/tickets/T1?source=desk")
        assert "Decided by a ruling" in agent.page.locator("#disputes").inner_text()
        agent.go("/disputes")
        assert (agent.found, lead.found) == ({}, {})
