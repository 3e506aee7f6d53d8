"""The lake as one file in the workspace: many processes read it while none writes, one writes at a time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.app.lake import ExportFormat, Reject
from deskwise.kernel.errors import WorkspaceBusyError, WorkspaceError
from deskwise.stores.log_export import write_log
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.log_tables import layout_version, make_tables
from deskwise.stores.rejects_table import read_rejects

if TYPE_CHECKING:
    import duckdb

FILE_NAME = "lake.duckdb"
SPILL_NAME = "spill"
WAIT_STEP_SECONDS = 0.1


@dataclass(frozen=True)
class LakeFile:
    """The lake of the workspace in the folder `home`.

    `memory_limit` is what the engine may take before it spills into the workspace, such as "2GB"; None is the
    engine's own choice. `wait_seconds` is how long to wait for a process that holds the file.
    """

    home: Path
    memory_limit: str | None = None
    threads: int | None = None
    wait_seconds: float = 5.0

    @property
    def path(self) -> Path:
        """The file the lake is kept in."""
        return self.home / FILE_NAME

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that reads; raises `WorkspaceError` where there is no lake yet."""
        if not self.path.exists():
            raise WorkspaceError(
                f"{self.home} holds no events yet", do="import a log first: deskwise import FILE"
            )
        connection = self._connect(read_only=True)
        try:
            if layout_version(connection) is None:
                raise WorkspaceError(
                    f"{self.home} holds no events yet", do="import a log first: deskwise import FILE"
                )
            yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection inside a transaction, which holds if the block ends well and else leaves no trace."""
        with self._alone() as connection:
            connection.execute("begin transaction")
            try:
                yield connection
            except BaseException:  # raised on; an interrupt too rolls back
                _end(connection, "rollback")
                raise
            _end(connection, "commit")

    @contextmanager
    def importing(self, at: datetime) -> Iterator[DuckdbLogImport]:
        """Begin an import; nothing of it is seen before the block has ended well."""
        with self._alone() as connection:
            session = DuckdbLogImport(connection, at)
            held = False
            try:
                yield session
                held = not session.discarded
            finally:
                _end(connection, "commit" if held else "rollback")
                if not held:
                    session.clear()

    @contextmanager
    def _alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The only connection of any process, with the tables there."""
        self.home.mkdir(parents=True, exist_ok=True)
        connection = self._connect(read_only=False)
        try:
            make_tables(connection)
            yield connection
        finally:
            connection.close()

    def rejects(self, import_id: int | None = None, reason: str | None = None) -> Iterator[Reject]:
        """The rows that do not stand, in the order they came."""
        with self.reading() as connection:
            yield from read_rejects(connection, import_id, reason)

    def export_log(self, path: Path, form: ExportFormat) -> int:
        """Write every row of the log to a canonical file; returns how many."""
        with self.reading() as connection:
            return write_log(connection, path, form)

    def _connect(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self.home / SPILL_NAME),
            # What this engine writes no older one has to read; its string compression is half the work.
            "storage_compatibility_version": "latest",
        }
        if self.memory_limit is not None:
            config["memory_limit"] = self.memory_limit
        if self.threads is not None:
            config["threads"] = self.threads
        deadline = time.monotonic() + self.wait_seconds
        while True:
            try:
                connection = duckdb.connect(str(self.path), read_only=read_only, config=config)
            except (duckdb.IOException, duckdb.ConnectionException) as error:
                # The second is this process's own other connection, of another kind.
                if isinstance(error, duckdb.IOException) and "lock" not in str(error).lower():
                    raise WorkspaceError(
                        f"{self.path} cannot be opened",
                        do="check that it is whole and that you may read and write it",
                    ) from error
                if time.monotonic() < deadline:
                    time.sleep(WAIT_STEP_SECONDS)
                    continue
                raise self._busy(str(error)) from error
            except duckdb.Error as error:
                raise WorkspaceError(
                    f"{self.path} cannot be opened as a lake ({type(error).__name__})",
                    do="check that it is whole; it may have been written by another version",
                ) from error
            connection.execute("set TimeZone = 'UTC'")
            return connection

    def _busy(self, message: str) -> WorkspaceBusyError:
        found = re.search(r"\(PID (\d+)\)", message)
        holder = f"process {found.group(1)}" if found else "another process"
        return WorkspaceBusyError(
            f"{holder} is using {self.path}", do="wait until it has finished, or end it, and try again"
        )


def _end(connection: duckdb.DuckDBPyConnection, how: str) -> None:
    """Commit or roll back, if a transaction was begun at all."""
    import duckdb

    try:
        connection.execute(how)
    except duckdb.TransactionException as error:
        if "no transaction is active" not in str(error):
            raise
