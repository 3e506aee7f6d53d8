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
        step: tuple[str, str | None]
        step, since, drawn = ("", None), self.clock(), False
        wait = self.after_seconds
        while not self._ended.wait(wait):
            now = ask()
            if (now.what, now.file) != step:
                step, since = (now.what, now.file), self.clock()
            click.echo(f"\r\x1b[2K{progress_words(now, self.clock() - since)}", err=True, nl=False)
            drawn, wait = True, self.every_seconds
        if drawn:
            click.echo("\r\x1b[2K", err=True, nl=False)


def progress_words(now: ImportProgress, seconds: float) -> str:
    """How far an import is, in words; `seconds` is how long its step has taken.

    >>> progress_words(ImportProgress("reading", "a.csv", 0.25, 500_000, 80_000_000), 2.0)
    'reading a.csv: 25 % of 80 MB, 500,000 rows, 250,000 rows a second, 6 s left'
    >>> progress_words(ImportProgress("making the facts"), 9.0)
    'making the facts: 9 s so far'
    """
    what = f"{now.what} {_visible(now.file)}" if now.file else now.what
    told = []
    if now.share is not None:
        of = f" of {now.bytes_total / 1e6:,.0f} MB" if now.bytes_total and now.bytes_total >= 1e6 else ""
        told.append(f"{now.share:.0%}".replace("%", " %") + of)
    if now.rows:
        told.append(f"{now.rows:,} {now.counted}")
        if seconds >= 1:
            told.append(f"{now.rows / seconds:,.0f} {now.counted} a second")
    if now.share is not None and 0.02 <= now.share < 1 and seconds >= 1:
        told.append(f"{seconds * (1 - now.share) / now.share:,.0f} s left")
    return f"{what}: {', '.join(told) or f'{seconds:,.0f} s so far'}"


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


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
