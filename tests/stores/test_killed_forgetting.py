"""A forgetting that is killed, at whatever call to the system, leaves all as it was or has forgotten all."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper
from stores.killed_imports import Instant, drawn, instants, may_trace, run_command

SEED = 4_711
FORBIDDEN = may_trace()
WHO = "zq-Ada-8812@example.org"
WORDS = ("forget", WHO, "--yes")
TOLD = b'"pseudonyms"'


class Trials:
    """A workspace in which somebody is forgotten, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first = folder / "first"
        rows = [
            f"2025-01-{day:02}T10:00:00Z,opened,T{day},{WHO if day % 3 else 'bob'}" for day in range(1, 28)
        ]
        file = folder / "log.csv"
        file.write_text("\n".join(["at,kind,ticket,customer", *rows]) + "\n")
        workspace = WorkspaceFolder(self.first)
        clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        import_files(workspace.lake, ImportRequest((file,), source="desk"), clock, workspace.fold)

    def copy(self) -> Path:
        home = self.folder / "killed"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.first, home)
        return home

    def trial(self, instant: Instant) -> bool:
        """Kill at the call; whether it died between the first write and the summary."""
        home = self.copy()
        name, number = instant.name, instant.number
        ended = run_command(
            home, WORDS, TOLD, self.folder / "traced",
            "-e", f"trace=openat,rename,{name}", "-e", f"inject={name}:signal=KILL:when={number}",
        )  # fmt: skip
        gone = ended.moved or ended.acknowledged
        assert named(home) == (0 if gone else 18), instant
        assert [
            one.name for one in FolderKeeper(WorkspaceFolder(home)).check(lambda _: None) if one.found
        ] == []
        again = run_command(home, WORDS, TOLD, self.folder / "traced")
        assert again.acknowledged, instant
        assert named(home) == 0, instant
        assert holding(home, WHO) == [], instant
        left = {path.name for path in home.glob("lake*")}
        assert left == {"lake.current", (home / "lake.current").read_text().strip()}, instant
        return ended.killed and ended.begun and not ended.acknowledged


def named(home: Path) -> int:
    with WorkspaceFolder(home).lake.reading() as connection:
        found = connection.execute("select count(*) from log where customer = ?", [WHO]).fetchone()
    return -1 if found is None else int(found[0])


def holding(home: Path, word: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def search(folder: Path, many: int) -> Counter[str]:
    trials = Trials(folder)
    traced = folder / "traced"
    ended = run_command(trials.copy(), WORDS, TOLD, traced)
    assert (ended.killed, ended.moved, ended.acknowledged) == (False, True, True)
    found, _ = instants(traced)
    died: Counter[str] = Counter()
    for instant in drawn(found, SEED, many):
        died[instant.name] += trials.trial(instant)
    return died


@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_what_is_killed_is_whole(tmp_path: Path) -> None:
    died = search(tmp_path, 8)
    assert died.total() >= 4


@pytest.mark.long
@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_the_same_at_many_instants(tmp_path: Path) -> None:
    died = search(tmp_path, 100)
    assert died.total() >= 50
    assert died["fsync"]
    assert died["rename"]
