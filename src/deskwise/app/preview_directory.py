"""Show the first tickets of a folder's files as they would count, before anything of it is kept."""

from __future__ import annotations

from deskwise.app.folder_port import DroppedFile, FolderSource
from deskwise.app.import_files import ImportRequest
from deskwise.app.preview_tickets import PREVIEWED, SourcePreview
from deskwise.app.sync_directory import is_unfinished
from deskwise.app.sync_store import SyncStore
from deskwise.app.understand_files import FileReader, UnderstoodImport, import_understood
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import InputError


def preview_directory(
    store: SyncStore,
    name: str,
    source: FolderSource,
    reader: FileReader,
    clock: Clock,
    most: int = PREVIEWED,
) -> SourcePreview:
    """The first tickets of the smallest file that can be imported; what cannot be is told.

    One file is enough to see whether tickets are read right, and the smallest is there at once. Raises
    `SourceError`, `MappingError` and `SettingsError`.
    """
    reading = source.reading()
    notes: list[str] = []
    done: list[UnderstoodImport] = []
    for file in sorted(source.files(), key=lambda one: (one.size, one.name)):
        if file.is_link or is_unfinished(file):
            continue
        request = ImportRequest(
            files=(file.path,), mapping=reading.mapping, source=name, timezone=reading.timezone
        )

        def bring_in(workspace: Workspace, request: ImportRequest = request) -> None:
            done.append(import_understood(workspace, request, clock, reader))

        try:
            tickets = store.preview_import(bring_in, most)
        except InputError as error:
            notes.append(f"{file.name} would not be taken: {error.what}: {error.do}")
            continue
        counts = done[-1].summary
        notes += [_which(file, counts.tickets), *done[-1].notes]
        return SourcePreview(tickets, counts.read, counts.rejected, {}, tuple(notes))
    return SourcePreview((), 0, 0, {}, tuple(notes))


def _which(file: DroppedFile, tickets: int) -> str:
    many = f"{tickets:,} ticket{'' if tickets == 1 else 's'}"
    return f"These are of {file.name}, the smallest file that can be read; it has {many}."
