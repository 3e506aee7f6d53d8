"""Sync a connection: it is opened with its secret, synced, and let go of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

from deskwise.app.connections import named_connections, opened_connection
from deskwise.app.folder_port import FolderSource
from deskwise.app.lake import ImportProgress
from deskwise.app.secret_references import Secrets
from deskwise.app.source_port import Connection, Source
from deskwise.app.sync_attempt import note_failed
from deskwise.app.sync_directory import sync_directory
from deskwise.app.sync_source import SyncRequest, SyncSummary, sync_source
from deskwise.app.sync_stop import never
from deskwise.app.sync_store import SyncStore
from deskwise.app.understand_files import FileReader
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SettingsError, UsageError
from deskwise.kernel.periods import parse_day_or_instant


def sync_request(workspace: Workspace, name: str, since: str | None, *, full: bool) -> SyncRequest:
    """What to sync; a `since` without an offset, or a day, is of the workspace's zone.

    Raises `UsageError` for an instant that does not exist, and where both are asked for.
    """
    if since is not None and full:
        raise UsageError("both a since and a full history were asked for", do="ask for one of them")
    if since is None:
        return SyncRequest(name, full=full)
    microseconds = parse_day_or_instant(since, workspace.rules().zone)
    return SyncRequest(name, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds))


def sync_connection(
    workspace: Workspace,
    store: SyncStore,
    request: SyncRequest,
    secrets: Secrets,
    open_source: Callable[[Connection], Source],
    clock: Clock,
    reader: FileReader,
    watch: Callable[[Callable[[], ImportProgress]], None] | None = None,
    stops: Callable[[], bool] = never,
) -> SyncSummary:
    """Bring in what is new at a connected help desk, or in a folder, whose files `reader` understands.

    Raises as `sync_source` does, `UsageError` for a connection or kind that is none, and `SettingsError`
    where the secret is not to be found; that is noted as a failed attempt.
    """
    named_connections(workspace, request.source)
    began = clock.now()
    try:
        opened = open_source(opened_connection(workspace, request.source, secrets))
    except (SettingsError, UsageError) as error:
        note_failed(store, request.source, began, clock.now(), error)
        raise
    with closing(opened) as source:
        if isinstance(source, FolderSource):
            return sync_directory(workspace, store, request, source, reader, clock, watch, stops)
        return sync_source(store, request, source, clock, watch=watch, stops=stops)
