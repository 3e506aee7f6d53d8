"""The lake in the workspace: any number of processes read a state of it while one makes the next."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from deskwise.app.lake import ExportFormat, PastImport, QualityReport, Reject, RejectCount
from deskwise.kernel.errors import EmptyWorkspaceError, WorkspaceBusyError, WorkspaceError
from deskwise.kernel.language import say
from deskwise.stores.engine_errors import of_a_broken_disk, of_a_full_disk
from deskwise.stores.engine_threads import threads_allowed
from deskwise.stores.fresh_state import write_afresh
from deskwise.stores.lake_states import LakeStates
from deskwise.stores.log_export import write_log
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.log_tables import layout_version, make_tables
from deskwise.stores.open_state import OpenState
from deskwise.stores.past_imports import read_imports
from deskwise.stores.plain_files import FOLDER_PREFIX, PlainCopies
from deskwise.stores.quality_report import read_report
from deskwise.stores.rejects_table import count_rejects, read_rejects
from deskwise.stores.sql_text import literal
from deskwise.stores.stoppable_queries import stoppable
from deskwise.stores.writer_lock import WriterLock

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")

SPILL_NAME = "spill"
# The engine calls its files alike in every process: each database it opens spills into a folder of its own.
ENGINE_PREFIX = "engine-"
# What a sync has brought and not committed yet is in a folder of its own, named by its process.
SPOOL_PREFIX = "spool-"
IN_MEMORY = itertools.count()
# The name of the lake to a connection whose own database is in memory.
BESIDE = "lake"
IN_UTC = "set TimeZone = 'UTC'"
# An import of a million tickets may well be under way.
PATIENCE_SECONDS = 600.0


@dataclass
class Change:
    """A state under way: its connection, and whether it is to become the current one.

    `afresh` has it written as a new file at its end, which holds nothing of what was deleted on the way.
    """

    connection: duckdb.DuckDBPyConnection
    kept: bool = True
    afresh: bool = False


@dataclass(frozen=True)
class LakeFile:
    """The lake of the workspace in the folder `home`.

    `memory_limit` is what the engine may take before it spills into the workspace, such as "2GB"; None is the
    engine's own choice. `wait_seconds` is how long a writer waits for another; `waiting` is told whom for.
    """

    home: Path
    memory_limit: str | None = None
    threads: int | None = None
    wait_seconds: float = PATIENCE_SECONDS
    waiting: Callable[[str], None] | None = None
    kept_open: OpenState | None = None

    @property
    def states(self) -> LakeStates:
        """The files the lake is kept in."""
        return LakeStates(self.home)

    @property
    def spill(self) -> Path:
        """The folder for what does not fit into memory, and for what passes."""
        return self.home / SPILL_NAME

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the current state, which stays as it is whatever is written meanwhile.

        Raises `WorkspaceError` where there is no lake yet.
        """
        with self.reading_and_remembering() as (connection, _):
            yield connection

    @contextmanager
    def reading_and_remembering(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Any]]]:
        """The same, with what is remembered of that state; empty where it is not kept open."""
        connection, memo = self._read_current()
        try:
            with stoppable(connection):
                yield connection, memo
        finally:
            connection.close()

    @contextmanager
    def beside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to a database in memory, from which the current state is read under the name `lake`.

        Raises `WorkspaceError` where there is no lake yet.
        """
        connection = self._of_current(lambda state: self._connect(state, read_only=True, beside=True))
        try:
            with stoppable(connection):
                yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the next state, which is the current one if the block ends well."""
        with self.changing() as change:
            yield change.connection

    @contextmanager
    def importing(self, at: datetime) -> Iterator[DuckdbLogImport]:
        """Begin an import; nothing of it is seen before the block has ended well."""
        with self.changing() as change:
            copies = PlainCopies(self.spill)
            try:
                session = DuckdbLogImport(change.connection, at, copies)
                yield session
                change.kept = not session.discarded
                change.afresh = session.names.rewritten
            finally:
                copies.close()

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """The next state, with the tables there, for one writer alone."""
        with WriterLock(self.home, self.wait_seconds, self.waiting).held(), self._disk_told():
            states = self.states
            states.sweep()
            self._remove_what_the_dead_left()
            begun = states.begin()
            published = False
            try:
                connection = self._connect(begun, read_only=False)
                change = Change(connection)
                try:
                    with stoppable(connection):
                        make_tables(connection)
                        yield change
                        if change.kept:
                            connection.execute("checkpoint")
                except BaseException:  # raised on; what is still at work on other threads would be waited for
                    connection.interrupt()
                    raise
                finally:
                    connection.close()
                if change.kept:
                    if change.afresh:
                        begun = self._written_afresh(begun)
                    states.publish(begun)
                    published = True
                    states.sweep()
            finally:
                if not published:
                    states.drop(begun)

    def _written_afresh(self, stale: Path) -> Path:
        """The state in a file of its own; the other one is removed."""
        fresh = self.states.after(stale)
        try:
            connection = self._connect_to_memory()
            try:
                with stoppable(connection):
                    write_afresh(connection, stale, fresh)
            finally:
                connection.close()
        except BaseException:  # raised on; nobody is to find half a state
            self.states.drop(fresh)
            raise
        self.states.drop(stale)
        return fresh

    def _remove_what_the_dead_left(self) -> None:
        """Remove the copies of an import that was killed, and what engines spilled that are no more."""
        left = list(self.spill.glob(f"{FOLDER_PREFIX}*"))
        passing = [*self.home.glob(f"{ENGINE_PREFIX}*-*"), *self.spill.glob(f"{SPOOL_PREFIX}*-*")]
        for folder in passing:
            process = folder.name.split("-")[1]
            if process.isdigit() and not _lives(int(process)):
                left.append(folder)
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _disk_told(self) -> Iterator[None]:
        """Tell of a disk that is full or broken as such."""
        import duckdb

        try:
            yield
        except (OSError, duckdb.Error) as error:
            if not of_a_full_disk(error):
                if of_a_broken_disk(error):
                    raise WorkspaceError(
                        say("%(home)s could not be written to; nothing was changed", home=self.home),
                        do=say("see whether its disk is sound, and try again"),
                    ) from error
                raise
            raise WorkspaceError(
                say("the disk of %(home)s is full; nothing was changed", home=self.home),
                do=say("make room: a write needs as much as the workspace holds, and what is new"),
            ) from error

    def version(self) -> str | None:
        """A word for what is in the current state; null where nothing was ever written."""
        return self.states.version()

    def rejects(
        self,
        import_id: int | None = None,
        reason: str | None = None,
        file: str | None = None,
        *,
        after: int = 0,
        most: int | None = None,
    ) -> Iterator[Reject]:
        """The rows that do not stand, in the order they came."""
        with self.reading() as connection:
            yield from read_rejects(connection, import_id, reason, file, after=after, most=most)

    def count_rejects(self) -> tuple[RejectCount, ...]:
        """How many rows do not stand, by import, file and reason."""
        with self.reading() as connection:
            return count_rejects(connection)

    def quality(self, import_id: int | None = None) -> QualityReport:
        """What was doubtful in an import's data; the last one's if none is named."""
        with self.reading_and_remembering() as (connection, memo):
            kept = f"quality of {import_id}"
            if kept not in memo:
                memo[kept] = read_report(connection, import_id)
            report: QualityReport = memo[kept]
            return report

    def past_imports(self) -> Iterator[PastImport]:
        """What was imported, the last one first."""
        with self.reading() as connection:
            yield from read_imports(connection)

    def export_log(self, path: Path, form: ExportFormat) -> int:
        """Write every row of the log to a canonical file; returns how many."""
        with self.reading() as connection:
            return write_log(connection, path, form)

    def prove(self, state: Path) -> None:
        """Raise `WorkspaceError` unless a file is a lake that this version can open."""
        connection = self._connect(state, read_only=True)
        try:
            if layout_version(connection) is None:
                raise WorkspaceError(
                    say("%(state)s holds no lake", state=state.name), do=say("use another backup")
                )
        finally:
            connection.close()

    def _nothing_yet(self) -> EmptyWorkspaceError:
        return EmptyWorkspaceError(
            say("%(home)s holds no events yet", home=self.home),
            do=say("import a log first: deskwise import FILE"),
        )

    def _read_current(self) -> tuple[duckdb.DuckDBPyConnection, dict[str, Any]]:
        if self.kept_open is None:
            return self._of_current(self._connect_to_read), {}
        kept = self.kept_open
        connection, memo = self._of_current(
            lambda state: kept.connection(state, lambda: self._connect(state, read_only=True))
        )
        if "layout" not in memo:
            self._check_layout(connection)
            memo["layout"] = True
        return connection, memo

    def _of_current(self, connect: Callable[[Path], T]) -> T:
        while True:
            state = self.states.current()
            if state is None:
                raise self._nothing_yet()
            try:
                return connect(state)
            except FileNotFoundError as error:
                if self.states.current() == state:
                    raise self._unopened(state) from error
            except WorkspaceError:
                # A writer may have ended since the pointer was read, and removed the state that it named.
                if self.states.current() == state:
                    raise

    def _connect_to_read(self, state: Path) -> duckdb.DuckDBPyConnection:
        connection = self._connect(state, read_only=True)
        self._check_layout(connection)
        return connection

    def _check_layout(self, connection: duckdb.DuckDBPyConnection) -> None:
        try:
            if layout_version(connection) is None:
                raise self._nothing_yet()
        except BaseException:  # whatever ends it, a file left open stays locked
            connection.close()
            raise

    def _connect(self, state: Path, *, read_only: bool, beside: bool = False) -> duckdb.DuckDBPyConnection:
        import duckdb

        try:
            if beside:
                connection = self._connect_to_memory()
                connection.execute(f"attach {literal(str(state))} as {BESIDE} (read_only)")
            else:
                # Connections to one state share a database, and have to say the same.
                config = self._config(state.stem)
                connection = duckdb.connect(str(state), read_only=read_only, config=config)
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise self._busy(state, str(error)) from error
            raise self._unopened(state) from error
        except duckdb.Error as error:
            raise WorkspaceError(
                say(
                    "%(state)s cannot be opened as a lake (%(name)s)", state=state, name=type(error).__name__
                ),
                do=say("check that it is whole; it may have been written by another version"),
            ) from error
        connection.execute(IN_UTC)
        return connection

    def _unopened(self, state: Path) -> WorkspaceError:
        return WorkspaceError(
            say("%(state)s cannot be opened", state=state),
            do=say("check that it is whole and that you may read and write it"),
        )

    def _connect_to_memory(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(config=self._config(str(next(IN_MEMORY))))

    def _config(self, database: str) -> dict[str, str | bool | int | float | list[str]]:
        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self.home / f"{ENGINE_PREFIX}{os.getpid()}-{database}"),
            # What this engine writes no older one has to read; its string compression is half the work.
            "storage_compatibility_version": "latest",
        }
        if self.memory_limit is not None:
            config["memory_limit"] = self.memory_limit
        threads = self.threads or threads_allowed()
        if threads is not None:
            config["threads"] = threads
        return config

    def _busy(self, state: Path, message: str) -> WorkspaceBusyError:
        """Another program than this one has opened a state to write."""
        found = re.search(r"\(PID (\d+)\)", message)
        holder = f"process {found.group(1)}" if found else "another process"
        return WorkspaceBusyError(
            say("%(holder)s is using %(state)s", holder=holder, state=state),
            do=say("wait until it has finished, or end it, and try again"),
        )


def _lives(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere to ask is to interrupt
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
