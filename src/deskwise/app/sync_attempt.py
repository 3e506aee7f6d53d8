"""A sync of one source as it is noted: when it began, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from deskwise.app.sync_store import SyncAttempt, SyncStore
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import PassingSourceError, SourceError


@contextmanager
def attempted(store: SyncStore, source: str, clock: Clock) -> Iterator[None]:
    """Sync a source, alone, and note how it ended; a `SourceError` goes on to whoever asked."""
    with store.alone(source):
        began = clock.now()
        store.note_attempt(source, SyncAttempt(began))
        try:
            yield
        except SourceError as error:
            passing = isinstance(error, PassingSourceError)
            store.note_attempt(source, SyncAttempt(began, clock.now(), f"{error.what}: {error.do}", passing))
            raise
        store.note_attempt(source, SyncAttempt(began, clock.now()))
