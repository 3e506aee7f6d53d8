from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, ListLake
from cli.test_metrics import fields_promised_for
from deskwise.app.lake import Finding


def test_json_is_one_object_with_all_that_is_promised(run: Run) -> None:
    told = run("import", "a.csv", "b.csv", "--format", "json").json()
    assert told == {
        "read": 2,
        "accepted": 2,
        "duplicates": 0,
        "conflicts": 0,
        "superseded": 0,
        "rejected": 0,
        "tickets": 1,
        "requests": 2,
        "as_of": "1970-04-11T00:00:00Z",
        "notes": [],
        "quality": [],
    }
    assert set(told) == fields_promised_for("import")


def test_csv_has_the_same_fields(run: Run) -> None:
    head, row = run("import", "a.csv", "--format", "csv").out.splitlines()
    assert (
        head == "read,accepted,duplicates,conflicts,superseded,rejected,tickets,requests,as_of,notes,quality"
    )
    assert row == "1,1,0,0,0,0,1,2,1970-04-11T00:00:00Z,[],[]"


def test_what_is_said_of_the_files_is_passed_on(run: Run) -> None:
    workspace = InMemoryWorkspace()
    words = ["--source", "desk", "--timezone", "Europe/Berlin", "--as-of", "2025-03-01"]
    assert run("import", "a.csv", *words, workspace=workspace).code == 0
    (session,) = workspace.lake.imports
    ((path, reading),) = session.read
    assert path == Path("a.csv")
    assert (reading.source, reading.timezone, reading.translation) == ("desk", "Europe/Berlin", None)
    assert session.declared == datetime(2025, 2, 28, 23, tzinfo=UTC)
    assert not session.discarded


def test_a_dry_run_changes_nothing_and_says_so(run: Run) -> None:
    workspace = InMemoryWorkspace()
    outcome = run("import", "a.csv", "--dry-run", workspace=workspace)
    assert outcome.code == 0
    assert outcome.out.startswith("Nothing was changed")
    assert workspace.lake.imports[0].discarded


def test_rejected_rows_are_no_failure_but_are_said_loudly(run: Run) -> None:
    workspace = InMemoryWorkspace(lake=ListLake(refused={"no_instant": 3}))
    outcome = run("import", "a.csv", workspace=workspace)
    assert outcome.code == 0
    assert outcome.err == "deskwise: 3 rows do not count (3 no_instant); deskwise rejects lists them\n"


def test_what_is_doubtful_follows_the_counts_most_serious_first(run: Run) -> None:
    many = Finding("no_customer", None, "serious", 1_200, 2_000, 1_200)
    few = Finding("nobody", "replies", "doubtful", 3, 100, 3)
    workspace = InMemoryWorkspace(lake=ListLake(findings=(many, few)))
    outcome = run("import", "a.csv", workspace=workspace)
    assert outcome.code == 0
    assert outcome.out.splitlines()[-3:] == [
        "Doubtful in this data (deskwise quality says what each means and what to do):",
        "  serious: 1,200 of 2,000 tickets have no customer (60.0%, all count)",
        "  doubtful: 3 of 100 acts belong to nobody: replies (3.0%, all count)",
    ]
    told = run("import", "a.csv", "--format", "json", workspace=workspace).json()["quality"]
    assert [(each["check"], each["severity"], each["share"]) for each in told] == [
        ("no_customer", "serious", 0.6),
        ("nobody", "doubtful", 0.03),
    ]
    dry = run("import", "a.csv", "--dry-run", workspace=workspace).out
    assert "deskwise quality" not in dry
    assert "Doubtful in this data:" in dry


def test_a_long_list_of_doubts_is_cut(run: Run) -> None:
    found = tuple(Finding("one_value", f"opened: f{n}", "doubtful", 20, 20, 20) for n in range(9))
    lines = run(
        "import", "a.csv", workspace=InMemoryWorkspace(lake=ListLake(findings=found))
    ).out.splitlines()
    assert lines[-1] == "  and 3 more"


def test_settings_decide_whether_text_is_kept(run: Run) -> None:
    workspace = InMemoryWorkspace(_keep_text=True)
    run("import", "a.csv", workspace=workspace)
    ((_, reading),) = workspace.lake.imports[0].read
    assert reading.keep_text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "missing argument"),
        (["a.csv", "--timezone", "Berlin"], "no time zone is called 'Berlin'"),
        (["a.csv", "--as-of", "soon"], "'soon' is no date"),
        (["a.csv", "--source", ""], "the source's name is empty"),
        (["a.csv", "--map", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, words: list[str], told: str) -> None:
    outcome = run("import", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1
