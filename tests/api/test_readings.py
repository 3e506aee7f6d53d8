"""Figures by the API are those of the command line, byte for byte."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.settings_document import set_key
from deskwise.cli.main import cli

ASKED = [
    ("?metric=first_response_time", ["first_response_time"]),
    (
        "?metric=csat&metric=first_response_time&by=team&every=quarter",
        ["csat", "first_response_time", "--by", "team", "--every", "quarter"],
    ),
    (
        "?metric=average_resolution_time&stat=p50&stat=within&within=3600&clock=working&where=channel%3Demail",
        [
            "average_resolution_time", "--stat", "p50", "within", "--within", "3600", "--clock", "working",
            "--where", "channel=email",
        ],
    ),
    (
        "?metric=requests_received&since=2025-01-01&until=2025-02-01&where=team%3Dsupport&where=team%3D",
        [
            "requests_received", "--since", "2025-01-01", "--until", "2025-02-01", "--where", "team=support",
            "team=",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("query", "arguments"), ASKED)
def test_the_bytes_are_the_command_lines(rig: ApiRig, query: str, arguments: list[str]) -> None:
    answer = rig.program().get(f"/readings{query}")
    printed = CliRunner().invoke(cli, ["metrics", *arguments, "--format", "json", "--home", str(rig.home)])
    assert printed.exit_code == 0
    assert answer.content == printed.stdout_bytes
    assert len(answer.json()["readings"]) > 0
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("metric=art", 404, "art"),
        ("metric=csat&by=colour", 400, "colour"),
        ("metric=csat&where=team", 400, "DIM=VALUE"),
        ("metric=csat&where=colour%3Dred", 400, "colour"),
        ("metric=csat&since=yesterday", 400, "yesterday"),
        ("metric=csat&untill=2025-01-01", 400, "until"),
        ("metric=csat&every=decade", 422, "query.every"),
        ("metric=csat&clock=sundial", 422, "query.clock"),
        ("metric=csat&within=-1", 422, "query.within"),
        ("metric=csat&" + "&".join(["where=team%3Da"] * 101), 422, "query.where"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_says_what_to_do(
    rig: ApiRig, query: str, status: int, said: str
) -> None:
    answer = rig.program().get(f"/readings?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert told["do"]
    assert said in answer.text


def test_an_empty_workspace_has_no_figures_yet(empty_rig: ApiRig) -> None:
    answer = empty_rig.program().get("/readings")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:deskwise:problem:nothing-imported")


def test_the_policy_on_people_holds_for_programs_too(own_rig: ApiRig) -> None:
    program = own_rig.program("admin")
    by_agent = program.json("/readings?metric=requests_handled&by=agent")
    assert "withheld" not in by_agent
    workspace = own_rig.opened.workspace
    save_document(workspace, set_key(show_settings(workspace), "people_figures", "off"))
    hidden = program.json("/readings?metric=requests_handled&by=agent")
    assert (hidden["readings"], hidden["withheld"]) == ([], len(by_agent["readings"]))
    of_one = program.get("/readings?metric=requests_handled&where=agent%3Danna")
    assert of_one.status_code == 403
    assert program.json("/readings?metric=requests_handled") == own_rig.program().json(
        "/readings?metric=requests_handled"
    )
