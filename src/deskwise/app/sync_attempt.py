"""A sync of one source as it is noted: when it began, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from deskwise.app.sync_store import SyncAttempt, SyncStore
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import DeskwiseError, PassingSourceError, SourceError


@contextmanager
def attempted(store: SyncStore, source: str, clock: Clock) -> Iterator[None]:
    """Sync a source, alone, and note how it ended; a `SourceError` goes on to whoever asked."""
    with store.alone(source):
        began = clock.now()
        failed = failed_in_a_row(store, source)
        store.note_attempt(source, SyncAttempt(began, failed_in_a_row=failed))
        try:
            yield
        except SourceError as error:
            note_failed(store, source, began, clock.now(), error)
            raise
        store.note_attempt(source, SyncAttempt(began, clock.now()))


def note_failed(
    store: SyncStore, source: str, began: datetime, ended: datetime, error: DeskwiseError
) -> None:
    """Note that a sync failed, and how often in a row."""
    passing = isinstance(error, PassingSourceError)
    failed = failed_in_a_row(store, source) + 1
    store.note_attempt(source, SyncAttempt(began, ended, f"{error.what}: {error.do}", passing, failed))


def failed_in_a_row(store: SyncStore, source: str) -> int:
    """How many attempts have failed since one went well."""
    before = store.attempts().get(source)
    return 0 if before is None else before.failed_in_a_row
