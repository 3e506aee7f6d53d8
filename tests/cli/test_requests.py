from __future__ import annotations

import csv
import io

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from cli.test_metrics import fields_promised_for
from metrics.duckdb_facts import DAY, SECOND, flow, request, wait


@pytest.fixture
def desk() -> InMemoryWorkspace:
    rows = [request(str(number), number * DAY, team="support") for number in (1, 2, 3)]
    waits = [
        wait("1", 1, DAY, DAY + 90 * SECOND, "answered", agent="ann", team="support"),
        wait("2", 1, 2 * DAY, 2 * DAY + 60 * SECOND, "answered", agent="ben", team="support"),
        wait("3", 1, 3 * DAY, None, "open", team="support"),
    ]
    return facts_of(requests=rows, request_flow=flow(*rows), waits=waits)


def test_a_table_tells_what_each_gave(run: Run, desk: InMemoryWorkspace) -> None:
    lines = run("requests", "first_response_time", "--where", "agent=ann", workspace=desk).out.splitlines()
    assert lines[0] == "first_response_time, as of 1970-04-11 00:00 UTC"
    assert lines[1].split() == [
        "ticket",
        "request",
        "counted",
        "at",
        "agent",
        "team",
        "gave",
        "state",
        "source",
    ]
    assert " ".join(lines[2].split()) == "1 1 1970-01-02 00:01:30 UTC ann support 1 min 30 s counted desk"


def test_json_has_all_that_is_promised(run: Run, desk: InMemoryWorkspace) -> None:
    told = run("requests", "first_response_time", "--format", "json", workspace=desk).json()
    assert set(told) | set(told["cases"][0]) == fields_promised_for("requests")
    assert [(each["ticket"], each["gave"]) for each in told["cases"] if each["state"] == "counted"] == [
        ("1", 90),
        ("2", 60),
    ]


def test_a_state_and_a_part_narrow_the_cases(run: Run, desk: InMemoryWorkspace) -> None:
    def tickets(*asked: str) -> list[str]:
        told = run("requests", "first_response_time", *asked, "--format", "json", workspace=desk).json()
        assert told["total"] == len(told["cases"])
        return [each["ticket"] for each in told["cases"]]

    assert tickets("--state", "open") == ["3"]
    assert tickets("--within", "60", "--gave", "within") == ["2"]
    assert tickets("--within", "60", "--gave", "beyond") == ["1"]


def test_csv_has_the_fields_of_the_cases(run: Run, desk: InMemoryWorkspace) -> None:
    asked = ["requests", "first_response_time", "--by", "agent"]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv", workspace=desk).out)))
    told = run(*asked, "--format", "json", workspace=desk).json()["cases"]
    assert {name.split(".")[0] for name in rows[0]} == set(told[0])
    assert [row["by.agent"] for row in rows] == [each["by"]["agent"] or "" for each in told]


def test_a_limit_says_what_it_leaves_out(run: Run, desk: InMemoryWorkspace) -> None:
    out = run("requests", "requests_received", "--limit", "1", workspace=desk).out
    assert "The first 1 of " in out


def test_a_selection_without_a_case_says_so(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("requests", "first_response_time", "--where", "agent=nobody", workspace=desk)
    assert outcome.code == 0
    assert "No case is in this selection." in outcome.out


def test_it_takes_one_metric(run: Run, desk: InMemoryWorkspace) -> None:
    assert run("requests", workspace=desk).code == 2
    assert run("requests", "csat", "nps", workspace=desk).code == 2
