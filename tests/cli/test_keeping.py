"""The commands check, backup and restore, on a workspace of files."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from deskwise.cli.main import cli
from deskwise.stores.lake_states import LakeStates

ROWS = "at,kind,ticket\n2025-01-01T10:00:00Z,opened,T1\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keeping")
    (folder / "log.csv").write_text(ROWS)
    assert command("--home", str(folder / "home"), "import", str(folder / "log.csv")).exit_code == 0
    return folder / "home"


def command(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


def test_a_whole_workspace_is_said_to_be_whole(home: Path) -> None:
    done = command("check", "--home", str(home))
    assert done.exit_code == 0
    assert "        ok  The facts are what the log means" in done.stdout
    assert done.stdout.endswith("\nThe workspace is whole.\n")
    assert done.stderr.splitlines()[0] == "reading every block ..."


def test_a_workspace_that_is_not_whole_is_a_finding(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    assert command("backup", str(tmp_path / "b.tar"), "--home", str(home)).exit_code == 0
    assert command("restore", str(tmp_path / "b.tar"), "--home", str(broken)).exit_code == 0
    state = LakeStates(broken).current()
    assert state is not None
    with duckdb.connect(str(state)) as connection:
        connection.execute("delete from facts.requests_kept")
    done = command("check", "--home", str(broken))
    assert done.exit_code == 1
    assert "   1 wrong  The facts are what the log means" in done.stdout
    assert "such as requests 1" in done.stdout
    assert "deskwise restore FILE --replace" in done.stdout
    told = command("check", "--home", str(broken), "--format", "json")
    assert told.exit_code == 1
    assert '"whole": false' in told.stdout
    listed = command("check", "--home", str(broken), "--format", "csv")
    assert (
        "facts,The facts are what the log means: a fold from scratch gives the same.,1,requests 1"
        in listed.stdout
    )


def test_a_backup_and_its_return_say_what_they_did(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "b.tar", tmp_path / "other"
    done = command("backup", str(file), "--home", str(home))
    assert done.stdout.startswith(f"The workspace is in {file} (")
    again = command("backup", str(file), "--home", str(home))
    assert (again.exit_code, again.stdout) == (2, "")
    assert "is there already" in again.stderr
    done = command("restore", str(file), "--home", str(other))
    assert done.stdout == f"{other} holds what {file} held; deskwise check proves it.\n"
    refused = command("restore", str(file), "--home", str(other))
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    told = command("restore", str(file), "--home", str(other), "--replace", "--format", "json")
    assert told.exit_code == 0
    assert f'"size_bytes": {file.stat().st_size}' in told.stdout
    listed = command("restore", str(file), "--home", str(other), "--replace", "--format", "csv")
    assert listed.stdout.splitlines()[0] == "file,size_bytes,version,notes"


def test_people_come_along_and_are_proven(home: Path, tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    shutil.copytree(home, own)
    invite = ("people", "invite", "anna@example.org", "--name", "Anna", "--role", "agent")
    assert command(*invite, "--home", str(own)).exit_code == 0
    assert command("backup", str(tmp_path / "b.tar"), "--home", str(own)).exit_code == 0
    assert command("restore", str(tmp_path / "b.tar"), "--home", str(other)).exit_code == 0
    assert "anna@example.org" in command("people", "list", "--home", str(other)).stdout
    assert "state_restored" in command("audit", "--home", str(other)).stdout
    done = command("check", "--home", str(other))
    assert done.exit_code == 0
    assert "        ok  No entry of the audit is missing or was changed." in done.stdout
