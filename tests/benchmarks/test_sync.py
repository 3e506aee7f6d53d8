"""How long a first sync takes on our side: what the help desk itself takes is measured beside it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deskwise.app.source_port import Connection
from deskwise.app.sync_source import SyncRequest, sync_source
from deskwise.kernel.clock import SystemClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import TOKEN

TICKETS = int(os.environ.get("DESKWISE_BENCH_SYNC_TICKETS", "100000"))
A_SECOND, MEGABYTES = 2_000, 1_500
SERVE = """
import sys, time
from sources.fake_desk.canned import canned_desk
from sources.fake_desk.server import serving
with serving(canned_desk(int(sys.argv[1]))) as desk:
    print(desk.url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def served(tickets: int) -> Iterator[str]:
    """The address of a desk in a process of its own."""
    tests = str(Path(__file__).parent.parent)
    path = os.pathsep.join([tests, *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tickets)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


@pytest.mark.bench
def test_a_first_sync(tmp_path: Path) -> None:
    with served(TICKETS) as url:
        source = FakeSource(Connection("desk", "fake_desk", url, token=TOKEN))
        began = time.perf_counter()
        pulled = sum(len(page.records) for page in source.pull(None, None))
        bare = time.perf_counter() - began
        syncs = FolderSyncs(WorkspaceFolder(tmp_path / "home", memory_limit="1GB"))
        began, worked = time.perf_counter(), time.process_time()
        summary = sync_source(syncs, SyncRequest("desk"), source, SystemClock())
        took, worked = time.perf_counter() - began, time.process_time() - worked
        source.close()
    assert (pulled, summary.records, summary.tickets, summary.counts.rejected) == (
        TICKETS,
        TICKETS,
        TICKETS,
        0,
    )
    ours = TICKETS / max(took - bare, 1e-9)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{TICKETS:,} tickets, {summary.counts.accepted:,} events: {took:.1f} s")
    print(f"{worked:.1f} processor seconds; asking alone took {bare:.1f} s")
    for what, found, target, met in (
        ("tickets a second of our own work", ours, A_SECOND, ours >= A_SECOND),
        ("MB of memory at most", peak, MEGABYTES, peak <= MEGABYTES),
    ):
        print(f"{found:10,.0f} {what}; target {target:,}: {'met' if met else 'MISSED'}")
