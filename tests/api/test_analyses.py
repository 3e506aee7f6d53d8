"""Findings by the API are those of the command line, byte for byte."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig
from deskwise.analyses.registry import ANALYSES
from deskwise.cli.main import cli


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("metric=csat&by=channel&period=quarter", ["csat", "--by", "channel", "--period", "quarter"]),
        (
            "metric=first_response_time&since=2025-10-01&until=2026-04-01&clock=elapsed&where=team%3Dsupport",
            [
                "first_response_time", "--since", "2025-10-01", "--until", "2026-04-01", "--clock", "elapsed",
                "--where", "team=support",
            ],
        ),
    ],
)  # fmt: skip
def test_a_finding_is_what_the_command_line_prints(rig: ApiRig, query: str, words: list[str]) -> None:
    answer = rig.program().get(f"/analyses/what_changed?{query}")
    printed = CliRunner().invoke(
        cli, ["--home", str(rig.home), "analyse", "what_changed", *words, "--format", "json"]
    )
    assert answer.status_code == 200
    assert answer.content == printed.stdout.encode()
    again = rig.program().get(
        f"/analyses/what_changed?{query}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_all_analyses_are_listed_with_what_they_assume(rig: ApiRig) -> None:
    told = rig.program().json("/analyses")
    assert [each["name"] for each in told] == list(ANALYSES)
    assert all(each["assumes"] and each["distrust"] and each["method"] for each in told)
    options = {each["name"]: {option["name"] for option in each["options"]} for each in told}
    assert {"by", "since"} <= options["what_changed"]
    assert "every" in options["control_chart"]
    assert "since" not in options["control_chart"]


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/analyses/what_chnged?metric=csat", 404, "unknown-name"),
        ("/analyses/what_changed?metric=csta", 404, "unknown-name"),
        ("/analyses/what_changed", 400, "bad-question"),
        ("/analyses/what_changed?metric=first_response_time&stat=p50", 400, "bad-question"),
        ("/analyses/what_changed?metric=csat&colour=red", 400, "bad-question"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(rig: ApiRig, address: str, status: int, kind: str) -> None:
    answer = rig.program().get(address)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1].rsplit(":", 1)[-1]) == (status, kind)


def test_it_takes_a_token_that_reads(rig: ApiRig) -> None:
    assert rig.program(None).get("/analyses").status_code == 401
    assert rig.program("write_events").get("/analyses/what_changed?metric=csat").status_code == 403
