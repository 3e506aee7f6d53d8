"""What a sync has brought since its last commit: lines in a file, and what was met in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deskwise.app.event_lines import EventFiles
from deskwise.app.import_files import ImportSummary
from deskwise.app.lake import LogCounts
from deskwise.app.source_port import RowReading, Translated
from deskwise.app.sync_store import SyncBatch, SyncState, SyncStore, Unknown
from deskwise.kernel.clock import Clock

# One of a few values is short; anything longer might be somebody's text.
LONGEST_VALUE_TOLD = 40
UNTOLD = "…"


@dataclass(frozen=True)
class SyncCounts:
    """What became of the events of a sync; the words are those of an import."""

    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    conflicts: int = 0
    superseded: int = 0
    rejected: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    def and_of(self, counts: LogCounts | ImportSummary) -> SyncCounts:
        """These and those of one commit more."""
        names = ("read", "accepted", "duplicates", "conflicts", "superseded", "rejected")
        reasons = Counter(self.reasons)
        reasons.update(counts.reasons)
        return SyncCounts(
            **{name: getattr(self, name) + getattr(counts, name) for name in names}, reasons=dict(reasons)
        )

    def to_json(self) -> dict[str, Any]:
        """The counts by name."""
        return asdict(self)


class OpenBatch:
    """The batch under way. Its events are in a file, so that its size does not matter.

    `records` and `age_seconds` are since the last commit; the rest is of the whole sync. `tickets` and
    `requests` are the workspace's after the last commit, null before the first.
    """

    def __init__(
        self,
        store: SyncStore,
        new_file: Callable[[str], Path],
        clock: Clock,
        *,
        keep_text: bool,
        rows: RowReading | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rows = rows
        self._files = EventFiles(new_file, keep_text=keep_text)
        self._met_now: Counter[Unknown] = Counter()
        self._since = clock.now()
        self._committed: SyncState | None = None
        self.records = 0
        self.counts = SyncCounts()
        self.met: Counter[Unknown] = Counter()
        self.tickets: int | None = None
        self.requests: int | None = None

    @property
    def age_seconds(self) -> float:
        """How long ago the last commit was."""
        return (self._clock.now() - self._since).total_seconds()

    def add(self, translated: Translated) -> None:
        """Take the events of a record."""
        self.records += 1
        self._files.add(translated)
        if translated.unknown_fields or translated.unknown_values:
            self._met_now.update((name, None) for name in translated.unknown_fields)
            self._met_now.update((name, _told(value)) for name, value in translated.unknown_values)

    def commit(self, state: SyncState) -> None:
        """Put it into the log, and the state with it; nothing happens where both are as they were."""
        files = self._files.close()
        if not files and state == self._committed:
            return
        batch = SyncBatch(self._clock.now(), state, files, dict(self._met_now), self._rows)
        done = self._store.commit(batch)
        self._committed = state
        self.counts = self.counts.and_of(done.counts)
        self.tickets, self.requests = done.folded.tickets, done.folded.requests
        self.met.update(self._met_now)
        self._met_now.clear()
        for path in files:
            path.unlink()
        self.records, self._since = 0, self._clock.now()

    def abandon(self) -> None:
        """Let go of what is not committed: it will be asked for again."""
        self._files.close()


def _told(value: str) -> str:
    r"""A value as it may be kept and shown.

    >>> _told("waiting for parts"), _told("ann@example.org"), _told("two\nlines")
    ('waiting for parts', '…', '…')
    """
    short = 0 < len(value) <= LONGEST_VALUE_TOLD and value.isprintable()
    return value if short and "@" not in value else UNTOLD
