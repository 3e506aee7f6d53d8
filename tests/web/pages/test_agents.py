"""Agents: who is listed for whom, whose page opens, and that nobody else is told of singly."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.list_agents import AgentWork, list_agents
from deskwise.app.settings_document import set_key
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses
from web.hostile_names import AGENT, ODD, SCRIPT, hostile_home
from web.people_rig import PeopleRig

Team = tuple[str, str]


@pytest.fixture(scope="module")
def rig(sample_home: Path, team_of_sample: Team, tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    """People of a copy: the company that other tests look at has nobody."""
    home = tmp_path_factory.mktemp("agents") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    made = PeopleRig(home)
    made.add_all(*team_of_sample)
    return made


@pytest.fixture(scope="module")
def work(sample_home: Path) -> tuple[AgentWork, ...]:
    return list_agents(open_workspace(sample_home)).work


@pytest.fixture
def policy(rig: PeopleRig) -> Iterator[Callable[[str], object]]:
    """Sets the policy on figures of single people, and puts it back."""
    workspace = open_workspace(rig.home)

    def put(word: str) -> None:
        save_document(workspace, set_key(show_settings(workspace), "people_figures", word))

    yield put
    put("on")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(create_app(hostile_home(tmp_path_factory.mktemp("hostile")), visitor=local, clock=CLOCK))


def listed(page: str) -> set[str]:
    return set(re.findall(r'<a href="/agents/([^"?]+)', page.partition("<main")[2]))


def elsewhere(work: tuple[AgentWork, ...], team: str) -> str:
    """An agent who is not of a team."""
    of_team = {each.agent for each in work if each.team == team}
    return next(each.agent for each in work if each.agent not in of_team)


def test_everybody_is_listed_for_whom_the_table_says(
    rig: PeopleRig, work: tuple[AgentWork, ...], team_of_sample: Team
) -> None:
    team, actor = team_of_sample
    assert listed(rig.site("admin").page("/agents")) == {each.agent for each in work}
    assert listed(rig.site("lead").page("/agents")) == {each.agent for each in work if each.team == team}
    assert listed(rig.site("agent").page("/agents")) == {actor}
    assert rig.site("viewer").get("/agents").status_code == 403


@pytest.mark.parametrize(
    ("role", "own", "mate", "other"),
    [("admin", 200, 200, 200), ("lead", 200, 200, 403), ("agent", 200, 403, 403), ("viewer", 403, 403, 403)],
)
def test_a_page_opens_for_whom_the_table_says(
    rig: PeopleRig,
    work: tuple[AgentWork, ...],
    team_of_sample: Team,
    role: str,
    own: int,
    mate: int,
    other: int,
) -> None:
    team, actor = team_of_sample
    someone = next(each.agent for each in work if each.team == team and each.agent != actor)
    for agent, status in ((actor, own), (someone, mate), (elsewhere(work, team), other)):
        site = rig.site(role)
        assert site.get(f"/agents/{agent}").status_code == status
        assert site.get(f"/agents?agent={agent}").status_code == status
        for form in ("csv", "svg"):
            assert site.get(f"/agent-measures/reply_time.{form}?agent={agent}").status_code == status


def test_who_is_not_there_is_told_only_to_whoever_sees_all(rig: PeopleRig) -> None:
    for role, status in {"admin": 404, "lead": 403, "agent": 403}.items():
        assert rig.site(role).get("/agents/nobody-at-all").status_code == status


def test_the_page_says_who_can_see_it(rig: PeopleRig, team_of_sample: Team) -> None:
    page = rig.site("agent").page(f"/agents/{team_of_sample[1]}")
    assert "Seen by: Agent; Lead, who leads the team; Admin, who is admin" in page


def test_the_policy_leaves_everybody_their_own_or_nobody_any(
    rig: PeopleRig, team_of_sample: Team, policy: Callable[[str], object]
) -> None:
    _, actor = team_of_sample
    policy("own")
    assert rig.site("agent").get(f"/agents/{actor}").status_code == 200
    assert "Seen by: Agent</p>" in rig.site("agent").page(f"/agents/{actor}")
    assert listed(rig.site("agent").page("/agents")) == {actor}
    for role in ("admin", "lead"):
        page = rig.site(role).page("/agents")
        assert listed(page) == set()
        assert "people see their own figures alone" in page
        assert rig.site(role).get(f"/agents/{actor}").status_code == 403
    policy("off")
    for role in ("admin", "lead", "agent"):
        assert "switched off here" in rig.site(role).page("/agents")
        assert rig.site(role).get(f"/agents/{actor}").status_code == 403
        assert rig.site(role).get(f"/agent-measures/reply_time.csv?agent={actor}").status_code == 403


def test_no_page_names_another_agent(site: Site, work: tuple[AgentWork, ...], team_of_sample: Team) -> None:
    team, _ = team_of_sample
    for agent in sorted({each.agent for each in work if each.team == team}):
        main = re.sub(r"<[^>]+>", " ", site.page(f"/agents/{agent}").partition("<main")[2])
        others = {each.agent for each in work} - {agent}
        assert not [name for name in others if re.search(rf"\b{re.escape(name)}\b", main)]
        assert not re.search(r"\brank|\bplace \d|\bbest\b|\bworst\b", main.replace("no ranking here", ""))


def test_each_measure_has_its_numbers_as_table_and_as_files(site: Site, team_of_sample: Team) -> None:
    page = site.page(f"/agents/{team_of_sample[1]}?period=month")
    files = [each for each in addresses(page) if each.startswith("/agent-measures/")]
    assert len(files) == 6 * 3
    tables = re.findall(r"dw-twin-table.*?</table>", page, re.DOTALL)
    assert len(tables) == 6
    name = "first_response_time"
    rows = list(csv.DictReader(io.StringIO(site.page(next(each for each in files if f"{name}.csv" in each)))))
    assert len(rows) == tables[0].count('<th scope="row"')
    assert [int(row["n"]) for row in reversed(rows)] == [
        int(n) for n in re.findall(r'</td><td class="dw-num">(\d+)</td><td>', tables[0])
    ]
    svg = site.get(next(each for each in files if f"{name}.svg" in each))
    assert svg.headers["content-disposition"] == f'attachment; filename="{name}_agent.svg"'
    assert "var(--" not in svg.text
    png = site.get(next(each for each in files if f"{name}.png" in each))
    assert png.content.startswith(b"\x89PNG")


def test_figures_lead_to_the_requests_of_that_agent_in_that_team(site: Site, team_of_sample: Team) -> None:
    team, actor = team_of_sample
    page = site.page(f"/agents/{actor}?team={team}")
    lists = [each for each in addresses(page.partition("<main")[2]) if each.startswith("/requests?")]
    assert lists
    assert all(f"where.agent={actor}" in each and f"where.team={team}" in each for each in lists)
    handled = re.search(r'href="([^"]+)">([\d,]+)</a> requests? handled', page)
    assert handled is not None
    behind = site.page(handled.group(1).replace("&amp;", "&"))
    assert f"{handled.group(2)} cases" in behind or "One case" in behind


def test_the_page_leads_to_whether_complaints_have_a_pattern(site: Site) -> None:
    page = site.page("/agents/ann?period=month")
    assert 'href="/analyses/complaint_pattern?period=month"' in page
    assert "Complaints per 100 requests: complaint pattern" in site.page(
        "/analyses/complaint_pattern?period=month"
    )


def test_what_cannot_be_asked_is_told(site: Site, team_of_sample: Team) -> None:
    agent = team_of_sample[1]
    asked = {
        f"/agents/{agent}?period=year": 400,
        f"/agents/{agent}?team=elsewhere": 400,
        f"/agent-measures/csat.csv?agent={agent}": 404,
        f"/agent-measures/reply_time.pdf?agent={agent}": 400,
        "/agents?after=x": 400,
        "/agents?find=nobody-is-called-so": 200,
    }
    assert {address: site.get(address).status_code for address in asked} == asked


def test_before_anything_is_imported_the_page_says_how_to_begin(empty_site: Site) -> None:
    assert "Nothing here yet" in empty_site.page("/agents")


@pytest.mark.parametrize("agent", [AGENT, *ODD])
def test_names_are_words_wherever_they_stand(hostile: Site, agent: str) -> None:
    page = hostile.page("/agents?period=month")
    odd = bool({"", ".", ".."} & set(agent.split("/")))
    start = f"/agents?agent={quote_plus(agent)}&" if odd else f"/agents/{quote(agent, safe='')}?"
    (address,) = [each for each in addresses(page) if each.startswith(start)]
    shown = hostile.page(address)
    for told in (page, shown):
        assert SCRIPT not in told
        assert "<img" not in told
        assert not re.search(r'href="(?!/)', told.partition("<main")[2])
    files = [each for each in addresses(shown) if each.startswith("/agent-measures/reply_time")]
    assert [hostile.get(each).status_code for each in files] == [200, 200, 200]
    assert SCRIPT not in hostile.get(files[1]).text
