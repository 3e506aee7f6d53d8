"""Who sees which figures: the table of access, held at the pages of a workspace with figures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from web.people_rig import PeopleRig


@pytest.fixture(scope="module")
def rig(
    sample_home: Path, team_of_sample: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> PeopleRig:
    """People of a copy: the company that other tests look at has nobody."""
    home = tmp_path_factory.mktemp("seen") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


@pytest.fixture(scope="module")
def tickets(sample_home: Path, team_of_sample: tuple[str, str]) -> dict[str, str]:
    """A ticket of the agent, and one that neither their team nor they had."""
    team, actor = team_of_sample
    workspace = open_workspace(sample_home)
    rows = list_requests(workspace, Question(("requests_handled",)), state="counted").cases.rows
    named = {row.ticket: row for row in rows if row.ticket is not None and row.source is not None}

    def concerns(ticket: str) -> bool:
        events = workspace.events(named[ticket].source or "", ticket)
        return any(actor in {each.actor, each.agent} or team == each.team for each in events)

    own = next(ticket for ticket, row in named.items() if row.agent == actor)
    return {"own": own, "others": next(ticket for ticket in named if not concerns(ticket))}


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [("admin", 200, 200), ("lead", 200, 403), ("agent", 200, 403), ("viewer", 403, 403)],
)
def test_a_ticket_is_seen_by_whose_it_is(
    rig: PeopleRig, tickets: dict[str, str], role: str, own: int, others: int
) -> None:
    site = rig.site(role)
    for which, status in (("own", own), ("others", others)):
        assert site.get(f"/tickets/{tickets[which]}").status_code == status
        assert site.get(f"/tickets?ticket={tickets[which]}").status_code == status
        assert site.get(f"/tickets.csv?ticket={tickets[which]}").status_code == status


@pytest.mark.parametrize(
    ("role", "whole", "of_team", "of_agent"),
    [("admin", 200, 200, 200), ("lead", 403, 200, 403), ("agent", 403, 403, 200), ("viewer", 403, 403, 403)],
)
def test_lists_are_seen_as_far_as_a_role_reaches(
    rig: PeopleRig, team_of_sample: tuple[str, str], role: str, whole: int, of_team: int, of_agent: int
) -> None:
    team, actor = team_of_sample
    asked = {"": whole, f"&where.team={team}": of_team, f"&where.agent={actor}": of_agent}
    for query, status in asked.items():
        for page in ("requests", "requests.csv"):
            assert rig.site(role).get(f"/{page}?metric=requests_handled{query}").status_code == status


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("lead", 403), ("agent", 200), ("viewer", 403)])
def test_figures_of_one_agent(
    rig: PeopleRig, team_of_sample: tuple[str, str], role: str, status: int
) -> None:
    of_metric = ("", ".csv", "/chart.svg", "/chart.png", "/chart-wide.json", "/groups.csv", "/groups.svg")
    for page in ("/", *(f"/metrics/requests_handled{part}" for part in of_metric)):
        assert rig.site(role).get(f"{page}?where.agent={team_of_sample[1]}").status_code == status


def test_a_figure_of_few_is_not_shown_and_says_why(rig: PeopleRig) -> None:
    page = rig.site("viewer").page("/")
    cards = re.findall(r'<article class="dw-card dw-stat">(.*?)</article>', page, re.DOTALL)
    hidden = [card for card in cards if "not shown" in card]
    assert 0 < len(hidden) < len(cards)
    assert all("fewer than 3 people" in card for card in hidden)
    assert "not shown" not in rig.site("admin").page("/")
    assert "/requests?" not in page
    assert "Data health" not in page


def test_groups_of_few_are_left_out(rig: PeopleRig) -> None:
    address = "/metrics/requests_handled?by=team&period=week"
    shown = [rig.site(role).page(address).count('class="dw-dot"') for role in ("admin", "viewer")]
    assert shown[0] > shown[1]
    assert (
        "Still open" not in rig.site("viewer").page("/metrics/first_response_time").partition("dw-reading")[0]
    )
    assert "not shown" in rig.site("viewer").page("/metrics/sales_after_contact.csv")


def test_links_and_choices_are_those_that_can_be_followed(
    rig: PeopleRig, team_of_sample: tuple[str, str]
) -> None:
    address, (team, actor) = "/metrics/first_response_time", team_of_sample
    agents = [
        set(re.findall(r'<option value="([^"]+)"', _select(rig.site(role).page(address), "where.agent")))
        for role in ("admin", "agent", "viewer", "lead")
    ]
    assert len(agents[0]) > 5
    assert agents[1:] == [{"dw:any", actor}, set(), set()]
    assert "/requests?" in rig.site("admin").page(address)
    for role in ("viewer", "lead", "agent"):
        assert "/requests?" not in rig.site(role).page(address).partition("<main")[2]
    assert "/requests?" in rig.site("lead").page(f"{address}?where.team={team}").partition("<main")[2]


def test_a_figure_that_is_not_shown_says_nothing_of_its_cases(rig: PeopleRig) -> None:
    page = rig.site("viewer").page("/metrics/sales_after_contact?period=week")
    reading = page.partition('class="dw-card dw-reading"')[2].partition("</section>")[0]
    assert "fewer than 3 people" in reading
    assert "Still open" not in reading
    assert "fewer than 3 people" not in rig.site("admin").page("/metrics/sales_after_contact?period=week")


def _select(page: str, name: str) -> str:
    return page.partition(f' id="{name}" name="{name}"')[2].partition("</select>")[0]


def test_pictures_show_what_the_page_shows(rig: PeopleRig) -> None:
    admin, viewer = (rig.site(role) for role in ("admin", "viewer"))
    groups = "/metrics/requests_handled/groups.{}?by=team&period=week"
    rows = [len(site.page(groups.format("csv")).splitlines()) for site in (admin, viewer)]
    assert rows[1] < rows[0]
    drawn = [site.get(groups.format("svg")) for site in (admin, viewer)]
    assert drawn[0].status_code == 200
    # Where no group is left there is nothing to draw.
    assert drawn[1].status_code == (400 if rows[1] == 1 else 200)
    assert drawn[1].text != drawn[0].text
    values = []
    for site in (admin, viewer):
        spec = site.get("/metrics/sales_after_contact/chart-wide.json").json()
        (rows,) = [each["values"] for each in spec["data"] if each["name"] == "periods"]
        values.append([row["value"] for row in rows])
        assert all(row["figure"] in {"no data", "not shown"} for row in rows if row["value"] is None)
    assert values[1].count(None) > values[0].count(None)
    assert all(shown in {None, known} for known, shown in zip(*values, strict=True))
