"""The cases behind a figure, tickets, and the data behind both: what the command line prints of them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig
from deskwise.cli.main import cli

CASES = "/requests?metric=average_resolution_time"


def printed(rig: ApiRig, *arguments: str) -> str:
    found = CliRunner().invoke(cli, ["--home", str(rig.home), *arguments, "--format", "json"])
    assert found.exit_code in {0, 1}
    return found.stdout


def test_pages_follow_each_other_without_a_gap(rig: ApiRig) -> None:
    whole = json.loads(printed(rig, "requests", "average_resolution_time"))
    program, found, path, pages = rig.program(), [], f"{CASES}&limit=97", 0
    while True:
        page = program.json(path)
        assert {name: page[name] for name in ("as_of", "metric", "unit", "total")} == {
            name: whole[name] for name in ("as_of", "metric", "unit", "total")
        }
        found += page["cases"]
        pages += 1
        if page["next"] is None:
            break
        path = f"{CASES}&limit=97&cursor={page['next']}"
    assert found == whole["cases"]
    assert pages == -(-whole["total"] // 97)


def test_a_part_of_the_cases_is_what_the_command_line_lists(rig: ApiRig) -> None:
    whole = json.loads(printed(rig, "requests", "csat", "--gave", "no"))
    program = rig.program()
    first = program.json("/requests?metric=csat&gave=no&limit=2")
    rest = program.json(f"/requests?metric=csat&gave=no&limit=1000&cursor={first['next']}")
    assert first["total"] == rest["total"] == whole["total"] > 2
    assert first["cases"] + rest["cases"] == whole["cases"]
    # A cursor is of its question: of the other part it is none.
    assert program.get(f"/requests?metric=csat&gave=yes&cursor={first['next']}").status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("&limit=0", 422), ("&limit=1001", 422), ("&limit=x", 422), ("&state=lost", 422), ("&cursor=x", 400),
        ("&cursor=" + "a" * 5000, 422), ("&every=month", 400), ("&state=open&by=customer&limit=3", 200),
        ("&gave=lost", 422), ("&gave=yes", 400), ("&gave=beyond", 400), ("&gave=beyond&within=3600", 200),
    ],
)  # fmt: skip
def test_a_page_is_of_a_size_and_a_place_that_there_are(rig: ApiRig, query: str, status: int) -> None:
    assert rig.program().get(f"{CASES}{query}").status_code == status


def test_a_ticket_is_explained_as_the_command_line_does(rig: ApiRig) -> None:
    ticket = rig.program().json(f"{CASES}&limit=1")["cases"][0]["ticket"]
    answer = rig.program().get(f"/tickets/{ticket}?clock=working")
    assert answer.text == printed(rig, "explain", ticket, "--clock", "working")
    tag = answer.headers["etag"]
    assert rig.program().get(
        f"/tickets/{ticket}?clock=working", headers={"If-None-Match": tag}
    ).status_code == 304  # fmt: skip


@pytest.mark.parametrize("ticket", ["nothing", "a/b", "%00", "%F0%9F%90%A0", "%FF", "a" * 201, "a'b", "."])
def test_a_ticket_nobody_knows_is_not_there(rig: ApiRig, ticket: str) -> None:
    assert rig.program().get(f"/tickets/{ticket}").status_code in {404, 422}


def test_the_data_is_told_as_the_command_line_tells_it(rig: ApiRig) -> None:
    program = rig.program()
    assert program.get("/quality").text == printed(rig, "quality")
    assert program.get("/metrics").text == printed(rig, "catalogue")
    assert program.get("/metrics/csat").text == printed(rig, "catalogue", "csat")
    assert program.get("/sources").text == printed(rig, "sources")
    rejects = json.loads(printed(rig, "rejects"))["rejects"]
    assert program.json("/rejects?limit=1000") == {"rejects": rejects, "next": None}
    assert program.get("/quality?import=77").status_code == 400
    assert program.get("/rejects?reason=bad_luck").status_code == 400
