"""How many queries an answer takes, of the lake's engine and of the state's database together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine


@dataclass
class Counted:
    """Queries so far."""

    lake: int = 0
    state: int = 0


class CountingConnection:
    """A connection of the engine that counts what it is asked, and is the connection else."""

    def __init__(self, connection: Any, counted: Counted) -> None:
        self._connection, self._counted = connection, counted

    def execute(self, *asked: Any, **more: Any) -> Any:
        self._counted.lake += 1
        return self._connection.execute(*asked, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def __enter__(self) -> CountingConnection:
        self._connection.__enter__()
        return self

    def __exit__(self, *ended: Any) -> Any:
        return self._connection.__exit__(*ended)


@contextmanager
def counting() -> Iterator[Counted]:
    """Count what is asked within."""
    counted = Counted()
    connect = duckdb.connect

    def ask_state(*_: Any) -> None:
        counted.state += 1

    def counting_connect(*asked: Any, **more: Any) -> CountingConnection:
        return CountingConnection(connect(*asked, **more), counted)

    event.listen(Engine, "before_cursor_execute", ask_state)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", counting_connect)
        try:
            yield counted
        finally:
            event.remove(Engine, "before_cursor_execute", ask_state)
