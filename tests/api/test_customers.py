"""Comments, customers, organisations, agents and teams by programs: what the pages have, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.conftest import ApiRig, Program
from api.described import faults_of
from deskwise.app.access.reach import Whose
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.customer_history import all_requests, list_customers, show_history
from deskwise.app.follow_agent import follow_agent
from deskwise.app.list_agents import list_agents
from deskwise.app.page_customers import request_json
from deskwise.app.read_comments import read_comments
from deskwise.app.settings_document import set_key
from web.hostile_names import ODD, hostile_home

ALL = Whose(everybody=True)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> ApiRig:
    """Names that hurt, with comments."""
    home: Path = hostile_home(tmp_path_factory.mktemp("odd"))
    return ApiRig(home)


def in_path(name: str) -> bool:
    """Whether a name can stand in the path of an address: what asks takes dots out of it."""
    return not {".", ".."} & set(name.split("/"))


def in_pages(program: Program, path: str, name: str, limit: int) -> list[Any]:
    """All of a list, page by page, of which none is empty but that of nothing."""
    mark, found, cursor = "&" if "?" in path else "?", [], ""
    while True:
        page = program.json(f"{path}{mark}limit={limit}{cursor}")
        assert len(page[name]) <= limit
        found += page[name]
        assert page["total"] >= len(found)
        if page["next"] is None:
            assert page["total"] == len(found)
            return found
        assert len(page[name]) == limit
        cursor = f"&cursor={page['next']}"


def test_comments_come_once_each_the_latest_first(odd: ApiRig) -> None:
    program = odd.program()
    read = read_comments(odd.opened.workspace, odd.opened.comments, ALL, {})
    assert read.found.total > 4
    for limit in (1, 2, 1000):
        told = in_pages(program, "/comments", "comments", limit)
        assert [each["text"] for each in told] == [each.text for each in read.found.rows]
    assert faults_of(program, "GET /comments", program.json("/comments?limit=2")) == []
    team = quote(str(told[0]["team"]))
    assert program.json(f"/comments?team={team}")["total"] == read.found.total
    assert program.json("/comments?team=")["total"] == 0
    first = program.json("/comments?limit=1")
    assert program.get(f"/comments?limit=1&team=&cursor={first['next']}").status_code == 400


def test_whose_work_was_rated_is_told_as_far_as_the_policy_lets(odd: ApiRig) -> None:
    program, workspace = odd.program(), odd.opened.workspace
    assert any(each["agent"] for each in program.json("/comments")["comments"])
    assert program.json("/agents")["withheld"] == 0
    listed = program.json("/agents")["agents"]
    one = next(each["agent"] for each in listed if in_path(each["agent"]))
    save_document(workspace, set_key(show_settings(workspace), "people_figures", "off"))
    try:
        assert not any(each["agent"] for each in program.json("/comments")["comments"])
        hidden = program.json("/agents")
        assert (hidden["agents"], hidden["withheld"]) == ([], len(listed))
        assert program.get(f"/agents/{quote(one, safe='')}").status_code == 403
        assert program.get("/agents/nobody").status_code == 403
    finally:
        save_document(workspace, set_key(show_settings(workspace), "people_figures", "on"))


@pytest.mark.parametrize("by", ["customer", "organisation"])
def test_all_are_listed_by_name(rig: ApiRig, odd: ApiRig, by: Any) -> None:
    for one in (rig, odd):
        known = list_customers(one.opened.workspace, by, ALL, most=10_000)
        told = in_pages(one.program(), f"/{by}s", f"{by}s", 7)
        assert [each["name"] for each in told] == sorted(each.name for each in known.rows)
        assert {each["name"]: each["requests"] for each in told} == {
            each.name: each.requests for each in known.rows
        }
    some = known.rows[0].name
    found = odd.program().json(f"/{by}s?find={quote(some, safe='')}")
    assert some in [each["name"] for each in found[f"{by}s"]]
    assert faults_of(odd.program(), f"GET /{by}s", found) == []


def test_a_history_is_whole_whatever_its_pages(rig: ApiRig) -> None:
    workspace, program = rig.opened.workspace, rig.program()
    busiest = max(list_customers(workspace, "customer", ALL, most=10_000).rows, key=lambda one: one.requests)
    assert busiest.requests > 1
    path = f"/customers/{quote(busiest.name, safe='')}"
    every = [request_json(each) for each in all_requests(workspace, "customer", busiest.name, ALL)]
    for limit in (1, 2, 100):
        assert in_pages(program, path, "requests", limit) == every
    told, found = program.json(path), show_history(workspace, "customer", busiest.name, ALL)
    assert faults_of(program, "GET /customers/{customer}", told) == []
    assert [each["value"] for each in told["figures"]] == [each.value for each in found.figures]
    assert told["ratings"]["total"] == found.of("rating").total
    assert told["organisation"] == found.organisation
    tag = program.get(path).headers["etag"]
    assert program.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_whoever_has_an_odd_name_is_found_by_it(odd: ApiRig) -> None:
    workspace, program = odd.opened.workspace, odd.program()
    for by in ("customer", "organisation"):
        names = [each.name for each in list_customers(workspace, by, ALL).rows]
        asked = [each for each in names if in_path(each)]
        assert {each for each in ODD if each in asked}
        for name in asked:
            told = program.json(f"/{by}s/{quote(name, safe='')}")
            assert told[by] == name
            assert faults_of(program, f"GET /{by}s/{{{by}}}", told) == []


def test_an_agent_is_told_as_the_page_follows_them(rig: ApiRig) -> None:
    workspace, program = rig.opened.workspace, rig.program()
    listed = list_agents(workspace)
    told = program.json("/agents")
    assert [(each["agent"], each["team"], each["lately"]) for each in told["agents"]] == [
        (each.agent, each.team, each.lately) for each in listed.work
    ]
    one = max(listed.work, key=lambda each: each.lately)
    address = f"/agents/{quote(one.agent)}?team={quote(one.team or '')}"
    found, answer = follow_agent(workspace, one.agent, one.team), program.json(address)
    assert faults_of(program, "GET /agents/{agent}", answer) == []
    assert answer["handled"]["n"] == found.handled.n == one.lately
    assert [each["now"]["value"] for each in answer["measures"]] == [
        each.followed.now.value for each in found.measures
    ]
    assert [len(each["course"]) for each in answer["measures"]] == [
        len(each.followed.course) for each in found.measures
    ]
    assert [each["requests"] for each in answer["mix"]] == [each.requests for each in found.mix]
    assert program.get(f"/agents/{quote(one.agent)}?team=nowhere").status_code == 400


def test_a_team_is_its_overview(rig: ApiRig) -> None:
    program = rig.program()
    teams = program.json("/teams")["teams"]
    assert {each["team"] for each in teams} >= {"support"}
    told, whole = program.json("/teams/support"), program.json("/overview?where=team%3Dsupport")
    assert (told["team"], told["tier"]) == ("support", 1)
    assert {name: told[name] for name in whole} == whole


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/customers/nobody", 404), ("/organisations/nobody", 404), ("/agents/nobody", 404),
        ("/teams/nobody", 404), ("/agents?period=week", 422), ("/agents/nobody?period=x", 422),
        ("/customers?cursor=x", 400), ("/customers?limit=0", 422), ("/comments?cursor=x", 400),
        ("/comments?since=yesterday", 400), ("/comments?colour=red", 400), ("/comments?limit=x", 422),
        ("/customers/%00", 404), ("/customers/%FF", 404), ("/teams/support?period=x", 422),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem(rig: ApiRig, path: str, status: int) -> None:
    assert rig.program().get(path).status_code == status


def test_without_events_there_is_nobody(empty_rig: ApiRig) -> None:
    for path in ("/comments", "/customers", "/organisations", "/customers/a", "/agents", "/teams"):
        assert empty_rig.program().get(path).status_code == 409
