"""The lake as one file in the workspace: many processes read it while none writes, one writes at a time."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.app.lake import ExportFormat, QualityReport, Reject
from deskwise.kernel.errors import WorkspaceBusyError, WorkspaceError
from deskwise.stores.fact_tables import PASSING_PREFIX
from deskwise.stores.log_export import write_log
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.log_tables import layout_version, make_tables
from deskwise.stores.plain_files import FOLDER_PREFIX, PlainCopies
from deskwise.stores.quality_report import read_report
from deskwise.stores.rejects_table import read_rejects

if TYPE_CHECKING:
    import duckdb

FILE_NAME = "lake.duckdb"
SPILL_NAME = "spill"
INTERRUPTED = "Query interrupted"
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

    @property
    def spill(self) -> Path:
        """The folder for what does not fit into memory, and for what passes."""
        return self.home / SPILL_NAME

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
            with _stoppable(connection):
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
                connection.interrupt()
                _end(connection, "rollback")
                raise
            _end(connection, "commit")

    @contextmanager
    def importing(self, at: datetime) -> Iterator[DuckdbLogImport]:
        """Begin an import; nothing of it is seen before the block has ended well."""
        with self._alone() as connection:
            _remove_left_copies(self.spill)
            copies = PlainCopies(self.spill)
            held = False
            try:
                session = DuckdbLogImport(connection, at, copies)
                try:
                    yield session
                    held = not session.discarded
                except BaseException:  # raised on; an interrupt too rolls back
                    _take_back(connection, session)
                    raise
                if held:
                    _end(connection, "commit")
                else:
                    _take_back(connection, session)
            finally:
                copies.close()

    @contextmanager
    def _alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The only connection of any process, with the tables there."""
        self.home.mkdir(parents=True, exist_ok=True)
        connection = self._connect(read_only=False)
        try:
            with _stoppable(connection):
                make_tables(connection)
                yield connection
        finally:
            connection.close()

    def rejects(self, import_id: int | None = None, reason: str | None = None) -> Iterator[Reject]:
        """The rows that do not stand, in the order they came."""
        with self.reading() as connection:
            yield from read_rejects(connection, import_id, reason)

    def quality(self, import_id: int | None = None) -> QualityReport:
        """What was doubtful in an import's data; the last one's if none is named."""
        with self.reading() as connection:
            return read_report(connection, import_id)

    def export_log(self, path: Path, form: ExportFormat) -> int:
        """Write every row of the log to a canonical file; returns how many."""
        with self.reading() as connection:
            return write_log(connection, path, form)

    def _connect(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self.spill),
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


@contextmanager
def _stoppable(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Ctrl-C inside a query is Ctrl-C, whatever the engine makes of it; too little memory is told as such."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        limit = connection.execute("select current_setting('memory_limit')").fetchone()
        raise WorkspaceError(
            f"the work does not fit into the {limit[0] if limit else 'memory'} it may take, spilled or not",
            do="give it more and try again, such as: DESKWISE_MEMORY=4GB deskwise ...",
        ) from error
    except (RuntimeError, duckdb.InterruptException) as error:
        if not isinstance(error, duckdb.InterruptException) and str(error) != INTERRUPTED:
            raise
        # What is still at work on other threads would be waited for.
        connection.interrupt()
        raise KeyboardInterrupt from error


def _take_back(connection: duckdb.DuckDBPyConnection, session: DuckdbLogImport) -> None:
    """Leave the lake as it was before the import."""
    import duckdb

    try:
        # What Ctrl-C took us out of may still be at work on other threads, and would be waited for.
        connection.interrupt()
        _end(connection, "rollback")
        session.clear()
    except duckdb.FatalException:
        # The engine met a fault of its own and takes no statement any more: closing it takes all back.
        return


def _remove_left_copies(spill: Path) -> None:
    """Remove what an import that was killed has left: nobody else imports now."""
    for folder in (*spill.glob(f"{FOLDER_PREFIX}*"), *spill.glob(f"{PASSING_PREFIX}*")):
        shutil.rmtree(folder, ignore_errors=True)


def _end(connection: duckdb.DuckDBPyConnection, how: str) -> None:
    """Commit or roll back, if a transaction was begun at all."""
    import duckdb

    try:
        connection.execute(how)
    except duckdb.TransactionException as error:
        if "no transaction is active" not in str(error):
            raise
