"""One writer at a time: who comes second waits, and is told for whom."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from deskwise.kernel.errors import WorkspaceBusyError
from deskwise.kernel.language import marked, say

WRITER = "writer"
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class WriterLock:
    """The right to write in the workspace in the folder `home`, or another right called `name`.

    The system takes it back from a process that dies. `wait_seconds` is how long to wait for another's, and
    `waiting` is told once whom for. `doing` is what its holder does, in words before the folder's name.
    """

    home: Path
    wait_seconds: float
    waiting: Callable[[str], None] | None = None
    name: str = WRITER
    doing: str = marked("writing in")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it; raises `WorkspaceBusyError` when the wait is over."""
        self.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.home / f"{self.name}.lock", poll_interval=POLL_SECONDS)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self._wait(lock)
        try:
            (self.home / f"{self.name}.pid").write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            lock.release()

    def is_held(self) -> bool:
        """Whether somebody holds it now; nothing is made to find out."""
        path = self.home / f"{self.name}.lock"
        if not path.exists():
            return False
        try:
            with FileLock(path).acquire(timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            # Who may not write here cannot ask, and tells of nothing that is under way.
            return False

    def _wait(self, lock: FileLock) -> None:
        holder = self._holder()
        if self.waiting is not None and self.wait_seconds > 0:
            self.waiting(
                say(
                    "%(holder)s is %(doing)s %(home)s; waiting for it to finish",
                    holder=holder,
                    doing=say(self.doing),
                    home=self.home,
                )
            )
        try:
            lock.acquire(timeout=self.wait_seconds)
        except Timeout as error:
            raise WorkspaceBusyError(
                say(
                    "%(holder)s is %(doing)s %(home)s",
                    holder=self._holder(),
                    doing=say(self.doing),
                    home=self.home,
                ),
                do=say("wait until it has finished, or end it, and try again"),
            ) from error

    def _holder(self) -> str:
        try:
            told = (self.home / f"{self.name}.pid").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            told = ""
        return say("process %(number)s", number=told) if told.isdigit() else say("another process")
