"""A word on the error stream when something takes longer than a person waits without wondering."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from deskwise.app.lake import ImportProgress
from deskwise.app.tables.progress_words import StepTimer, progress_words

PATIENCE_SECONDS = 1.0


@contextmanager
def told_if_long(what: str, after_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Say what is being done, once, if it is not done soon."""
    timer = threading.Timer(after_seconds, click.echo, [f"{what} ..."], {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@dataclass
class ImportTicker:
    """Tells in a terminal, on one line that is drawn anew, how far an import is; elsewhere it is silent.

    `watch` is what the import is given; nothing is drawn before `after_seconds`, and the line is gone at the
    end.
    """

    after_seconds: float = PATIENCE_SECONDS
    every_seconds: float = 0.2
    clock: Callable[[], float] = time.monotonic
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def watch(self, ask: Callable[[], ImportProgress]) -> None:
        """Begin to ask."""
        if not sys.stderr.isatty():
            return
        self._thread = threading.Thread(target=self._tell, args=(ask,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop, and take the line away."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _tell(self, ask: Callable[[], ImportProgress]) -> None:
        timer, drawn = StepTimer(self.clock), False
        wait = self.after_seconds
        while not self._ended.wait(wait):
            now = ask()
            click.echo(f"\r\x1b[2K{progress_words(now, timer.seconds(now))}", err=True, nl=False)
            drawn, wait = True, self.every_seconds
        if drawn:
            click.echo("\r\x1b[2K", err=True, nl=False)


@dataclass
class ImportTickers:
    """A ticker for each attempt of an import: what is asked in between must not be drawn over."""

    _current: ImportTicker | None = None

    def watch(self, ask: Callable[[], ImportProgress]) -> None:
        """Begin to ask, of a new attempt."""
        self.end()
        self._current = ImportTicker()
        self._current.watch(ask)

    def end(self) -> None:
        """Stop, and take the line away."""
        if self._current is not None:
            self._current.end()
            self._current = None
