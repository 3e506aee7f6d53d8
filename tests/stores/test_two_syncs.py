"""Two syncs of one source at once, in processes of their own: one waits for the other, nothing is doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from deskwise.app.connections import save_connection
from deskwise.stores.workspace_folder import WorkspaceFolder
from sources.fake_desk.server import TOKEN, FakeDesk, serving
from sources.fake_desk.world import busy_world

TESTS = Path(__file__).parent.parent
TICKETS = 24


def test_one_waits_for_the_other_and_brings_nothing_twice(tmp_path: Path) -> None:
    path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path, "FAKE_TOKEN": TOKEN}
    command = [
        sys.executable,
        "-m",
        "sources.fake_desk.main",
        "--home",
        str(tmp_path),
        "sync",
        "--format",
        "json",
    ]
    with serving(FakeDesk(busy_world(TICKETS), most_a_page=5)) as desk:
        table = {"kind": "fake_desk", "url": desk.url, "token": "env:FAKE_TOKEN"}
        save_connection(WorkspaceFolder(tmp_path), "desk", table)
        both = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
            for _ in range(2)
        ]
        ended = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    records = sorted(json.loads(out)["syncs"][0]["records"] for out, _ in ended)
    # The second asks for the overlap at most.
    assert records[0] < records[1] == TICKETS
    with WorkspaceFolder(tmp_path).lake.reading() as connection:
        rows, ids, tickets = connection.execute(
            "select count(*), count(distinct (ticket, event_id)), count(distinct ticket) from log"
        ).fetchone() or (0, 0, 0)
    assert rows == ids > tickets == TICKETS
    assert list(WorkspaceFolder(tmp_path).lake.rejects()) == []
