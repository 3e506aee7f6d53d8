"""Port: where a sync keeps what it brought and how far it came, both at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from deskwise.app.lake import Folded, LogCounts, LogImport
from deskwise.app.source_port import RowReading
from deskwise.app.workspace import Workspace

PassName = Literal["daily", "history", "sweep"]
# A field alone, or a field and a value.
Unknown = tuple[str, str | None]


@dataclass(frozen=True)
class SyncPass:
    """One way through a source's records, and how far it is.

    `daily` brings what was changed since the last one, `history` everything (since an instant, if the user
    named one), `sweep` asks ticket by ticket which are still there. `cursor` is where it goes on, null at
    the beginning; `begun_at` when it began, `done_at` when it came to its end. `records` counts what it gave
    so far, `expected` what it should give in all, null where nobody knows.
    """

    name: PassName
    begun_at: datetime
    since: datetime | None = None
    cursor: str | None = None
    records: int = 0
    expected: int | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class SyncState:
    """How far the syncs of one source are.

    `changes_to` is the instant up to which changes were asked for by daily passes; null before the first
    sync. `complete_to` is the source's as-of: null until a first way through its whole history has ended.
    `unknown` counts what was met and not understood, a record that came twice twice.
    """

    source: str
    passes: Mapping[PassName, SyncPass] = field(default_factory=dict)
    changes_to: datetime | None = None
    complete_to: datetime | None = None
    unknown: Mapping[Unknown, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SyncBatch:
    """What is committed as one whole: the rows of canonical files, and the state with them.

    `files` are none where nothing was brought; those whose name ends in
    `ROWS` are read as `rows` says. `unknown` is what was met in this batch alone.
    """

    at: datetime
    state: SyncState
    files: tuple[Path, ...] = ()
    unknown: Mapping[Unknown, int] = field(default_factory=dict)
    rows: RowReading | None = None


@dataclass(frozen=True)
class Committed:
    """What became of the events of a batch, and what the workspace knows now."""

    counts: LogCounts
    folded: Folded
    state: SyncState


@dataclass(frozen=True)
class SyncAttempt:
    """The last time a source was to be synced: how it ended. `error` is null where it ended well.

    `passing` says of an error that the next attempt may go well. `failed_in_a_row` counts those that failed
    since one went well, this one too once it has.
    """

    begun_at: datetime
    ended_at: datetime | None = None
    error: str | None = None
    passing: bool = False
    failed_in_a_row: int = 0


@dataclass(frozen=True)
class TicketPreview:
    """What a ticket would count as. Instants are microseconds since 1970 UTC.

    `first_response_microseconds` is null where nobody answered yet, `resolved_at` where its last request
    does not stand resolved.
    """

    ticket: str
    raised_at: int
    raised_by: str
    first_response_microseconds: int | None
    resolved_at: int | None
    requests: int
    reopenings: int
    contacts: int
    events: int


class SyncStore(Protocol):
    """What a sync asks of the workspace."""

    def keeps_text(self) -> bool:
        """Whether subjects and messages are kept."""
        ...

    def alone(self, source: str) -> AbstractContextManager[None]:
        """The right to sync a source, for one process at a time.

        Who comes second waits, and is told; raises `WorkspaceBusyError` when that takes too long.
        """
        ...

    def spool(self) -> AbstractContextManager[Callable[[str], Path]]:
        """What names new files, of an ending, for what passes; they go at the end, or after a kill."""
        ...

    def state(self, source: str) -> SyncState:
        """How far a source is; one that was never synced is at its beginning."""
        ...

    def states(self) -> tuple[SyncState, ...]:
        """How far each source is that was ever synced, by name."""
        ...

    def commit(self, batch: SyncBatch) -> Committed:
        """Put events into the log and the state beside them: both are there afterwards, or neither.

        The source's as-of becomes the state's `complete_to`; where that is null none of its events counts
        yet. Raises `WorkspaceBusyError` while another process writes for too long.
        """
        ...

    def keep_with(self, session: LogImport, state: SyncState) -> SyncState:
        """Write a state into an import under way: both are seen afterwards, or neither. Returns it as kept.

        Its `complete_to` becomes the as-of that the import gives the source.
        """
        ...

    def keep(self, state: SyncState) -> None:
        """Write a state where no event was brought."""
        ...

    def tickets_after(self, source: str, ticket: str | None, limit: int) -> tuple[str, ...]:
        """The next tickets of a source in the order of their ids that nobody removed yet."""
        ...

    def preview(
        self, source: str, files: Sequence[Path], at: datetime, rows: RowReading | None = None
    ) -> tuple[TicketPreview, ...]:
        """What the events of files, as those of a batch, would count as, alone; nothing is kept."""
        ...

    def preview_import(self, bring_in: Callable[[Workspace], None], most: int) -> tuple[TicketPreview, ...]:
        """The first tickets of what `bring_in` imports, as they would count alone.

        It is given a workspace with these settings that is thrown away. Raises what it raises.
        """
        ...

    def attempts(self) -> Mapping[str, SyncAttempt]:
        """How the last attempt of each source ended."""
        ...

    def note_attempt(self, source: str, attempt: SyncAttempt) -> None:
        """Keep how an attempt ended; beside the lake, for it is no fact."""
        ...

    def is_syncing(self, source: str) -> bool:
        """Whether some process syncs a source now."""
        ...

    def scheduling(self) -> AbstractContextManager[None]:
        """The right to sync what is due, for one process at a time; raises `WorkspaceBusyError` at once."""
        ...

    def is_scheduled(self) -> bool:
        """Whether some process syncs what is due now."""
        ...
