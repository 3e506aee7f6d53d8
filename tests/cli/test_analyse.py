from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from cli.test_metrics import PROMISED, fields_promised_for
from deskwise.analyses.registry import ANALYSES
from metrics.duckdb_facts import DAY, flow, request

WEEK = ("--since", "1970-01-12", "--until", "1970-01-19")


@pytest.fixture(scope="module")
def desk() -> InMemoryWorkspace:
    """Requests of two weeks of January 1970: fifteen by email in each, by phone five and then forty."""
    counts = {("email", 8): 15, ("phone", 8): 5, ("email", 15): 15, ("phone", 15): 40}
    rows = [
        request(f"{channel}-{day}-{place}", day * DAY + place, channel=channel)
        for (channel, day), count in counts.items()
        for place in range(count)
    ]
    return facts_of(requests=rows, request_flow=flow(*rows))


def test_the_answer_comes_first_then_numbers_then_what_it_rests_on(run: Run, desk: InMemoryWorkspace) -> None:
    out = run(
        "analyse", "what_changed", "requests_received", "--by", "channel", *WEEK, workspace=desk
    ).out.splitlines()
    assert out[0] == "Requests received rose by 35, from 20 to 55: beyond noise."
    assert out[1] == "By channel most of it is phone: +35, from 5 to 40."
    assert re.match(r"difference +\+35 ", next(line for line in out if line.startswith("difference")))
    assert out[-1].startswith("Rests on requests_received@1, count, from 1970-01-12 00:00 UTC to 1970-01-19 ")
    assert out[-1].endswith("as of 1970-04-11 00:00 UTC, what_changed@1")


def test_json_is_one_object_with_all_that_is_promised(run: Run, desk: InMemoryWorkspace) -> None:
    told = run(
        "analyse", "what_changed", "requests_received", *WEEK, "--format", "json", workspace=desk
    ).json()
    assert set(told) | set(told["rests_on"]) <= fields_promised_for("analyse")
    assert told["outcome"] == "found"
    assert told["rests_on"]["by"] == "channel"
    assert told["numbers"]["difference"]["value"] == 35
    assert {row["group"]: row["total"] for row in told["rows"]} == {"phone": 35, "email": 0}
    assert "## analyse" in PROMISED.read_text(encoding="utf-8")


def test_csv_has_the_rows(run: Run, desk: InMemoryWorkspace) -> None:
    out = run("analyse", "what_changed", "requests_received", *WEEK, "--format", "csv", workspace=desk).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["group"]: (row["n_before"], row["n"]) for row in rows} == {
        "phone": ("5", "40"), "email": ("15", "15"),
    }  # fmt: skip


def test_filters_are_those_of_other_commands(run: Run, desk: InMemoryWorkspace) -> None:
    words = (
        "analyse",
        "what_changed",
        "requests_received",
        *WEEK,
        "--where",
        "channel=email",
        "channel=phone",
    )
    assert "rose by 35" in run(*words, workspace=desk).out


def test_without_a_name_it_says_which_there_are(run: Run, desk: InMemoryWorkspace) -> None:
    out = " ".join(run("analyse", workspace=desk).out.split())
    assert all(f"{name} {entry.tells}" in out for name, entry in ANALYSES.items())


@pytest.mark.parametrize("name", ANALYSES)
def test_help_says_what_it_assumes_and_how_to_ask(run: Run, name: str) -> None:
    told = " ".join(run("analyse", name, "--help").out.split())
    entry = ANALYSES[name]
    for words in (entry.tells, *entry.assumes, *entry.distrust, entry.method, entry.reference):
        assert words in told
    assert all(f"--{option.name} " in told for option in entry.options)
    # The last of what can be said, where that is a list; any dimension otherwise.
    by = [(option.choices or ("channel",))[-1] for option in entry.options if option.name == "by"]
    split = f" --by {by[0]}" if by else ""
    metric = "" if entry.of else " csat"
    assert f"deskwise analyse {name}{metric}{split}" in told


def test_what_cannot_be_analysed_says_what_to_do(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("analyse", "what_changed", "first_response_time", "--stat", "p50", workspace=desk)
    assert outcome.code == 2
    assert "ask for its mean or within" in outcome.err


def test_a_finding_is_drawn_into_a_file(
    run: Run, desk: InMemoryWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("analyse", "what_changed", "requests_received", *WEEK)
    assert "Drawn into changed.svg" in run(*asked, "--chart", "changed.svg", workspace=desk).err
    assert "phone" in Path("changed.svg").read_text(encoding="utf-8")
    told = run("analyse", "what_changed", "csat", *WEEK, "--chart", "nothing.svg", workspace=desk)
    assert (told.code, Path("nothing.svg").exists()) == (2, False)
    assert "there is nothing to draw" in told.err
