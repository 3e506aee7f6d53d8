from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from metrics.duckdb_facts import DAY, SECOND, flow, request, wait

PROMISED = Path(__file__).parents[2] / "docs" / "json.md"
HOUR = 3600 * SECOND


@pytest.fixture
def desk() -> InMemoryWorkspace:
    """Two requests of January 1970, one answered after an hour by ann of support, one still waiting."""
    first = request(
        "1", DAY, agent="ann", team="support", resolved_at=DAY + 2 * HOUR, elapsed_microseconds=2 * HOUR
    )
    second = request("2", 2 * DAY, team="support", channel="phone")
    return facts_of(
        requests=[first, second],
        request_flow=flow(first, second),
        waits=[
            wait("1", 1, DAY, DAY + HOUR, "answered", agent="ann", team="support"),
            wait("2", 1, 2 * DAY, None, "open", team="support"),
        ],
    )


def fields_promised_for(command: str) -> set[str]:
    """The fields that the page of promises lists under a command."""
    section = PROMISED.read_text(encoding="utf-8").split(f"\n## {command}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| ([a-z_, ]+) \|", section, re.MULTILINE)
    return {name for cell in cells for name in cell.split(", ")} - {"field"}


def test_json_is_one_object_with_all_that_is_promised(run: Run, desk: InMemoryWorkspace) -> None:
    told = run("metrics", "first_response_time", "--stat", "mean", "--format", "json", workspace=desk).json()
    assert told == {
        "as_of": "1970-04-11T00:00:00Z",
        "readings": [
            {
                "metric": "first_response_time",
                "stat": "mean",
                "clock": "elapsed",
                "unit": "seconds",
                "period": None,
                "by": {},
                "value": 3600,
                "n": 1,
                "numerator": None,
                "denominator": None,
                "excluded": {},
                "open": 1,
                "provisional": 0,
                "ruled": 0,
                "unjudged": 0,
                "interval": None,
                "definition": "first_response_time@1",
            }
        ],
    }
    assert set(told["readings"][0]) == fields_promised_for("metrics")


def test_durations_give_mean_p50_and_p90_unless_asked_otherwise(run: Run, desk: InMemoryWorkspace) -> None:
    def stats(*words: str) -> list[str]:
        outcome = run("metrics", "first_response_time", *words, "--format", "json", workspace=desk)
        return [reading["stat"] for reading in outcome.json()["readings"]]

    assert stats() == ["mean", "p50", "p90"]
    assert stats("--stat", "p95", "mean") == ["p95", "mean"]
    assert stats("--stat", "within", "--within", "60") == ["within"]
    assert stats("--within", "60") == ["mean", "p50", "p90", "within"]


def test_without_a_name_every_metric_is_read(run: Run, desk: InMemoryWorkspace) -> None:
    told = run("metrics", "--format", "json", workspace=desk).json()["readings"]
    listed = run("catalogue", "--format", "json").json()
    always = {entry["name"] for entry in listed if not entry["always_by"]}
    assert {reading["metric"] for reading in told} >= always


def test_csv_has_the_same_fields(run: Run, desk: InMemoryWorkspace) -> None:
    asked = [
        "first_response_time",
        "--stat",
        "mean",
        "--by",
        "channel",
        "--every",
        "month",
        "--until",
        "1970-03-01",
    ]
    rows = list(csv.DictReader(io.StringIO(run("metrics", *asked, "--format", "csv", workspace=desk).out)))
    told = run("metrics", *asked, "--format", "json", workspace=desk).json()["readings"]
    assert [row["by.channel"] for row in rows] == [reading["by"]["channel"] or "" for reading in told]
    assert [row["period.start"] for row in rows] == [reading["period"]["start"] for reading in told]
    assert [row["value"] for row in rows] == ["" if r["value"] is None else str(r["value"]) for r in told]
    names = {name.split(".")[0] for name in rows[0]}
    assert names == set(told[0])


def test_a_table_says_units_and_what_is_open(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("metrics", "first_response_time", "--stat", "mean", "--by", "channel", workspace=desk)
    assert outcome.out.splitlines() == [
        "As of 1970-04-11 00:00 UTC, elapsed time",
        "metric               stat  channel  value  n  beside it",
        "first_response_time  mean  phone        —  0  1 open",
        "first_response_time  mean  —          1 h  1",
    ]


def test_periods_that_have_not_ended_say_so(run: Run, desk: InMemoryWorkspace) -> None:
    out = run("metrics", "requests_received", "--every", "month", "--since", "1970-04-01", workspace=desk).out
    assert "1970-04" in out
    assert "not ended yet" in out


def test_a_source_that_is_known_less_far_is_named(run: Run, desk: InMemoryWorkspace) -> None:
    desk.sources = (("desk", 100 * DAY), ("phone", 90 * DAY))
    out = run("metrics", "requests_received", workspace=desk).out
    assert "phone up to 1970-04-01 00:00 UTC only" in out


def test_an_empty_workspace_says_how_to_begin(run: Run) -> None:
    outcome = run("metrics")
    assert outcome.code == 2
    assert "deskwise import" in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["art"], "no metric is called 'art'"),
        (["csat", "--by", "month"], "no dimension is called 'month'"),
        (["csat", "--since", "soon"], "'soon' is no date"),
        (["csat", "--stat", "median"], "no statistic is called 'median'"),
        (["first_response_time", "--stat", "within"], "needs a threshold"),
        (["csat", "--every", "fortnight"], "'fortnight' is not one of"),
        (["csat", "--as-of", "1980-01-01"], "yet to come"),
    ],
)
def test_a_question_that_cannot_be_is_one_line(
    run: Run, desk: InMemoryWorkspace, words: list[str], told: str
) -> None:
    outcome = run("metrics", *words, workspace=desk)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1
