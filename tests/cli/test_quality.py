from __future__ import annotations

import csv
import io

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, ListLake
from cli.test_metrics import fields_promised_for
from deskwise.app.lake import DoubtfulRow, Finding

EARLY = Finding(
    "reply_before_opening",
    None,
    "serious",
    2,
    40,
    0,
    (
        DoubtfulRow("in/a.csv", 7, 6, "desk", "T1"),
        DoubtfulRow("in/b.parquet", None, 3, "desk", "T\x1b2"),
    ),
)
DAY = Finding(
    "missing_day", None, "doubtful", 1, 30, None, (DoubtfulRow(None, None, None, None, None, "2025-03-04"),)
)


@pytest.fixture
def desk() -> InMemoryWorkspace:
    return InMemoryWorkspace(lake=ListLake(findings=(EARLY, DAY)))


def test_a_serious_finding_is_one(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("quality", workspace=desk)
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0] == "What is doubtful in import 7:"
    assert " ".join(lines[2].split()) == (
        "serious 2 of 40 tickets have a reply before their opening 5.0% none counts"
    )
    assert lines[3].split()[:4] == ["doubtful", "1", "of", "30"]
    assert "  Such as: a.csv line 7, ticket T1; b.parquet row 3, ticket T\N{REPLACEMENT CHARACTER}2." in lines
    assert "  Such as: 2025-03-04." in lines
    assert any(line.startswith("  What to do: Nothing, if these are holidays.") for line in lines)


def test_a_doubtful_one_is_none(run: Run) -> None:
    assert run("quality", workspace=InMemoryWorkspace(lake=ListLake(findings=(DAY,)))).code == 0


def test_nothing_is_nothing(run: Run) -> None:
    outcome = run("quality")
    assert (outcome.code, outcome.out) == (0, "Nothing doubtful was found in what import 7 brought.\n")


def test_json_is_one_object_with_all_that_is_promised(run: Run, desk: InMemoryWorkspace) -> None:
    told = run("quality", "--import", "2", "--format", "json", workspace=desk).json()
    assert set(told) == {"import_id", "findings"}
    assert told["import_id"] == 2
    first, second = told["findings"]
    assert set(first) == fields_promised_for("quality")
    assert first["examples"][0] == {
        "file": "in/a.csv",
        "line": 7,
        "row": 6,
        "source": "desk",
        "ticket": "T1",
        "detail": None,
    }
    assert second["counted"] is None


def test_csv_has_the_fields_of_the_json(run: Run, desk: InMemoryWorkspace) -> None:
    rows = list(csv.DictReader(io.StringIO(run("quality", "--format", "csv", workspace=desk).out)))
    told = run("quality", "--format", "json", workspace=desk).json()["findings"]
    assert [set(row) - {"import_id"} for row in rows] == [set(each) for each in told]
    assert [row["share"] for row in rows] == ["0.05", str(1 / 30)]
    assert [row["import_id"] for row in rows] == ["7", "7"]
