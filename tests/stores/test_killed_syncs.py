"""A sync that is killed, at whatever call to the system, is gone on with: nothing missing, nothing twice."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.connections import save_connection
from deskwise.app.source_port import Connection
from deskwise.app.sync_source import SyncLimits, SyncRequest, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.main import BATCH_RECORDS
from sources.fake_desk.server import TOKEN, FakeDesk, serving
from sources.fake_desk.world import busy_world
from stores.killed_imports import Ended, drawn, instants, may_trace, run_command

SEED = 20_252
FORBIDDEN = may_trace()
TICKETS = 40
TICKET = 3
TESTS = Path(__file__).parent.parent


class Trials:
    """A workspace that is synced from its beginning, killed on the way, again and again."""

    def __init__(self, folder: Path, desk: FakeDesk) -> None:
        self.folder, self.desk = folder, desk
        self.traced = folder / "traced"
        self.start = folder / "start"
        table = {"kind": "fake_desk", "url": desk.url, "token": "env:FAKE_TOKEN"}
        save_connection(WorkspaceFolder(self.start), "desk", table)
        whole = self.copy("whole")
        self.go_on(whole)
        self.whole = log(whole)
        assert len({row[TICKET] for row in self.whole}) == TICKETS

    def copy(self, name: str) -> Path:
        home = self.folder / name
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.start, home)
        return home

    def run(self, home: Path, *options: str) -> Ended:
        path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
        return run_command(
            home, ("sync", "desk"), b'"records"', self.traced, *options,
            module="sources.fake_desk.main", environment={"FAKE_TOKEN": TOKEN, "PYTHONPATH": path},
        )  # fmt: skip

    def go_on(self, home: Path) -> int:
        """Sync to the end, in this process; how many records that took."""
        source = FakeSource(Connection("desk", "fake_desk", self.desk.url, token=TOKEN))
        try:
            summary = sync_source(
                FolderSyncs(WorkspaceFolder(home), wait_seconds=0),
                SyncRequest("desk"),
                source,
                FixedClock(self.desk.world.now),
                SyncLimits(batch_records=BATCH_RECORDS),
            )
        finally:
            source.close()
        assert summary.complete_to is not None
        return summary.records

    def search(self, many: int) -> int:
        """Kill at so many instants; how many died before they had told anything."""
        ended = self.run(self.copy("recorded"))
        assert (ended.killed, ended.moved, ended.acknowledged) == (False, True, True), ended.told
        found, _ = instants(self.traced)
        return sum(self.trial(one.name, one.number) for one in drawn(found, SEED, many))

    def trial(self, name: str, number: int) -> bool:
        home = self.copy("killed")
        ended = self.run(
            home, "-e", f"trace=openat,rename,{name}", "-e", f"inject={name}:signal=KILL:when={number}"
        )
        before = log(home)
        state = FolderSyncs(WorkspaceFolder(home)).state("desk")
        history = state.passes.get("history")
        # What the cursor says was brought is there, and what is there the cursor says.
        assert len({row[TICKET] for row in before}) == (0 if history is None else history.records), (
            name,
            number,
        )
        assert set(before) <= set(self.whole), (name, number)
        took = self.go_on(home)
        assert log(home) == self.whole, (name, number)
        if history is not None and history.done_at is None:
            assert took == TICKETS - history.records, (name, number)
        faults = [
            check.name for check in FolderKeeper(WorkspaceFolder(home)).check(lambda _: None) if check.found
        ]
        assert faults == [], (name, number)
        assert not list((home / "spill").glob("*")), (name, number)
        return ended.killed and not ended.acknowledged


def log(home: Path) -> list[tuple[Any, ...]]:
    """All rows of the log, superseded ones too, but for how they came in."""
    workspace = WorkspaceFolder(home)
    with workspace.lake.reading() as connection:
        return [
            (*row[:-1], json.dumps(row[-1]))
            for row in connection.execute(
                "select * exclude (import_id, file, row, extra), extra from log"
                " order by source, ticket, seq, event_id"
            ).fetchall()
        ]


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    with serving(FakeDesk(busy_world(TICKETS), most_a_page=5)) as desk:
        yield Trials(tmp_path_factory.mktemp("killed"), desk)


@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_a_killed_sync_is_gone_on_with(trials: Trials) -> None:
    assert trials.search(5) >= 3


@pytest.mark.long
@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_the_same_at_a_hundred_instants(trials: Trials) -> None:
    assert trials.search(100) >= 60
