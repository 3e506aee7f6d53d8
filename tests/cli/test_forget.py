"""The command forget, on a workspace of files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskwise.cli.main import cli

ROWS = """at,kind,ticket,customer,team
2025-01-01T10:00:00Z,opened,T1,C-88,
2025-01-02T10:00:00Z,opened,T2,C-88,
2025-01-02T10:00:00Z,opened,T3,C-89,
2025-01-02T10:30:00Z,assigned,T3,,C-88
"""


def command(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(words), catch_exceptions=False, input=given)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that is copied for each test."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "log.csv").write_text(ROWS)
    (folder / "settings.toml").write_text("[teams.C-88]\ntier = 1\n")
    home = folder / "home"
    assert command("--home", str(home), "import", str(folder / "log.csv")).exit_code == 0
    assert command("--home", str(home), "settings", "load", str(folder / "settings.toml")).exit_code == 0
    return home


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(imported, tmp_path / "home"))


def test_a_dry_run_says_what_would_change(home: str) -> None:
    done = command("--home", home, "forget", "C-88", "--dry-run")
    assert done.exit_code == 0
    assert done.stdout == (
        "forgotten-1: would change 2 rows of the log (2 tickets, 0 texts, 0 rejects).\n"
        "Where it stands: customer 2.\n"
        "Called the same, and left as it is: team 1.\n"
        "Settings name it, and are yours to change: teams.C-88.\n"
        "Nothing was changed.\n"
    )
    assert command("--home", home, "forget", "C-88", "--dry-run").stdout == done.stdout


def test_it_asks_before_it_does(home: str) -> None:
    refused = command("--home", home, "forget", "C-88", given="n\n")
    assert (refused.exit_code, refused.stdout) == (130, "")
    assert "would change 2 rows" in refused.stderr
    assert "Forget them for good? [y/N]" in refused.stderr
    assert command("--home", home, "forget", "--list").stdout == "Nothing was forgotten so far.\n"
    done = command("--home", home, "forget", "C-88", given="y\n")
    assert done.exit_code == 0
    assert done.stdout.startswith("forgotten-1: changed 2 rows of the log (2 tickets, 0 texts, 0 rejects).\n")
    assert done.stdout.endswith("Backups and exports made before still hold it: they are yours to remove.\n")


def test_what_was_forgotten_is_listed_without_saying_who(home: str) -> None:
    assert command("--home", home, "forget", "C-88", "C-89", "--yes").exit_code == 0
    listed = command("--home", home, "forget", "--list")
    assert listed.stdout.splitlines()[0].split() == [
        "at", "reason", "persons", "pseudonyms", "rows", "tickets", "texts", "rejects",
    ]  # fmt: skip
    assert listed.stdout.splitlines()[1].split()[2:] == [
        "asked", "2", "forgotten-1", "and", "forgotten-2", "3", "3", "0", "0",
    ]  # fmt: skip
    told = json.loads(command("--home", home, "forget", "--list", "--format", "json").stdout)
    assert [one["persons"] for one in told["forgotten"]] == [2]
    table = command("--home", home, "forget", "--list", "--format", "csv").stdout.splitlines()
    assert table[0] == "at,reason,persons,pseudonyms,rows,tickets,texts,rejects"
    assert "C-88" not in listed.stdout + "".join(table)


def test_programs_read_it_as_json_and_csv(home: str) -> None:
    done = command("--home", home, "forget", "C-88", "--yes", "--format", "json")
    assert json.loads(done.stdout) == {
        "pseudonyms": ["forgotten-1"],
        "rows": 2,
        "tickets": 2,
        "texts": 0,
        "rejects": 0,
        "columns": {"customer": 2},
        "left": {"team": 1},
        "settings": ["teams.C-88"],
        "known_as": [],
        "dry_run": False,
    }
    done = command("--home", home, "forget", "C-89", "--dry-run", "--format", "csv")
    assert done.stdout.splitlines()[0].startswith("pseudonyms,rows,tickets,texts,rejects,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("C-90",), "deskwise: nobody is called 'C-90' in the log"),
        ((), "deskwise: no identifier was named"),
        (("C-88", "--list"), "deskwise: identifiers, --expired and --list are three questions"),
    ],
)
def test_what_cannot_be_is_told(home: str, words: tuple[str, ...], told: str) -> None:
    done = command("--home", home, "forget", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(told)


def test_where_nothing_was_imported_there_is_nobody(tmp_path: Path) -> None:
    done = command("--home", str(tmp_path / "none"), "forget", "C-88")
    assert done.exit_code == 2
    assert "holds no events yet" in done.stderr


def test_what_is_too_old_goes_when_asked(home: str) -> None:
    none = command("--home", home, "forget", "--expired")
    assert none.exit_code == 2
    assert "deskwise settings set retention.text_days 90" in none.stderr
    assert command("--home", home, "settings", "set", "retention.identifiers_days", "0.5").exit_code == 0
    told = command("--home", home, "forget", "--expired", "--dry-run")
    assert (told.exit_code, told.stdout) == (0, "Nothing is to go.\n")
    assert command("--home", home, "settings", "set", "retention.identifiers_days", "0").exit_code == 0
    told = command("--home", home, "forget", "--expired", "--dry-run")
    assert told.stdout == (
        "retention.identifiers_days: would change 2 rows of the log (2 tickets, 0 texts, 0 rejects);"
        " forgotten-1 for 1 customers.\n"
        "Nothing was changed.\n"
    )
    asked = command("--home", home, "forget", "--expired", given="n\n")
    assert (asked.exit_code, asked.stdout) == (130, "")
    done = command("--home", home, "forget", "--expired", "--yes", "--format", "json")
    assert [one["reason"] for one in json.loads(done.stdout)["expired"]] == ["identifiers_days"]
    listed = command("--home", home, "forget", "--expired", "--format", "csv")
    assert listed.stdout == "reason,pseudonyms,rows,tickets,texts,rejects\n"
