"""Sync a source: what it gives goes into the log, and how far it came beside it, both at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from deskwise.app.lake import ImportProgress
from deskwise.app.source_port import CountingSource, MappedSource, RowReading, Source
from deskwise.app.sync_attempt import attempted
from deskwise.app.sync_batch import OpenBatch, SyncCounts
from deskwise.app.sync_passes import begun, ended, gone_on, last_cursor, next_pass
from deskwise.app.sync_stop import never, stopped
from deskwise.app.sync_store import SyncPass, SyncState, SyncStore, Unknown
from deskwise.app.sync_sweep import sweep_tickets
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SourceError, SyncStoppedError, UsageError

BATCH_SHARE = 0.25


@dataclass(frozen=True)
class SyncLimits:
    """How much a sync does between two commits, and how long it leaves one thing for another.

    A commit copies the lake, so it waits for `batch_records` records (a quarter of what came before, if that
    is more) or `batch_seconds`. Changes are asked for between parts of a history once they are
    `fresh_seconds` old. `sweep_tickets` tickets a sync are asked whether they are still there.
    """

    batch_records: int = 40_000
    batch_seconds: float = 300.0
    fresh_seconds: float = 3_600.0
    sweep_tickets: int = 1_000


@dataclass(frozen=True)
class SyncRequest:
    """Which source to sync, and whether to go through its history again: all of it, or since an instant."""

    source: str
    since: datetime | None = None
    full: bool = False


@dataclass(frozen=True)
class SyncSummary:
    """What a sync brought.

    `records` were given by the source; what became of their events is in `counts`. `removed` tickets are
    gone there. `complete_to` is null while the history is not gone through. `unknown` was met and not
    understood. `tickets` and `requests` are the whole workspace's, null where nothing was committed.
    """

    source: str
    records: int
    counts: SyncCounts
    removed: int
    complete_to: datetime | None
    tickets: int | None
    requests: int | None
    unknown: dict[Unknown, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object `sync --format json` prints of it."""
        return {
            "source": self.source,
            "records": self.records,
            **self.counts.to_json(),
            "removed": self.removed,
            "complete_to": self.complete_to,
            "tickets": self.tickets,
            "requests": self.requests,
            "unknown": [
                {"field": name, "value": value, "count": count}
                for (name, value), count in sorted(
                    self.unknown.items(), key=lambda one: (one[0][0], one[0][1] or "")
                )
            ],
            "notes": list(self.notes),
        }


def sync_source(
    store: SyncStore,
    request: SyncRequest,
    source: Source,
    clock: Clock,
    limits: SyncLimits | None = None,
    watch: Callable[[Callable[[], ImportProgress]], None] | None = None,
    stops: Callable[[], bool] = never,
) -> SyncSummary:
    """Bring in what is new at a source, and what of its history is not there yet.

    `watch` is given what tells how far it is; `stops` is asked after each page, and keeps what came where it
    says to stop, by `SyncStoppedError`. Raises `SourceError` if the source fails: what it gave before
    stays, and the next sync goes on there; `WorkspaceBusyError` while another sync of it runs too long.
    """
    if request.since is not None and request.since.tzinfo is None:
        raise UsageError("the instant says no offset", do="write it as 2025-01-31T00:00:00Z")
    if request.since is not None and request.since > clock.now():
        raise UsageError("the history cannot begin in the future", do="name an earlier --since")
    with attempted(store, request.source, clock):
        work = _Sync(store, request, source, clock, limits or SyncLimits(), stops)
        if watch is not None:
            watch(work.progress)
        return work.run()


def rows_of(source: Source) -> RowReading | None:
    """How the rows of a source are read that it gives as they are; null where it makes events of them."""
    return source.row_reading() if isinstance(source, MappedSource) else None


class _Sync:
    """A sync under way."""

    def __init__(
        self,
        store: SyncStore,
        request: SyncRequest,
        source: Source,
        clock: Clock,
        limits: SyncLimits,
        stops: Callable[[], bool],
    ) -> None:
        self._store = store
        self._request = request
        self._source = source
        self._clock = clock
        self._limits = limits
        self._stops = stops
        self._overlap = source.description.overlap_seconds
        self._behind = timedelta(0)
        self._state = SyncState(request.source)
        self._doing: SyncPass | None = None
        self._records = 0
        self._given_before = 0

    def progress(self) -> ImportProgress:
        """How far it is; may be asked from another thread."""
        one = self._doing
        if one is None:
            return ImportProgress(f"asking {self._request.source}")
        what = {"daily": "changes of", "history": "history of", "sweep": "what is gone from"}[one.name]
        # What was brought by earlier syncs says nothing of how long the rest takes.
        given = one.records - self._given_before
        left = None if one.expected is None else one.expected - self._given_before
        share = min(given / left, 1.0) if left else None
        counted = "tickets" if one.name == "sweep" else "records"
        return ImportProgress(f"{what} {self._request.source}", None, share, given, None, counted)

    def run(self) -> SyncSummary:
        """All passes that are due, then a part of the sweep."""
        checked = self._source.check()
        if checked.server_now is not None:
            # A clock that is behind ours would have us ask for changes later than they are noted there.
            self._behind = max(self._clock.now() - checked.server_now, timedelta(0))
        known = self._store.state(self._request.source)
        start = self._now_there()
        self._state = begun(known, start, since=self._request.since, full=self._request.full)
        with self._store.spool() as new_file:
            batch = OpenBatch(
                self._store,
                new_file,
                self._clock,
                keep_text=self._store.keeps_text(),
                rows=rows_of(self._source),
            )
            try:
                while one := self._next(start):
                    self._go_through(one, batch)
                # What was brought just now need not be asked for.
                removed, notes = self._sweep(batch) if known.complete_to is not None else (0, ())
                batch.commit(self._state)
            except (SourceError, SyncStoppedError):
                batch.commit(self._state)
                raise
            finally:
                batch.abandon()
        return SyncSummary(
            source=self._request.source,
            records=self._records,
            counts=batch.counts,
            removed=removed,
            complete_to=self._state.complete_to,
            tickets=batch.tickets,
            requests=batch.requests,
            unknown=dict(batch.met),
            notes=notes,
        )

    def _next(self, start: datetime) -> SyncPass | None:
        """What comes next; changes up to the start of this sync are due at once, later ones when old."""
        changes_to = self._state.changes_to
        behind = changes_to is not None and changes_to < start
        one = next_pass(
            self._state,
            self._now_there(),
            fresh_seconds=0.0 if behind else self._limits.fresh_seconds,
            overlap_seconds=self._overlap,
        )
        if one is None or one.name != "daily" or one.cursor is not None:
            return one
        return replace(one, cursor=self._numbered_from())

    def _numbered_from(self) -> str | None:
        """Where changes begin that are numbered and not dated; null where they are dated or none came."""
        cursor = last_cursor(self._state)
        if cursor is None or not isinstance(self._source, CountingSource):
            return None
        return self._source.changes_after(cursor)

    def _go_through(self, one: SyncPass, batch: OpenBatch) -> None:
        """Go on with a pass to its end, or until changes are due."""
        self._given_before = before = one.records
        self._doing = one
        self._state = gone_on(self._state, one)
        for page in self._source.pull(one.cursor, one.since):
            for record in page.records:
                batch.add(self._source.events(record))
            given = len(page.records)
            self._records += given
            expected = one.expected if page.expected is None else before + page.expected
            one = replace(one, cursor=page.cursor, records=one.records + given, expected=expected)
            self._state = gone_on(self._state, one, page.complete_to)
            self._doing = one
            if self._is_due(batch, one):
                batch.commit(self._state)
            if self._stops():
                raise stopped(self._request.source)
            if one.name == "history" and self._changes_are_due():
                return
        self._state = ended(self._state, one, self._clock.now())

    def _is_due(self, batch: OpenBatch, one: SyncPass) -> bool:
        """Whether to commit: the more there is already, the more a copy costs, and the longer it waits."""
        enough = max(self._limits.batch_records, one.records * BATCH_SHARE)
        return batch.records >= enough or batch.age_seconds >= self._limits.batch_seconds

    def _changes_are_due(self) -> bool:
        changes_to = self._state.changes_to
        assert changes_to is not None
        return self._now_there() - changes_to > timedelta(seconds=self._limits.fresh_seconds)

    def _sweep(self, batch: OpenBatch) -> tuple[int, tuple[str, ...]]:
        """Ask for a part of the tickets whether they are still there; all of them in a full sync."""
        limit = None if self._request.full else self._limits.sweep_tickets
        swept = sweep_tickets(self._store, self._source, self._state, batch, self._clock, limit, self._stops)
        self._state = swept.state
        return swept.removed, swept.notes

    def _now_there(self) -> datetime:
        return self._clock.now() - self._behind
