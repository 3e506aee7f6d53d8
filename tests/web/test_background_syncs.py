"""Syncs beside the pages, as processes that are really started."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
from pathlib import Path

from deskwise.app.connections import save_connection
from deskwise.app.sync_schedule import SyncEnd, SyncOutcome
from deskwise.bootstrap import open_syncs, open_workspace
from deskwise.web.background_syncs import BackgroundSyncs, SyncProcess
from deskwise.web.served import serve_home
from sources.directory.drops import HEAD, event

SERVE = [sys.executable, "-m", "deskwise.cli.main", "--home"]
# What a sync does that is told to stop: it says that it has begun, and ends as SyncStoppedError does.
OBEDIENT = """
import pathlib, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
pathlib.Path(sys.argv[1]).write_text("begun")
while True:
    signal.pause()
"""
PRINTING = "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))"


def connect_folder(home: Path, inbox: Path, *, every: int | None) -> None:
    inbox.mkdir()
    drop = inbox / "a.csv"
    drop.write_text("\n".join([HEAD, *map(event, range(8)), ""]))
    os.utime(drop, (1_740_000_000, 1_740_000_000))
    table = {"kind": "directory", "url": inbox.as_uri()}
    save_connection(open_workspace(home), "drops", table | ({"sync_every_minutes": every} if every else {}))


def ended(process: SyncProcess) -> SyncEnd:
    process._process.wait()
    found = process.end()
    assert found is not None
    return found


def test_a_server_syncs_what_is_due_and_stops_when_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    connect_folder(home, tmp_path / "inbox", every=15)
    with subprocess.Popen(
        [*SERVE, str(home), "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        synced = next(line for line in map(json.loads, process.stderr) if line["event"] == "synced")
        assert (synced["source"], synced["outcome"]) == ("drops", "done")
        assert (synced["records"], synced["accepted"]) == (1, 8)
        assert open_syncs(home).is_scheduled()
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=120)
    assert process.returncode == 0
    assert json.loads(rest.splitlines()[-1])["event"] == "stopped"
    assert not open_syncs(home).is_scheduled()
    assert open_syncs(home).state("drops").complete_to is not None


def test_without_its_scheduler_a_server_syncs_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    connect_folder(home, tmp_path / "inbox", every=15)
    command = [*SERVE, str(home), "serve", "--port", "0", "--no-scheduler"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert re.search(r"http://\S+/", process.stdout.readline())
        assert not open_syncs(home).is_scheduled()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)
    assert open_syncs(home).attempts() == {}


def test_one_under_way_is_told_to_stop_and_waited_for(tmp_path: Path) -> None:
    home, begun = tmp_path / "home", tmp_path / "begun"
    connect_folder(home, tmp_path / "inbox", every=15)
    os.mkfifo(begun)
    told: queue.Queue[tuple[str, SyncOutcome]] = queue.Queue()
    command = (sys.executable, "-c", OBEDIENT, str(begun))
    syncs = BackgroundSyncs(serve_home(home), command, lambda name, end, _: told.put((name, end.outcome)))
    syncs.start()
    assert begun.read_text() == "begun"
    second = BackgroundSyncs(serve_home(home), command, lambda *_: told.put(("second", SyncOutcome.DONE)))
    second.start()
    second.ask_to_stop()
    second.join()
    assert told.empty()
    syncs.ask_to_stop()
    syncs.join()
    assert told.get_nowait() == ("drops", SyncOutcome.STOPPED)
    assert told.empty()


def test_how_a_process_ended_and_what_it_counted() -> None:
    counts = {"records": 3, "accepted": 2, "rejected": 1, "removed": 0}
    printed = json.dumps({"syncs": [{"source": "desk", **counts, "notes": ["x" * 100_000]}]})

    def end_of(text: str, code: int) -> SyncEnd:
        return ended(SyncProcess([sys.executable, "-c", PRINTING, text, str(code)], os.environ))

    assert end_of(printed, 0) == SyncEnd(SyncOutcome.DONE, counts)
    assert end_of("", 1) == SyncEnd(SyncOutcome.FAILED_FOR_NOW)
    assert end_of("no JSON", 2) == SyncEnd(SyncOutcome.FAILED)
    assert end_of("", 75) == SyncEnd(SyncOutcome.BUSY)
    assert end_of("", 3) == SyncEnd(SyncOutcome.UNFORESEEN)
