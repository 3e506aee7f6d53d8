from __future__ import annotations

import csv
import io

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, ListLake
from deskwise.app.lake import Reject


@pytest.fixture
def desk() -> InMemoryWorkspace:
    return InMemoryWorkspace(
        lake=ListLake(
            rows=[
                Reject(1, "a.csv", 7, 6, "desk", "T1", None, "no_instant", None),
                Reject(2, "b.parquet", None, 3, "desk", "T2", "e9", "conflict", "revision 0"),
            ]
        )
    )


def test_some_are_a_finding(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("rejects", workspace=desk)
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[1].split() == ["a.csv", "7", "T1", "no_instant"]
    assert lines[2].split() == ["b.parquet", "3", "T2", "conflict", "revision", "0"]
    assert any(line.startswith("no_instant: There is no instant") for line in lines)


def test_none_is_none(run: Run) -> None:
    outcome = run("rejects")
    assert outcome.code == 0
    assert outcome.out == "Every row that was read is an event, or was one already.\n"


def test_they_can_be_narrowed(run: Run, desk: InMemoryWorkspace) -> None:
    def files(*words: str) -> list[str]:
        outcome = run("rejects", *words, "--format", "json", workspace=desk)
        return [each["file"] for each in outcome.json()["rejects"]]

    assert files() == ["a.csv", "b.parquet"]
    assert files("--import", "2") == ["b.parquet"]
    assert files("--reason", "no_instant") == ["a.csv"]


def test_csv_has_the_fields_of_the_json(run: Run, desk: InMemoryWorkspace) -> None:
    rows = list(csv.DictReader(io.StringIO(run("rejects", "--format", "csv", workspace=desk).out)))
    told = run("rejects", "--format", "json", workspace=desk).json()["rejects"]
    assert [set(row) for row in rows] == [set(each) for each in told]
    assert [row["line"] for row in rows] == ["7", ""]


def test_an_unknown_reason_is_refused(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("rejects", "--reason", "rude", workspace=desk)
    assert outcome.code == 2
    assert "no reason is called 'rude'" in outcome.err
