"""The state that a long-lived process reads: opened once, and let go when another one becomes current."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# Which file it is, whatever it is called, and who has opened it.
Identity = tuple[int, ...]


@dataclass
class _Opened:
    identity: Identity
    database: duckdb.DuckDBPyConnection
    memo: dict[str, Any] = field(default_factory=dict)


class OpenState:
    """Keeps the last state that was read open between two questions.

    Opening a file costs more than most questions do. A state never changes, so what was once read of it holds
    while it is current. Threads may share one of these; a process that was forked opens its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def connection(
        self, state: Path, connect: Callable[[], duckdb.DuckDBPyConnection]
    ) -> tuple[duckdb.DuckDBPyConnection, dict[str, Any]]:
        """A connection of one's own to a state, to be closed after use, and what is remembered of it.

        `connect` makes one; while there is another, the engine opens no file for it.
        """
        with self._lock:
            # Taken before it is opened: if the file is another one by then, it is opened again next time.
            identity = _identity(state)
            opened = self._opened
            if opened is None or opened.identity != identity:
                self._let_go()
                opened = self._opened = _Opened(identity, connect())
            return connect(), opened.memo

    def close(self) -> None:
        """Let the state go; who still reads it has a connection of their own."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._opened is not None and self._opened.identity[0] == os.getpid():
            self._opened.database.close()
        self._opened = None


def _identity(state: Path) -> Identity:
    """Raises `OSError` for a state that is gone."""
    found = state.stat()
    return os.getpid(), found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
