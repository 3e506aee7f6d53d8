"""What a file leaves open is asked in a terminal, and listed elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from deskwise.cli import import_log
from deskwise.cli.main import cli

TEXT = (
    "Ticket ID,Created at,Resolved at,Status,CSAT\n"
    "1,03/04/2024 10:00,04/04/2024 10:00,Closed,3\n"
    "2,05/04/2024 10:00,,Limbo,\n"
)
CERTAIN = "Ticket ID,Created at,Resolved at,Status\n1,2024-01-31T10:00:00Z,2024-01-31T12:00:00Z,Closed\n"


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("DESKWISE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tickets.csv").write_text(TEXT)
    (tmp_path / "certain.csv").write_text(CERTAIN)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """Make the command believe in a terminal, and give what is typed there."""

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    class System:
        stdin = Terminal

    monkeypatch.setattr(import_log, "sys", System)
    return "\n".join(lines) + "\n"


def test_a_certain_file_is_imported_and_says_how(at_home: Path) -> None:
    result = CliRunner().invoke(cli, ["import", "certain.csv"], catch_exceptions=False)
    assert result.exit_code == 0
    told = "an export, one row a ticket; deskwise map certain.csv shows how it was understood"
    assert result.stderr.splitlines() == [f"deskwise: certain.csv: {told}"]
    again = CliRunner().invoke(cli, ["import", "certain.csv"], catch_exceptions=False)
    assert "duplicates" in again.stdout


def test_elsewhere_the_questions_are_listed_without_a_word_of_the_customers(at_home: Path) -> None:
    result = CliRunner().invoke(cli, ["import", "tickets.csv"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0] == "deskwise: tickets.csv leaves 4 questions open:"
    assert [line[:2] for line in lines if line[:1].isdigit()] == ["1.", "2.", "3.", "4."]
    assert lines[-1] == "deskwise: deskwise map tickets.csv shows them and drafts a mapping file"
    assert "Limbo" not in result.stderr


def test_a_zone_on_the_command_line_is_an_answer(at_home: Path) -> None:
    result = CliRunner().invoke(cli, ["import", "tickets.csv", "--timezone", "UTC"], catch_exceptions=False)
    assert result.stderr.startswith("deskwise: tickets.csv leaves 3 questions open:")


def test_a_terminal_is_asked(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(monkeypatch, "day-first", "Berlin", "Europe/Berlin", "on_hold", "1-5")
    result = CliRunner().invoke(cli, ["import", "tickets.csv"], input=said, catch_exceptions=False)
    assert result.exit_code == 0
    assert "4 things only you can say:" in result.stdout
    assert "no time zone is called 'Berlin'" in result.output
    assert "Limbo (1)" in result.stdout
    assert "rows do not count" not in result.stderr


def test_whoever_stops_imports_nothing(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(
        cli, ["import", "tickets.csv"], input=typed(monkeypatch, "day-first"), catch_exceptions=False
    )
    assert result.exit_code == 130
    assert CliRunner().invoke(cli, ["rejects"], catch_exceptions=False).exit_code in (0, 2)


def test_a_file_that_says_nothing_is_one_line(at_home: Path) -> None:
    (at_home / "odd.csv").write_text("x,y\n1,2\n")
    result = CliRunner().invoke(cli, ["import", "odd.csv"], catch_exceptions=False)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "has no column at" in result.stderr
