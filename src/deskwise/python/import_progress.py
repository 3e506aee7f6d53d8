"""Telling whoever called an import how far it is, from a thread beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from deskwise.app.lake import ImportProgress

EVERY_SECONDS = 0.5


@dataclass
class ProgressCalls:
    """Calls `tell` with how far an import is: at once, then where something changed, and at the end.

    A context: at its end nothing calls any more. What `tell` raises ends the telling, and not the import.
    """

    tell: Callable[[ImportProgress], object]
    every_seconds: float = EVERY_SECONDS
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> ProgressCalls:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def watch(self, ask: Callable[[], ImportProgress]) -> None:
        """Begin to ask, of a new attempt; the one before is at its end."""
        self._end()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ask, self._ended), daemon=True)
        self._thread.start()

    def _end(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, ask: Callable[[], ImportProgress], ended: threading.Event) -> None:
        told: ImportProgress | None = None
        over = False
        while True:
            now = ask()
            if now != told:
                self.tell(now)
                told = now
            if over:
                return
            over = ended.wait(self.every_seconds)
