"""A sync of a folder that is killed, at whatever call to the system, goes on: nothing missing or twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deskwise.app.connections import save_connection
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.directory.drops import Drops
from stores.killed_imports import drawn, instants, may_trace, run_command
from stores.test_killed_syncs import log

SEED = 20_253
FORBIDDEN = may_trace()
WORDS, TOLD = ("sync", "drops"), b'"records"'


@pytest.mark.skipif(FORBIDDEN is not None, reason=FORBIDDEN or "")
def test_a_killed_sync_of_a_folder_is_gone_on_with(tmp_path: Path) -> None:
    drops, start, traced = Drops(tmp_path), tmp_path / "start", tmp_path / "traced"
    for number in range(2):
        drops.drop(f"{number}.csv", range(4 * number, 4 * number + 4), minutes_ago=100 - number)
    save_connection(WorkspaceFolder(start), "drops", {"kind": "directory", "url": drops.inbox.as_uri()})
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    ended = run_command(whole, WORDS, TOLD, traced)
    assert (ended.killed, ended.acknowledged) == (False, True), ended.told
    found, _ = instants(traced)
    killed = 0
    for one in drawn(found, SEED, 3):
        home = tmp_path / "killed"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(start, home)
        ended = run_command(
            home, WORDS, TOLD, traced,
            "-e", f"trace=openat,rename,{one.name}", "-e", f"inject={one.name}:signal=KILL:when={one.number}",
        )  # fmt: skip
        killed += ended.killed and not ended.acknowledged
        state = FolderSyncs(WorkspaceFolder(home)).state("drops").passes.get("history")
        taken = {} if state is None or state.cursor is None else json.loads(state.cursor)
        # What is noted as taken is there, and what is there is noted.
        assert len(log(home)) == 4 * len(taken), one
        drops.syncs = FolderSyncs(WorkspaceFolder(home), wait_seconds=0)  # type: ignore[assignment]  # an impatient one
        drops.syncs.workspace = WorkspaceFolder(home)  # type: ignore[assignment]  # an impatient one
        assert drops.sync().records == 2 - len(taken), one
        assert log(home) == log(whole), one
        assert not list((home / "spill").glob("*")), one
    assert killed >= 2
