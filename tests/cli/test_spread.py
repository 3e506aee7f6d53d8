"""`deskwise spread` prints and draws what the page of a metric shows of its durations."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from cli.test_metrics import fields_promised_for
from metrics.duckdb_facts import DAY, flow, request, wait

HOUR = DAY // 24
ASKED = ("spread", "first_response_time", "--since", "1970-01-12", "--until", "1970-01-19")


@pytest.fixture(scope="module")
def desk() -> InMemoryWorkspace:
    """Three waits of a week, two of them short, and one of the week before."""
    answered = {"1": (12, 0.0005), "2": (13, 0.0005), "3": (14, 2), "4": (6, 2)}
    rows = [request(ticket, day * DAY) for ticket, (day, _) in answered.items()]
    waits = [
        wait(ticket, 1, day * DAY, day * DAY + int(hours * HOUR), "answered", agent="ann")
        for ticket, (day, hours) in answered.items()
    ]
    return facts_of(requests=rows, request_flow=flow(*rows), waits=waits)


def test_each_step_has_its_cases_and_those_of_the_period_before(run: Run, desk: InMemoryWorkspace) -> None:
    told = run(*ASKED, "--format", "json", workspace=desk).json()
    assert set(told) | set(told["spread"][0]) == fields_promised_for("spread")
    held = [(row["n"], row["n_before"]) for row in told["spread"] if row["n"] or row["n_before"]]
    assert held == [(2, 0), (1, 1)]
    (long,) = [row for row in told["spread"] if row["n"] == 1]
    assert long["from_seconds"] < 2 * 3600 <= long["below_seconds"]
    assert (long["share"], long["share_before"]) == (pytest.approx(1 / 3), 1.0)
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--format", "csv", workspace=desk).out)))
    assert [int(row["n"]) for row in rows] == [row["n"] for row in told["spread"]]
    words = run(*ASKED, workspace=desk).out
    assert words.startswith("First response time: how it is spread (")
    assert "1.5 s to 2.2 s" in words


def test_it_is_drawn_into_a_file(
    run: Run, desk: InMemoryWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Drawn into spread.svg" in run(*ASKED, "--chart", "spread.svg", workspace=desk).err
    assert Path("spread.svg").read_text(encoding="utf-8").startswith("<svg")


def test_what_has_no_durations_has_no_spread(run: Run, desk: InMemoryWorkspace) -> None:
    told = run("spread", "csat", workspace=desk)
    assert told.code == 2
    assert "name a metric of durations" in told.err
