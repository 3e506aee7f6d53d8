"""A table is synced from the command line, changes, is synced again: the figures are those of an import."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deskwise.cli.main import cli

Row = tuple[str | None, ...]
COLUMNS = ("event_id", "at", "kind", "ticket", "status", "role", "actor", "customer")
ROWS: tuple[Row, ...] = tuple(
    (
        f"{ticket}-{step}", f"2025-01-{ticket + 1:02}T{9 + step:02}:00:00Z", kind, f"T{ticket}", status, role,
        who, "c",
    )
    for ticket in range(6)
    for step, (kind, status, role, who) in enumerate(
        [
            ("opened", None, "customer", "c"),
            ("message", None, "agent", "ann"),
            ("status", "solved", "agent", "ann"),
        ]
    )
)  # fmt: skip
CHANGED = ("0-1", "2025-01-01T09:20:00Z", "message", "T0", None, "agent", "bob", "c")
ADDED = ("5-9", "2025-01-20T09:00:00Z", "message", "T5", None, "customer", "c", "c")


def called(home: Path, *words: str) -> Any:
    outcome = CliRunner().invoke(cli, [*words, "--home", str(home)], catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def synced(home: Path) -> Any:
    (told,) = json.loads(called(home, "sync", "--format", "json"))["syncs"]
    return told


def write(path: Path, rows: Iterable[Row], changed: str) -> None:
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    with closing(sqlite3.connect(path)) as desk, desk:
        desk.execute(f"create table if not exists events ({', '.join(COLUMNS)}, changed, unique (event_id))")
        desk.executemany(f"insert or replace into events values ({marks})", [(*row, changed) for row in rows])


def figures(home: Path) -> Any:
    return called(
        home, "metrics", "first_response_time", "average_resolution_time", "--by", "agent",
        "--since", "2025-01-01", "--until", "2025-02-01", "--format", "csv",
    )  # fmt: skip


def test_a_sync_and_an_import_of_the_same_rows_give_the_same_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKWISE_HOME", raising=False)
    home, other, path = tmp_path / "synced", tmp_path / "imported", tmp_path / "desk.sqlite"
    write(path, ROWS, "2025-01-10T00:00:00Z")
    options = ("--option", "table=events", "--option", "changed_by=changed")
    told = called(home, "connect", "desk", "--kind", "sql", "--url", f"sqlite:///{path}", *options)
    assert "changed: left aside, changed by" in told
    first = synced(home)
    assert (first["records"], first["accepted"], first["conflicts"]) == (18, 18, 0)
    before = figures(home)

    # Later than the first sync, whenever that is.
    write(path, [CHANGED, ADDED], "2060-01-01T00:00:00Z")
    second = synced(home)
    assert (second["records"], second["conflicts"], second["rejected"]) == (2, 0, 0)

    rows = [row for row in ROWS if row[0] != CHANGED[0]] + [CHANGED, ADDED]
    with (tmp_path / "desk.csv").open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    called(other, "import", str(tmp_path / "desk.csv"), "--source", "desk", "--as-of", second["complete_to"])
    assert figures(home) == figures(other) != before
