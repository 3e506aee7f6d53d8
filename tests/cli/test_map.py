"""`deskwise map`: what is understood, what is not, and the mapping file it writes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.test_metrics import fields_promised_for
from deskwise.sources.mapping_file import read_mapping_file, shipped_mappings

TEXT = (
    "Ticket ID,Created time,Resolved time,Last update time,Status,Agent,Agent interactions,Requester Name\n"
    "1,2024-01-31 10:00:00,2024-01-31 12:00:00,2024-01-31 12:00:00,Resolved,Ann,1,Secret Person\n"
    "2,2024-01-31 11:00:00,,2024-01-31 11:00:00,Limbo,Ann,1,Other Person\n"
)


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(TEXT)
    return path


def test_it_shows_what_is_understood_with_samples_and_counts(run: Run, tickets: Path) -> None:
    outcome = run("map", "tickets.csv")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0] == "tickets.csv: an export of Freshdesk, one row a ticket, 2 rows."
    row = next(line for line in lines if line.startswith("resolved_at"))
    assert row.split() == [
        "resolved_at", "Resolved", "time", "1", "as", "Freshdesk", "calls", "it", "2024-01-31", "12:00:00",
    ]  # fmt: skip
    assert any(line.startswith("Not used: Agent interactions.") for line in lines)
    asked = lines[lines.index("To be asked:") + 1 :]
    assert asked[0].startswith("1. The times of Created time, Resolved time, Last update time name no offset")
    assert any("Limbo (1)" in line for line in asked)
    assert lines[-1] == "deskwise import tickets.csv asks the same in a terminal."


def test_json_holds_no_word_of_the_customers(run: Run, tickets: Path) -> None:
    outcome = run("map", "tickets.csv", "--format", "json")
    told = outcome.json()
    assert (told["system"], told["shape"], told["rows"]) == ("Freshdesk", "snapshot", 2)
    assert [one["key"] for one in told["questions"]] == ["timezone", "statuses"]
    for word in ("Secret", "Limbo", "Ann", "2024-01-31", "mapping ="):
        assert word not in outcome.out
    assert "mapping" not in told
    shown = run("map", "tickets.csv", "--format", "json", "--samples")
    assert "Secret Person" in shown.out
    assert shown.json()["questions"][1]["values"] == [["Limbo", 1]]
    assert tomllib.loads(shown.json()["mapping"])["shape"] == "snapshot"
    assert set(shown.json()) == fields_promised_for("map")


def test_answers_settle_it_and_the_mapping_is_written(run: Run, tickets: Path, tmp_path: Path) -> None:
    answers = ["--timezone", "Europe/Berlin", "--status", "Limbo=on_hold"]
    outcome = run("map", "tickets.csv", *answers, "-o", "tickets.toml")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[-1] == (
        "The mapping is in tickets.toml: deskwise import tickets.csv --map tickets.toml"
    )
    found = read_mapping_file(tmp_path / "tickets.toml")
    assert (found.name, found.shape, found.timezone) == ("freshdesk", "snapshot", "Europe/Berlin")
    assert run("import", "tickets.csv", "--map", "tickets.toml").code == 0


def test_a_mapping_with_questions_says_what_to_say(run: Run, tickets: Path, tmp_path: Path) -> None:
    assert run("map", "tickets.csv", "-o", "open.toml").code == 1
    text = (tmp_path / "open.toml").read_text()
    assert "# TO SAY: the times of Created time" in text
    assert "# timezone = ..." in text
    assert "timezone" not in tomllib.loads(text)


def test_nothing_is_written_over(run: Run, tickets: Path, tmp_path: Path) -> None:
    (tmp_path / "there.toml").write_text("mine")
    outcome = run("map", "tickets.csv", "-o", "there.toml")
    assert (outcome.code, outcome.out) == (2, "")
    assert (tmp_path / "there.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "missing argument"),
        (["none.csv"], "none.csv"),
        (["tickets.csv", "--timezone", "Berlin"], "no time zone is called 'Berlin'"),
        (["tickets.csv", "--status", "Limbo"], "--status is no pair"),
        (["tickets.csv", "--column", "colour=Status"], "no meaning of a column is called 'colour'"),
        (["tickets.csv", "--dates", "sideways"], "sideways"),
        (["tickets.csv", "-o", "nowhere/a.toml"], "nowhere/a.toml cannot be written"),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, tickets: Path, words: list[str], told: str) -> None:
    outcome = run("map", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_the_shipped_mappings_are_listed_by_name(run: Run) -> None:
    outcome = run("map", "--list")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["mapping", "for"]
    assert [line.split()[0] for line in lines[1:-1]] == list(shipped_mappings())
    listed = dict(line.split(maxsplit=1) for line in lines[1:-1])
    assert listed["zendesk"] == "Zendesk's export of tickets, in its documented columns"
