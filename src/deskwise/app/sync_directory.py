"""Sync a folder: each file that is new or changed is imported, and noted as taken in the same state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from deskwise.app.folder_port import DroppedFile, DropReading, FolderSource
from deskwise.app.import_files import ImportRequest, ImportSummary
from deskwise.app.lake import Folded, ImportProgress, LogImport
from deskwise.app.sync_attempt import attempted
from deskwise.app.sync_batch import SyncCounts
from deskwise.app.sync_source import SyncRequest, SyncSummary
from deskwise.app.sync_stop import never, stopped
from deskwise.app.sync_store import SyncPass, SyncState, SyncStore
from deskwise.app.taken_files import TakenFile, TakenFiles, read_taken
from deskwise.app.understand_files import FileReader, import_understood
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import InputError

# What programs call a file that they have not finished.
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~")
LINK = "a link"


def sync_directory(
    workspace: Workspace,
    store: SyncStore,
    request: SyncRequest,
    source: FolderSource,
    reader: FileReader,
    clock: Clock,
    watch: Callable[[Callable[[], ImportProgress]], None] | None = None,
    stops: Callable[[], bool] = never,
) -> SyncSummary:
    """Import what is new in a folder, file by file, the oldest first.

    A file that cannot be understood is told once and stops no other; one that may still grow waits. With
    `full` every file is imported again. `stops` is asked before each file, and ends it by
    `SyncStoppedError`. Raises `SourceError` where the folder cannot be read,
    `MappingError` and `SettingsError` for how it is to be read, and `WorkspaceBusyError`.
    """
    with attempted(store, request.source, clock):
        return _FolderSync(workspace, store, request, source, reader, clock, watch, stops).run()


@dataclass
class _FolderSync:
    """A sync of a folder under way."""

    workspace: Workspace
    store: SyncStore
    request: SyncRequest
    source: FolderSource
    reader: FileReader
    clock: Clock
    watch: Callable[[Callable[[], ImportProgress]], None] | None
    stops: Callable[[], bool]
    notes: list[str] = field(default_factory=list)
    counts: SyncCounts = field(default_factory=SyncCounts)
    last: ImportSummary | None = None
    records: int = 0

    def run(self) -> SyncSummary:
        """Every file that is due."""
        name, now = self.request.source, self.clock.now()
        reading = self.source.reading()
        way = hashlib.sha256(repr((reading.mapping, reading.timezone)).encode()).hexdigest()[:16]
        state = self.store.state(name)
        kept = state
        known = state.passes.get("history")
        taken = read_taken(None if known is None else known.cursor)
        if self.request.since is not None:
            self.notes.append("A folder has no history: what was asked for by --since is left aside.")
        for file in self.source.files():
            if self.stops():
                raise stopped(name)
            if self._waits(file, reading, now):
                continue
            found = self._due(taken, file, way)
            if found is None:
                continue
            digest, imported = found
            if imported:
                taken = taken.with_file(file, digest)
                done = self._imported(file, reading, _state(state, taken, now, self.records + 1))
                if done is not None:
                    state = kept = done
                    continue
                taken = taken.with_file(file, digest, refused_as=way)
            else:
                taken = taken.with_file(file, digest, self._refused_before(taken, file))
            state = _state(state, taken, now, self.records)
        state = _state(state, taken, now, self.records)
        if state.passes["history"].cursor != _cursor(kept):
            self.store.keep(state)
        return SyncSummary(
            source=name,
            records=self.records,
            counts=self.counts,
            removed=0,
            complete_to=state.complete_to,
            tickets=None if self.last is None else self.last.tickets,
            requests=None if self.last is None else self.last.requests,
            notes=tuple(self.notes),
        )

    def _waits(self, file: DroppedFile, reading: DropReading, now: datetime) -> bool:
        """Whether a file is left for the next sync; that is told."""
        if file.is_link:
            return False
        if is_unfinished(file):
            self.notes.append(f"{file.name} waits: by its name it is not finished.")
            return True
        age = now.timestamp() - file.modified_ns / 1e9
        if abs(age) < reading.settle_seconds:
            self.notes.append(
                f"{file.name} waits for the next sync: it was changed in the last"
                f" {reading.settle_seconds:g} seconds and may still grow."
            )
            return True
        return False

    def _due(self, taken: TakenFiles, file: DroppedFile, way: str) -> tuple[str, bool] | None:
        """A file's digest, and whether to import it; null where nothing about it is new."""
        before = taken.by_name.get(file.name)
        again = before is None or self.request.full or before.refused_as not in (None, way)
        if file.is_link:
            if before is None or before.digest != LINK:
                self._tell(file, "is a symbolic link, which is not followed", "put the file itself there")
                return LINK, False
            return None
        if before is not None and before.looks_like(file) and not again:
            return None
        try:
            digest = self.source.digest(file)
        except InputError as error:
            # It is not noted: who may not read it now may be allowed to the next time.
            self._tell(file, error.what, error.do)
            return None
        return digest, again or _differs(before, digest)

    def _refused_before(self, taken: TakenFiles, file: DroppedFile) -> str | None:
        before = taken.by_name.get(file.name)
        return None if before is None else before.refused_as

    def _imported(self, file: DroppedFile, reading: DropReading, state: SyncState) -> SyncState | None:
        """Import a file and write the state with its events; null where it could not be understood."""
        kept: list[SyncState] = []

        def fold(session: LogImport) -> Folded:
            if not self.source.is_as_it_was(file):
                raise InputError(f"{file.name} changed while it was read", do="it comes with the next sync")
            folded = self.workspace.fold(session)
            kept.append(self.store.keep_with(session, state))
            return folded

        request = ImportRequest(
            files=(file.path,),
            mapping=reading.mapping,
            source=self.request.source,
            timezone=reading.timezone,
            keep_text=self.workspace.keeps_text(),
        )
        try:
            done = import_understood(
                self.workspace, request, self.clock, self.reader, watch=self.watch, fold=fold
            )
        except InputError as error:
            how = f"deskwise connect {self.request.source} --option mapping=FILE --option timezone=ZONE"
            self._tell(file, error.what, f"{error.do}; the folder's are named so: {how}")
            return None
        self.records += 1
        self.last = done.summary
        self.counts = self.counts.and_of(done.summary)
        self.notes += [f"{file.name}: {note}" for note in done.notes]
        return kept[-1]

    def _tell(self, file: DroppedFile, what: str, do: str) -> None:
        self.notes.append(f"{file.name} was not taken: {what}: {do}")


def is_unfinished(file: DroppedFile) -> bool:
    """Whether a file's name is one that programs give to what they have not finished."""
    return file.name.lower().endswith(UNFINISHED) or file.path.name.startswith("~")


def _state(state: SyncState, taken: TakenFiles, now: datetime, records: int) -> SyncState:
    one = SyncPass("history", begun_at=now, cursor=taken.written(), records=records, done_at=now)
    return replace(state, passes={**state.passes, "history": one}, changes_to=now)


def _cursor(state: SyncState) -> str | None:
    known = state.passes.get("history")
    return None if known is None else known.cursor


def _differs(before: TakenFile | None, digest: str) -> bool:
    return before is None or before.digest != digest
