"""Comments: who reads whose, what they are chosen by, and nothing where texts are not kept."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest

from deskwise.app.access.holders import Role
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.settings_document import set_key
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site, addresses
from web.hostile_names import AGENT, FORMULA, ODD, SCRIPT, TEAM, hostile_home
from web.people_rig import PeopleRig

COMMENTS = 1 + len(ODD)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_home(tmp_path_factory.mktemp("comments"))


@pytest.fixture(scope="module")
def hostile(home: Path) -> Site:
    return Site(create_app(home, visitor=local, clock=CLOCK))


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    """A lead of the team, one of no team, one whose work was rated, and a viewer."""
    made = PeopleRig(hostile_home(tmp_path_factory.mktemp("read")))
    made.add("admin", Role.ADMIN)
    made.add("lead", Role.LEAD, teams=(TEAM,))
    made.add("other", Role.LEAD, teams=("elsewhere",))
    made.add("agent", Role.AGENT, teams=(TEAM,), actor=ODD[4])
    made.add("viewer", Role.VIEWER)
    for name in ("admin", "lead", "other", "agent", "viewer"):
        made.sign_in(name)
    return made


def words(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)]


def rows(site: Site, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.page(f"/comments.csv{query}"))))


def test_every_word_is_shown_as_it_was_written_and_runs_nowhere(hostile: Site) -> None:
    page = hostile.page("/comments")
    assert words(page) == [f"{FORMULA} {SCRIPT} {number}" for number in reversed(range(COMMENTS))]
    assert SCRIPT not in page
    assert "<img" not in page
    told = rows(hostile)
    assert [each["text"] for each in told] == [f"'{each}" for each in words(page)]
    assert {each["team"] for each in told} == {TEAM}
    assert not [cell for each in told for cell in each.values() if cell.startswith(("=", "+", "-", "@"))]


def test_each_leads_to_its_ticket(hostile: Site) -> None:
    main = hostile.page("/comments").partition("<main")[2]
    tickets = [each for each in addresses(main) if each.startswith("/tickets")]
    assert len(tickets) == COMMENTS
    assert {hostile.get(each).status_code for each in tickets} == {200}


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?score=1-5+%3D+1", 2),
        ("?score=1-5+%3D+3", 1),
        ("?scale=1-5", COMMENTS),
        ("?scale=solved", 0),
        ("?since=2026-02-01", COMMENTS - 1),
        ("?until=2026-02-01", 1),
        ("?since=2026-02-01&until=2026-03-01&scale=1-5", 1),
        ("?team=nobody", 0),
        ("?team=", 0),
        ("?channel=dw:any", COMMENTS),
    ],
)
def test_what_is_chosen_is_what_is_left(hostile: Site, query: str, left: int) -> None:
    assert len(words(hostile.page(f"/comments{query}"))) == left
    assert len(rows(hostile, query)) == left
    assert ("No comment is like that" in hostile.page(f"/comments{query}")) == (left == 0)


def test_what_can_be_chosen_says_how_many_have_it(hostile: Site) -> None:
    page = hostile.page("/comments")
    scores = re.search(r'<select[^>]*id="score".*?</select>', page, re.DOTALL)
    assert scores is not None
    assert re.findall(r'<option value="(1-5 = \d)">(\d of 5) \((\d)\)', scores.group())[0] == (
        "1-5 = 1", "1 of 5", "2",
    )  # fmt: skip


def test_each_reads_those_of_their_own(rig: PeopleRig) -> None:
    read = {name: rows(rig.site(name)) for name in ("admin", "lead", "other", "agent")}
    assert [len(each) for each in read.values()] == [COMMENTS, COMMENTS, 0, 1]
    assert read["agent"][0]["agent"] == ODD[4]
    assert "yours to see" in rig.site("other").page("/comments")
    for address in ("/comments", "/comments.csv"):
        assert rig.site("viewer").get(address).status_code == 403


def test_a_score_names_nobody_whose_figures_are_not_to_be_seen(rig: PeopleRig) -> None:
    workspace = open_workspace(rig.home)
    assert AGENT in {each["agent"] for each in rows(rig.site("lead"))}
    for policy, told in (("own", {"lead": {""}, "agent": {ODD[4]}}), ("off", {"lead": {""}, "agent": {""}})):
        save_document(workspace, set_key(show_settings(workspace), "people_figures", policy))
        for name, agents in told.items():
            assert {each["agent"] for each in rows(rig.site(name))} == agents
    save_document(workspace, set_key(show_settings(workspace), "people_figures", "on"))


def test_without_texts_the_page_says_how_to_keep_them(tmp_path: Path) -> None:
    site = Site(create_app(hostile_home(tmp_path, texts=False), visitor=local, clock=CLOCK))
    page = site.page("/comments")
    assert "words are not kept here" in page
    assert "deskwise settings set keep_text true" in page
    assert f"{2 * COMMENTS} ratings are known" in page
    assert rows(site) == []


def test_what_cannot_be_asked_is_told(hostile: Site) -> None:
    asked = {
        "/comments?after=x": 400,
        "/comments?since=yesterday": 400,
        f"/comments?team={'x' * 501}": 400,
        "/comments?after=9999": 200,
        "/comments?unknown=1": 200,
    }
    assert {address: hostile.get(address).status_code for address in asked} == asked


def test_before_anything_is_imported_the_page_says_how_to_begin(empty_site: Site) -> None:
    assert "Nothing here yet" in empty_site.page("/comments")
