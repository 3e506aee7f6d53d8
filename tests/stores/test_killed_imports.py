"""An import that is killed, at whatever call to the system, leaves nothing; one that was told stays."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from stores.killed_imports import drawn, instants, may_trace, run

SEED = 20_251
FORBIDDEN = may_trace()
TICKETS_BEFORE, TICKETS = 20, 40
Content = dict[str, list[tuple[Any, ...]]]


def log(tickets: int) -> str:
    rows = ["at,kind,ticket,role,actor,status"]
    for number in range(tickets):
        day = f"2025-01-{1 + number % 28:02}"
        rows += [
            f"{day}T10:00:00Z,opened,T{number},customer,c{number % 7},",
            f"{day}T11:00:00Z,message,T{number},agent,ann,",
            f"{day}T12:00:00Z,status,T{number},agent,ann,solved",
        ]
    return "\n".join(rows) + "\n"


def bring_in(home: Path, file: Path) -> None:
    workspace = WorkspaceFolder(home)
    request = ImportRequest((file,), source="desk")
    import_files(workspace.lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)), workspace.fold)


def content(home: Path) -> Content:
    """All that the log and the facts say, but for how it came in."""
    with WorkspaceFolder(home).lake.reading() as connection:
        tables = {"log": "main.log"} | {name: f"facts.{name}" for name in FACT_TABLES}
        left_out = {"log": "exclude (import_id, file, row)"}
        return {
            name: connection.execute(
                f"select * {left_out.get(name, '')} from {table} order by all"
            ).fetchall()
            for name, table in tables.items()
        }


class Trials:
    """A workspace that is brought a longer export, killed on the way, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.short, self.long = folder / "short.csv", folder / "long.csv"
        self.short.write_text(log(TICKETS_BEFORE))
        self.long.write_text(log(TICKETS))
        self.start = folder / "start"
        bring_in(self.start, self.short)
        self.before = content(self.start)
        whole = self.copy("whole")
        bring_in(whole, self.long)
        self.after = content(whole)
        assert [len(seen["requests"]) for seen in (self.before, self.after)] == [TICKETS_BEFORE, TICKETS]

    def copy(self, name: str) -> Path:
        home = self.folder / name
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.start, home)
        return home

    def search(self, many: int) -> Counter[str]:
        """Kill at so many instants; how many died inside a write, by the call they died in."""
        traced = self.folder / "traced"
        ended = run(self.copy("recorded"), self.long, traced)
        assert (ended.killed, ended.moved, ended.acknowledged) == (False, True, True)
        found, names = instants(traced)
        died: Counter[str] = Counter()
        for instant in drawn(found, SEED, many):
            died[instant.name] += self.trial(instant.name, instant.number)
        told = ", ".join(f"{name} {died[name]}" for name in sorted(died))
        # The histogram is what says that every kind of call was met.
        print(f"\nkilled at {died.total()} of {many} instants: {told}")  # noqa: T201 a histogram
        print(f"calls between the first write and the summary: {dict(names.most_common())}")  # noqa: T201 a histogram
        return died

    def trial(self, name: str, number: int) -> int:
        """Kill at the call; whether it died between the first write and the summary."""
        home = self.copy("killed")
        traced = self.folder / "traced"
        ended = run(
            home, self.long, traced,
            "-e", f"trace=openat,rename,{name}", "-e", f"inject={name}:signal=KILL:when={number}",
        )  # fmt: skip
        seen = content(home)
        if ended.moved or ended.acknowledged:
            assert seen == self.after, (name, number)
        else:
            assert ended.killed, (name, number)
            assert seen == self.before, (name, number)
        bring_in(home, self.long)
        assert content(home) == self.after, (name, number)
        left = {path.name for path in home.glob("lake*")} | {path.name for path in (home / "spill").glob("*")}
        assert left == {"lake.current", (home / "lake.current").read_text().strip()}, (name, number)
        return ended.killed and ended.begun and not ended.acknowledged


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return Trials(tmp_path_factory.mktemp("killed"))


@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_what_is_killed_leaves_nothing_and_what_was_told_stays(trials: Trials) -> None:
    died = trials.search(20)
    assert died.total() >= 10
    assert died["fsync"]
    assert died["rename"]


@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
@pytest.mark.parametrize(
    ("failing", "told"),
    [
        ("pwrite64:error=ENOSPC:when=1+", "is full; nothing was changed"),
        ("pwrite64:error=ENOSPC:when=4+", "is full; nothing was changed"),
        ("fsync:error=ENOSPC:when=1+", "is full; nothing was changed"),
        ("fsync:error=ENOSPC:when=2", "is full; nothing was changed"),
        ("fsync:error=EIO:when=1", "could not be written to; nothing was changed"),
        ("fsync:error=EIO:when=2", "could not be written to; nothing was changed"),
        ("fsync:error=EIO:when=3", "could not be written to; nothing was changed"),
    ],
)
def test_a_disk_that_fails_is_told_and_nothing_is_changed(trials: Trials, failing: str, told: str) -> None:
    home = trials.copy("full")
    name = failing.split(":")[0]
    ended = run(home, trials.long, trials.folder / "traced", "-e", f"trace={name}", "-e", f"inject={failing}")
    assert not ended.acknowledged
    assert told in ended.told
    assert len(ended.told.splitlines()) == 1
    assert content(home) == trials.before
    bring_in(home, trials.long)
    assert content(home) == trials.after


@pytest.mark.long
@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_the_same_at_many_instants(trials: Trials) -> None:
    died = trials.search(200)
    assert died.total() >= 100
