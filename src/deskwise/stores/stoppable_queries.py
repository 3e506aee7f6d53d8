"""Queries that somebody stops, or that are too large, told as what happened and not as the engine's error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.language import say

if TYPE_CHECKING:
    import duckdb

INTERRUPTED = "Query interrupted"


@contextmanager
def stoppable(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Ctrl-C inside a query is Ctrl-C, whatever the engine makes of it; too little memory is told as such."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        limit = connection.execute("select current_setting('memory_limit')").fetchone()
        raise WorkspaceError(
            say("the work does not fit into the %(what)s it may take, spilled or not", what=limit[0])
            if limit
            else say("the work does not fit into the memory it may take, spilled or not"),
            do=say("give it more and try again, such as: DESKWISE_MEMORY=4GB deskwise ..."),
        ) from error
    except (RuntimeError, duckdb.InterruptException) as error:
        if not isinstance(error, duckdb.InterruptException) and str(error) != INTERRUPTED:
            raise
        # What is still at work on other threads would be waited for.
        connection.interrupt()
        raise KeyboardInterrupt from error
