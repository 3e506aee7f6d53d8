"""An objective from its proposal to the next cycle, clicked through in a browser by those it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.objectives.okr_rig import MEAN, UNDER_HALF_AN_HOUR, OkrRig
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle
from deskwise.reports.number_words import plain_spaces
from web.browser_rig import launched, served, skip_without_a_browser
from web.people_rig import PeopleRig
from web.test_people_in_browser import Seat

skip_without_a_browser()


def test_a_team_proposes_checks_in_overrides_closes_and_carries_over(tmp_path: Path) -> None:
    desk = OkrRig(tmp_path)
    desk.bring_in()
    objective = desk.objective(desk.cycle())
    desk.key_result(
        objective, replace(UNDER_HALF_AN_HOUR, binding=replace(MEAN, where=(("team", ("support",)),)))
    )
    add_cycle(desk.state, desk.clock, TERMINAL, CycleDraft("March", date(2025, 3, 1), date(2025, 3, 31)))
    people = PeopleRig(tmp_path / "home", clock=desk.clock)
    people.add_all("support", "ann")
    path = f"/objectives/{objective.id}"
    with served(people.app) as site, launched() as browser:
        lead, agent = Seat(browser, site, 1440, "light"), Seat(browser, site, 390, "dark")
        lead.come_in(people.secrets["lead"])
        agent.come_in(people.secrets["agent"])

        lead.go(path)
        lead.send("Propose it to the team")
        agent.go(path)
        agent.page.locator("#remarks-text").fill("Mornings are the trouble")
        agent.send("Comment")
        agent.page.locator("#part-text").fill("I take Mondays")
        agent.send("Keep my part")
        lead.go(path)
        assert "Mornings are the trouble" in lead.page.locator("#remarks").inner_text()
        assert "I take Mondays" in lead.page.locator("#parts").inner_text()
        lead.send("Make it active")
        assert "baselines are frozen" in lead.page.get_by_role("status").inner_text()

        lead.page.locator("#check-in-confidence").select_option("7")
        lead.page.locator("#check-in-moved_by").fill("The rota began")
        lead.send("Keep this check-in")
        lead.page.get_by_role("link", name="Read them again now").click()
        lead.page.get_by_role("columnheader", name="Reads now").wait_for()
        row = plain_spaces(lead.page.locator("#check-ins tbody tr").inner_text())
        assert row.count("40 min") == 2
        lead.page.locator("label[for=course-table]").click()
        assert lead.page.get_by_role("region", name="The course as a table").is_visible()
        lead.look()

        lead.page.get_by_text("Override this value").click()
        lead.page.locator("#override-value").fill("35min")
        lead.page.locator("#override-why").fill("The export left out mail")
        lead.send("Let this value count")
        assert "The export left out mail" in lead.page.locator("#value").inner_text()
        lead.send("Let it read by itself again")
        assert "withdrawn" in lead.page.locator("#value").inner_text()

        lead.page.get_by_text("Close it and say what was learnt").click()
        lead.page.locator("#close-went_well").fill("The rota")
        lead.page.locator("#close-carry-to").select_option(label="March")
        lead.send("Freeze the score and close it")
        assert "0.66" in lead.page.locator("#close").inner_text()
        lead.page.locator("dt", has_text="Goes on in").locator("+ dd a").click()
        lead.page.wait_for_load_state()
        lead.look()
        assert "A draft" in lead.page.locator("#state").inner_text()
        agent.go(path)
        assert (lead.found, agent.found) == ({}, {})
