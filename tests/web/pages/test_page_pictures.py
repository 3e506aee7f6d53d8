"""The pictures that pages draw themselves stand alone as files, and show whom the page shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses
from web.hostile_names import SCRIPT, hostile_home
from web.people_rig import PeopleRig

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def ticket(sample_home: Path) -> str:
    """A ticket that was escalated, whose picture has most on it."""
    cases = list_requests(open_workspace(sample_home), Question(("escalation_rate",)), state="counted").cases
    return next(row.ticket for row in cases.rows if row.gave is True and row.ticket is not None)


def test_the_course_of_a_ticket_is_a_picture_that_stands_alone(site: Site, ticket: str) -> None:
    files = [each for each in addresses(site.page(f"/tickets/{ticket}")) if "/ticket-course." in each]
    svg, png = (site.get(each) for each in files)
    root = ElementTree.fromstring(svg.text)
    assert (root.get("role"), svg.headers["content-type"]) == ("img", "image/svg+xml")
    told = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert told[0] == f"Ticket {ticket}"
    assert {"Messages", "Status", "Holder"} <= set(told)
    assert "var(--" not in svg.text
    style = root.find(f"{SVG}style")
    assert style is not None
    # Whatever is drawn has its colour in the file.
    drawn = [each.get("class") or "" for each in root.iter() if each.tag != f"{SVG}svg"]
    plain = {
        name
        for name in drawn
        if name and not any(f".{part} {{" in (style.text or "") for part in name.split())
    }
    assert plain == set()
    assert png.content.startswith(b"\x89PNG")
    dark = site.get(files[0] + "&theme=dark").text
    assert ("#161d26" in dark, "#161d26" in svg.text) == (True, False)


def test_the_small_pictures_of_the_overview_are_files_as_well(site: Site) -> None:
    page = site.page("/?period=quarter")
    files = [each for each in addresses(page) if each.startswith("/overview-course/")]
    assert len(files) == 2 * page.count('class="dw-files"') > 0
    svg = site.get(files[0])
    assert ElementTree.fromstring(svg.text).get("role") == "img"
    assert "polyline" in svg.text
    assert site.get(files[1]).content.startswith(b"\x89PNG")
    numbers = re.findall(r'class="dw-files"><a href="([^"]+)"', page)
    assert site.page(numbers[0].replace("&amp;", "&")).count("\n") == 28


def test_what_cannot_be_drawn_is_told(site: Site, ticket: str) -> None:
    asked = {
        f"/ticket-course.pdf?ticket={ticket}": 400,
        "/ticket-course.svg?ticket=none": 404,
        "/overview-course/uptime.svg": 404,
        "/overview-course/csat.pdf": 404,
        "/overview-course/customer_rating.pdf": 400,
        "/overview-course/customer_rating.svg?where.team=nobody": 400,
    }
    assert {address: site.get(address).status_code for address in asked} == asked


def test_pictures_are_for_whom_the_pages_are(
    sample_home: Path, team_of_sample: tuple[str, str], tmp_path: Path, ticket: str
) -> None:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    rig = PeopleRig(tmp_path / "home")
    rig.add_all(*team_of_sample)
    for role in ("admin", "lead", "agent", "viewer"):
        page = rig.site(role).get(f"/tickets/{ticket}").status_code
        assert rig.site(role).get(f"/ticket-course.svg?ticket={ticket}").status_code == page
    assert page == 403
    mine = f"/overview-course/requests_handled.svg?where.agent={team_of_sample[1]}"
    told = [rig.site(role).get(mine).status_code for role in ("admin", "lead", "agent", "viewer")]
    assert told == [200, 403, 200, 403]


def test_names_are_words_in_pictures_as_well(tmp_path: Path) -> None:
    site = Site(create_app(hostile_home(tmp_path), visitor=local, clock=CLOCK))
    answer = site.get("/ticket-course.svg", params={"ticket": f"T0{SCRIPT}"})
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.text)
    assert not list(root.iter(f"{SVG}script"))
    assert SCRIPT not in answer.text
