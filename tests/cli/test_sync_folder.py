"""A folder from its files to a figure, by the command line and from Python."""

from __future__ import annotations

import json
import os
from pathlib import Path

from click.testing import CliRunner

import deskwise
from deskwise.bootstrap import open_workspace
from deskwise.cli.main import cli
from sources.directory.drops import HEAD, event


def run(home: Path, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [*arguments, "--home", str(home)], catch_exceptions=False)
    assert result.exit_code == code, result.stderr
    return result.stdout


def drop(path: Path, numbers: range) -> None:
    path.write_text("\n".join([HEAD, *map(event, numbers), ""]))
    os.utime(path, (1_740_000_000, 1_740_000_000))


def test_a_folder_is_connected_synced_and_measured(tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    inbox.mkdir()
    drop(inbox / "a.csv", range(8))
    connecting = ("connect", "drops", "--kind", "directory", "--url", str(inbox))
    (inbox / "0.csv").write_text("not\na table\nof tickets\n")
    shown = json.loads(run(home, *connecting, "--dry-run", "--format", "json"))
    assert [(one["ticket"], one["first_response_microseconds"]) for one in shown["tickets"]] == [
        ("T0", 3_600_000_000),
        ("T1", 3_600_000_000),
    ]
    refused, which = shown["notes"]
    assert refused.startswith("0.csv would not be taken: ")
    assert which == "These are of a.csv, the smallest file that can be read; it has 2 tickets."
    assert (shown["kept"], run(home, "settings", "show").count("drops")) == (False, 0)
    (inbox / "0.csv").unlink()
    told = run(home, *connecting)
    assert "may see 1 file." in told
    assert "a.csv" in told
    (told,) = json.loads(run(home, "sync", "--format", "json"))["syncs"]
    assert (told["records"], told["accepted"], told["tickets"], told["notes"]) == (1, 8, 2, [])
    read = ("--since", "2025-01-01", "--until", "2025-02-01", "--format", "json")
    reading = json.loads(run(home, "metrics", "first_response_time", *read))["readings"][0]
    assert reading["value"] == 3600.0
    (kept,) = open_workspace(home).lake.past_imports()
    assert (kept.files, kept.accepted, kept.notes) == (("a.csv",), 8, ())
    drop(inbox / "b.csv", range(8, 12))
    (again,) = deskwise.open(home).sync()
    assert (again.records, again.counts.accepted, again.tickets) == (1, 4, 3)
    (source,) = json.loads(run(home, "sources", "--format", "json"))["sources"]
    assert (source["kind"], source["standing"], source["error"]) == ("directory", "complete", None)
    assert "What is doubtful" in run(home, "quality", code=1)
