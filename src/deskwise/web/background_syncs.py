"""Syncing what is due beside the pages: each sync is a process of its own, so that no page waits for one."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from deskwise.app.connections import connections
from deskwise.app.sync_schedule import SyncEnd, SyncOutcome, SyncScheduler
from deskwise.kernel.errors import DeskwiseError, WorkspaceBusyError
from deskwise.web.served import Served

LOG = logging.getLogger("deskwise.web")
LOOK_SECONDS = 5.0
# How long a sync may take to keep what it brought; what is not kept by then comes again.
GRACE_SECONDS = 20.0
LONGEST_ANSWER_BYTES = 1_000_000
COUNTS = ("records", "accepted", "rejected", "removed")
OUTCOMES = {
    0: SyncOutcome.DONE,
    1: SyncOutcome.FAILED_FOR_NOW,
    2: SyncOutcome.FAILED,
    75: SyncOutcome.BUSY,
    143: SyncOutcome.STOPPED,
    # Before it could listen, and after it was given time enough.
    -signal.SIGTERM: SyncOutcome.STOPPED,
    -9: SyncOutcome.STOPPED,
}


class SyncProcess:
    """A sync as another process. `command` is a `deskwise sync --format json` of one connection."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        # What it prints may be more than a pipe holds, and nobody reads before it has ended.
        self._printed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
        # In a session of its own: a Ctrl-C in the terminal is for the server, which then tells it.
        self._process = subprocess.Popen(  # noqa: S603 - the command is this very program
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._printed,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )

    def end(self) -> SyncEnd | None:
        """How it ended; null while it is under way."""
        code = self._process.poll()
        if code is None:
            return None
        with self._printed as printed:
            printed.seek(0)
            counts = _counts(printed.read(LONGEST_ANSWER_BYTES))
        return SyncEnd(OUTCOMES.get(code, SyncOutcome.UNFORESEEN), counts)

    def stop(self) -> None:
        """Tell it to stop after the page that it is at."""
        if self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


def _counts(printed: bytes) -> dict[str, int]:
    try:
        (told,) = json.loads(printed)["syncs"]
        return {name: int(told[name]) for name in COUNTS}
    except (ValueError, KeyError, TypeError):
        # One that failed prints none.
        return {}


class BackgroundSyncs:
    """Syncs the connections of a workspace that say how often, from when it is started until it is stopped.

    `command` is what the name of a connection is added to. `told` hears how each sync ended, in words of
    the log. Where another server does it already, this one waits until that has ended.
    """

    def __init__(
        self, served: Served, command: Sequence[str], told: Callable[[str, SyncEnd, float], None]
    ) -> None:
        self._served = served
        self._command = tuple(command)
        self._told = told
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="syncs")
        self._said: str | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Start none any more, and let those under way stop; returns at once."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until none is under way any more."""
        self._thread.join()

    def _run(self) -> None:
        syncs = self._served.open_syncs()
        while not self._stopping.is_set():
            try:
                with syncs.scheduling():
                    self._go_on(self._scheduler())
            except WorkspaceBusyError:
                self._say("another process syncs on schedule here", "WorkspaceBusyError")
            except OSError as error:
                self._say("nothing is synced on schedule", type(error).__name__)
            self._stopping.wait(LOOK_SECONDS)

    def _go_on(self, scheduler: SyncScheduler) -> None:
        while True:
            try:
                scheduler.look()
                self._said = None
            except (DeskwiseError, OSError) as error:
                # The workspace may be restored, or written by a newer version: the next look may go well.
                self._say("no look at what is due", type(error).__name__)
            if self._stopping.wait(LOOK_SECONDS):
                break
        scheduler.stop()
        until = time.monotonic() + GRACE_SECONDS
        while not scheduler.is_idle() and time.monotonic() < until:
            time.sleep(0.1)
        scheduler.kill()

    def _scheduler(self) -> SyncScheduler:
        syncs = self._served.open_syncs()
        return SyncScheduler(
            self._every_seconds, syncs.attempts, self._start, self._ended, self._served.clock
        )

    def _every_seconds(self) -> Mapping[str, float]:
        found = connections(self._served.workspace)
        return {name: one.sync_every_minutes * 60.0 for name, one in found.items() if one.sync_every_minutes}

    def _start(self, name: str) -> SyncProcess:
        return SyncProcess((*self._command, "--", name), os.environ)

    def _ended(self, name: str, end: SyncEnd, seconds: float) -> None:
        fields = {"source": name, "outcome": str(end.outcome), "seconds": round(seconds, 1), **end.counts}
        LOG.info("synced", extra={"fields": fields})
        self._told(name, end, seconds)

    def _say(self, what: str, error: str) -> None:
        """Once, until something else is to be said."""
        if self._said != what:
            self._said = what
            LOG.warning(what, extra={"fields": {"error": error}})
