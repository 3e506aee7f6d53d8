"""Starting the work on files that were sent."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Protocol

# Most files are small: whoever sent one sees at once what became of it.
SOON_SECONDS = 2.5


class UploadWorkers(Protocol):
    """What does the work on files that was asked for."""

    def begin(self, upload_id: str) -> None:
        """Do it, now or while the caller goes on."""
        ...

    def soon(self, upload_id: str) -> None:
        """Wait a little for what was begun to end."""
        ...


class WorkerProcesses:
    """Does the work in processes, one for each; they end with this one."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def begin(self, upload_id: str) -> None:
        """Start a process, which holds on to nothing of this one but the end of its input."""
        process = subprocess.Popen(  # noqa: S603 - this very program, and an id of our own
            [sys.executable, "-P", "-m", "deskwise.web.upload_process", str(self._home), upload_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            # What is typed in a terminal is for the server.
            start_new_session=True,
        )
        self._running[upload_id] = process
        threading.Thread(target=self._see_off, args=(upload_id, process), daemon=True).start()

    def soon(self, upload_id: str) -> None:
        """Wait a little for its end."""
        process = self._running.get(upload_id)
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(SOON_SECONDS)

    def _see_off(self, upload_id: str, process: subprocess.Popen[bytes]) -> None:
        with process:
            process.wait()
        if self._running.get(upload_id) is process:
            del self._running[upload_id]
