"""`deskwise sync` as a process that is told to stop in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from deskwise.app.connections import save_connection
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.fake_desk.server import TOKEN, FakeDesk, serving
from sources.fake_desk.world import busy_world

TESTS = Path(__file__).parent.parent
TICKETS = 12


def test_it_keeps_what_came_and_the_next_one_goes_on_there(tmp_path: Path) -> None:
    path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path, "FAKE_TOKEN": TOKEN}
    command = [sys.executable, "-m", "sources.fake_desk.main", "--home", str(tmp_path)]
    started: list[subprocess.Popen[bytes]] = []
    with serving(FakeDesk(busy_world(TICKETS), most_a_page=5)) as desk:
        table = {"kind": "fake_desk", "url": desk.url, "token": "env:FAKE_TOKEN"}
        save_connection(WorkspaceFolder(tmp_path), "desk", table)

        def told_at_the_first_page(page: int) -> None:
            started[0].send_signal(signal.SIGTERM)

        desk.on_page = told_at_the_first_page
        with subprocess.Popen([*command, "sync"], env=environment, stderr=subprocess.PIPE) as process:
            started.append(process)
            _, told = process.communicate()
        assert process.returncode == 143, told
        assert told.decode().splitlines()[-1] == (
            "deskwise: the sync of desk was told to stop:"
            " what it brought is kept, and the next sync goes on there"
        )
        history = FolderSyncs(WorkspaceFolder(tmp_path)).state("desk").passes["history"]
        assert (history.records, history.done_at) == (5, None)
        desk.on_page = None
        again = subprocess.run(
            [*command, "sync", "--format", "json"], env=environment, capture_output=True, check=True
        )
    (summary,) = json.loads(again.stdout)["syncs"]
    # What was changed meanwhile comes as well, and a little of before.
    assert TICKETS - 5 <= summary["records"] < TICKETS
    history = FolderSyncs(WorkspaceFolder(tmp_path)).state("desk").passes["history"]
    assert (history.records, summary["tickets"]) == (TICKETS, TICKETS)
    assert history.done_at is not None
