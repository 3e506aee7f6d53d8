"""A state as a file that holds what its tables say and nothing else.

The engine leaves what was deleted or changed in the blocks of its file until they are needed again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.stores.sql_text import literal

if TYPE_CHECKING:
    import duckdb


def write_afresh(connection: duckdb.DuckDBPyConnection, state: Path, into: Path) -> None:
    """Copy all tables and views of a state that nobody has open into a new file.

    `connection` is one to a database in memory.
    """
    run = connection.execute
    # The order of the rows is what lets the engine skip most of a long log.
    run("set preserve_insertion_order = true")
    run(f"attach {literal(str(state))} as stale (read_only)")
    run(f"attach {literal(str(into))} as fresh (storage_version 'latest')")
    run("copy from database stale to fresh")
    run("checkpoint fresh")
    run("detach fresh")
    run("detach stale")
