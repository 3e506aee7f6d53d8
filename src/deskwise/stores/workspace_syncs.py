"""Syncs in the workspace in a folder; see the port `app.sync_store.SyncStore`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from deskwise.app.lake import LogImport
from deskwise.app.source_port import RowReading
from deskwise.app.sync_store import Committed, SyncAttempt, SyncBatch, SyncState, TicketPreview
from deskwise.app.workspace import Workspace
from deskwise.events.vocabulary import KINDS_NEEDING_A_TICKET
from deskwise.kernel.language import marked
from deskwise.stores.lake_file import SPOOL_PREFIX
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.source_ends import EPOCH
from deskwise.stores.sql_text import literal, literals
from deskwise.stores.sync_attempts import file_name, read_attempts, write_attempt
from deskwise.stores.sync_preview import preview_events, preview_import, sync_reading
from deskwise.stores.sync_tables import read_sync, read_syncs, write_sync
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.writer_lock import WriterLock


class FolderSyncs:
    """What a sync asks of the workspace in a folder.

    `waiting` is told whom it waits for, `wait_seconds` is how long it waits for another sync of the source.
    """

    def __init__(
        self,
        workspace: WorkspaceFolder,
        waiting: Callable[[str], None] | None = None,
        wait_seconds: float = 600.0,
    ) -> None:
        self._workspace = workspace
        self._home = workspace.home
        self._waiting = waiting
        self._wait_seconds = wait_seconds

    def keeps_text(self) -> bool:
        """Whether subjects and messages are kept."""
        return self._workspace.keeps_text()

    @contextmanager
    def alone(self, source: str) -> Iterator[None]:
        """The right to sync a source."""
        with self._lock(source).held():
            yield

    def is_syncing(self, source: str) -> bool:
        """Whether some process syncs a source now."""
        return self._lock(source).is_held()

    def _lock(self, source: str) -> WriterLock:
        return WriterLock(
            self._home,
            self._wait_seconds,
            self._waiting,
            name=f"sync-{file_name(source)}",
            doing=f"syncing {source} into",
        )

    @contextmanager
    def scheduling(self) -> Iterator[None]:
        """The right to sync what is due."""
        with self._scheduler().held():
            yield

    def is_scheduled(self) -> bool:
        """Whether some process syncs what is due now."""
        return self._scheduler().is_held()

    def _scheduler(self) -> WriterLock:
        return WriterLock(self._home, 0, name="scheduler", doing=marked("syncing on schedule into"))

    @contextmanager
    def spool(self) -> Iterator[Callable[[str], Path]]:
        """A folder of our own for what passes; the next writer removes those of processes that died."""
        spill = self._workspace.lake.spill
        spill.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{SPOOL_PREFIX}{os.getpid()}-", dir=spill))
        made = 0

        def new_file(ending: str) -> Path:
            nonlocal made
            made += 1
            return folder / f"{made}{ending}"

        try:
            yield new_file
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # others' files may be in it
                spill.rmdir()

    def state(self, source: str) -> SyncState:
        """How far a source is."""
        if self._workspace.lake.states.current() is None:
            return SyncState(source)
        with self._workspace.lake.reading() as connection:
            known = read_syncs(connection, f"source = {literal(source)}")
        return known[0] if known else SyncState(source)

    def states(self) -> tuple[SyncState, ...]:
        """How far each source is."""
        if self._workspace.lake.states.current() is None:
            return ()
        with self._workspace.lake.reading() as connection:
            return read_syncs(connection)

    def commit(self, batch: SyncBatch) -> Committed:
        """Put events into the log and the state beside them, in one state of the lake."""
        source = batch.state.source
        with self._workspace.lake.importing(batch.at) as session:
            for file in batch.files:
                reading = sync_reading(file, source, batch.rows, keep_text=self.keeps_text())
                session.add_file(file, reading)
            session.ends.keep(source, batch.state.complete_to)
            counts = session.admit(None)
            folded = self._workspace.fold(session)
            session.judge()
            write_sync(session.connection, batch.state, batch.unknown)
            kept = read_sync(session.connection, source)
        return Committed(counts, folded, kept)

    def keep_with(self, session: LogImport, state: SyncState) -> SyncState:
        """Write a state into an import under way."""
        assert isinstance(session, DuckdbLogImport)
        run = session.connection.execute
        found = run(f"select epoch_us(as_of) from sources where source = {literal(state.source)}").fetchone()
        # A file may name sources of its own: then the whole workspace's as-of is what is known.
        as_of = session.as_of() if found is None else EPOCH + timedelta(microseconds=int(found[0]))
        kept = replace(state, complete_to=as_of)
        write_sync(session.connection, kept, {})
        return kept

    def keep(self, state: SyncState) -> None:
        """Write a state where no event was brought."""
        with self._workspace.lake.changing() as change:
            write_sync(change.connection, state, {})

    def tickets_after(self, source: str, ticket: str | None, limit: int) -> tuple[str, ...]:
        """The next tickets of a source that nobody removed."""
        if self._workspace.lake.states.current() is None:
            return ()
        after = "" if ticket is None else f" and ticket > {literal(ticket)}"
        with self._workspace.lake.reading() as connection:
            found = connection.execute(
                f"""select ticket from log
                where source = {literal(source)} and ticket is not null{after}
                    and kind in ({literals(KINDS_NEEDING_A_TICKET)}) and refusal is null
                group by ticket having not bool_or(kind = 'removed') order by ticket limit {limit:d}"""
            ).fetchall()
        return tuple(str(row[0]) for row in found)

    def preview(
        self, source: str, files: Sequence[Path], at: datetime, rows: RowReading | None = None
    ) -> tuple[TicketPreview, ...]:
        """What the events of files would count as."""
        return preview_events(self._workspace, source, files, at, rows)

    def preview_import(self, bring_in: Callable[[Workspace], None], most: int) -> tuple[TicketPreview, ...]:
        """What an import would count as."""
        with self.spool() as new_file:
            return preview_import(self._workspace, new_file("").parent, bring_in, most)

    def attempts(self) -> Mapping[str, SyncAttempt]:
        """How the last attempt of each source ended."""
        return read_attempts(self._home)

    def note_attempt(self, source: str, attempt: SyncAttempt) -> None:
        """Keep how an attempt ended."""
        write_attempt(self._home, source, attempt)
