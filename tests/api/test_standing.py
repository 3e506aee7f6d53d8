"""How it is going and how it stands, by programs: the figures are those of readings, and the pages' words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.headlines import HEADLINES
from deskwise.app.settings_document import set_key
from deskwise.app.show_now import show_now
from deskwise.app.show_overview import show_overview
from deskwise.cli.main import cli


def printed(rig: ApiRig, *words: str) -> Any:
    done = CliRunner().invoke(cli, ["--home", str(rig.home), *words, "--format", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_ten_figures_are_those_of_the_command_line(rig: ApiRig) -> None:
    told = rig.program().json("/overview?period=quarter&where=team%3Dsupport")
    assert [each["metric"] for each in told["figures"]] == [each.metric for each in HEADLINES]
    words = ["--clock", told["clock"], "--where", "team=support"]
    for figure in told["figures"][::3]:
        for which, period in (("now", told["period"]), ("before", told["period_before"])):
            span = ["--since", period["start"], "--until", period["end"]]
            (reading,) = printed(rig, "metrics", figure["metric"], "--stat", figure["stat"], *span, *words)[
                "readings"
            ]
            assert figure[which] | {"period": None} == reading | {"period": None}


def test_it_says_what_moved_as_the_first_page_does(rig: ApiRig) -> None:
    told = rig.program().json("/overview?period=quarter")
    found = show_overview(rig.opened.workspace, "quarter")
    moved = [each.metric.name for each in found.figures if each.change.beyond_noise]
    assert told["beyond_noise"] == moved
    assert len(moved) + told["within_noise"] + told["unsure"] == len(HEADLINES)
    for figure in told["figures"]:
        words = figure["change"]["says"]
        assert (words is not None) == (figure["metric"] in moved)
        assert words is None or words.startswith(("rose by ", "fell by "))
        assert figure["weeks"] is None
    assert (told["open"], told["waiting"]) == (found.open, found.waiting)
    assert [each["source"] for each in told["sources"]] == [name for name, _ in found.sources]
    weeks = rig.program().json("/overview?weeks=true")["figures"][0]["weeks"]
    assert len(weeks) == len(found.figures[0].course)


def test_it_still_holds_until_something_changes(own_rig: ApiRig) -> None:
    program, workspace = own_rig.program(), own_rig.opened.workspace
    for path in ("/overview", "/now?limit=1"):
        tag = program.get(path).headers["etag"]
        assert program.get(path, headers={"If-None-Match": tag}).status_code == 304
    before = program.get("/overview").headers["etag"]
    save_document(workspace, set_key(show_settings(workspace), "window_days", "2"))
    assert program.get("/overview", headers={"If-None-Match": before}).status_code == 200


def test_who_waits_is_told_one_by_one_and_counted(rig: ApiRig) -> None:
    told, found = rig.program().json("/now?limit=2"), show_now(rig.opened.workspace)
    assert found.total.open > 0
    assert told["total"]["open"] == found.total.open == sum(each["open"] for each in told["by_team"])
    assert told["total"]["open"] == sum(each["open"] for each in told["by_channel"])
    assert told["waits_in_all"] == len(found.waits)
    assert [each["ticket"] for each in told["waits"]] == [each.of.ticket for each in found.waits[:2]]
    longest = [each["elapsed_seconds"] for each in rig.program().json("/now")["waits"]]
    assert longest == sorted(longest, reverse=True)


def test_the_policy_on_people_holds_here_too(own_rig: ApiRig) -> None:
    program, workspace = own_rig.program("admin"), own_rig.opened.workspace
    lone = [each.name for each in show_now(workspace).by_channel if each.people < 2]
    before = program.json("/now")
    assert not any(each["withheld"] for each in before["by_channel"])
    save_document(workspace, set_key(show_settings(workspace), "people_figures", "off"))
    assert program.get("/overview?where=agent%3Danna").status_code == 403
    after = program.json("/now")
    assert [each["channel"] for each in after["by_channel"] if each["withheld"]] == lone
    assert all(each["open"] is None for each in after["by_channel"] if each["withheld"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/overview?period=decade", 422), ("/overview?where=colour%3Dred", 400),
        ("/overview?weeks=some", 422),
        ("/overview?where=team", 400), ("/now?within=-1", 422), ("/now?within=x", 422), ("/now?limit=0", 422),
        ("/now?team=a", 400), ("/now?within=nan", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem(rig: ApiRig, path: str, status: int) -> None:
    assert rig.program().get(path).status_code == status


def test_of_nothing_nothing_is_told(empty_rig: ApiRig) -> None:
    for path in ("/overview", "/now"):
        assert empty_rig.program().get(path).status_code == 409
