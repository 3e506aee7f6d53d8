"""A place in memory where syncs keep what they bring, by the book's rules of ids, and can be killed."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from deskwise.app.lake import Folded, LogCounts, LogImport
from deskwise.app.source_port import RowReading
from deskwise.app.sync_store import Committed, SyncAttempt, SyncBatch, SyncState, TicketPreview
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import WorkspaceBusyError

Row = tuple[tuple[str, str], ...]


class KilledError(BaseException):
    """The process is no more."""


@dataclass
class MemorySyncs:
    """`rows` is the log by (ticket, id): each revision with what it says. `kill_at` says of the n-th commit
    whether it dies before or after it holds.
    """

    rows: dict[tuple[str, str], dict[int, Row]] = field(default_factory=dict)
    kept: dict[str, SyncState] = field(default_factory=dict)
    tried: dict[str, SyncAttempt] = field(default_factory=dict)
    commits: list[SyncBatch] = field(default_factory=list)
    kill_at: dict[int, str] = field(default_factory=dict)
    busy: bool = False
    scheduled: bool = False
    text: bool = False
    conflicts: int = 0
    refused: int = 0

    def keeps_text(self) -> bool:
        return self.text

    @contextmanager
    def alone(self, source: str) -> Iterator[None]:
        if self.busy:
            raise WorkspaceBusyError("another sync runs", do="wait")
        yield

    @contextmanager
    def spool(self) -> Iterator[Callable[[str], Path]]:
        with tempfile.TemporaryDirectory() as folder:
            made = iter(range(1_000_000))
            yield lambda ending: Path(folder) / f"{next(made)}{ending}"

    def state(self, source: str) -> SyncState:
        return self.kept.get(source, SyncState(source))

    def states(self) -> tuple[SyncState, ...]:
        return tuple(self.kept.values())

    def commit(self, batch: SyncBatch) -> Committed:
        self.commits.append(batch)
        dies = self.kill_at.get(len(self.commits))
        if dies == "before":
            raise KilledError
        counts = self._take([row for path in batch.files for row in read(path)])
        unknown = dict(self.state(batch.state.source).unknown)
        for what, count in batch.unknown.items():
            unknown[what] = unknown.get(what, 0) + count
        state = replace(batch.state, unknown=unknown)
        self.kept[batch.state.source] = state
        if dies == "after":
            raise KilledError
        return Committed(counts, Folded(len({ticket for ticket, _ in self.rows}), 0), state)

    def tickets_after(self, source: str, ticket: str | None, limit: int) -> tuple[str, ...]:
        removed = {of for of, _ in self.rows if (of, "deskwise-removed") in self.rows}
        known = sorted({of for of, _ in self.rows} - removed)
        return tuple([one for one in known if ticket is None or one > ticket][:limit])

    def preview(
        self, source: str, files: Sequence[Path], at: datetime, rows: RowReading | None = None
    ) -> tuple[TicketPreview, ...]:
        tickets = sorted({row["ticket"] for path in files for row in read(path)})
        return tuple(TicketPreview(one, 0, "customer", None, None, 1, 0, 1, 1) for one in tickets)

    def preview_import(self, bring_in: Callable[[Workspace], None], most: int) -> tuple[TicketPreview, ...]:
        raise NotImplementedError("no file is imported into memory")

    def keep_with(self, session: LogImport, state: SyncState) -> SyncState:
        raise NotImplementedError("no file is imported into memory")

    def keep(self, state: SyncState) -> None:
        self.kept[state.source] = state

    def attempts(self) -> Mapping[str, SyncAttempt]:
        return self.tried

    def note_attempt(self, source: str, attempt: SyncAttempt) -> None:
        self.tried[source] = attempt

    def is_syncing(self, source: str) -> bool:
        return self.busy

    @contextmanager
    def scheduling(self) -> Iterator[None]:
        yield

    def is_scheduled(self) -> bool:
        return self.scheduled

    def standing(self) -> dict[tuple[str, str], Row]:
        """What stands: of each id the highest revision."""
        return {key: revisions[max(revisions)] for key, revisions in self.rows.items()}

    def _take(self, rows: list[dict[str, str]]) -> LogCounts:
        accepted = duplicates = conflicts = refused = 0
        for row in rows:
            if row["kind"] == "untranslated":
                refused += 1
                continue
            revision = int(row.pop("revision"))
            row.pop("seq")
            said = tuple(sorted(row.items()))
            known = self.rows.setdefault((row["ticket"], row["event_id"]), {})
            if known.get(revision) == said:
                duplicates += 1
            elif known and revision <= max(known):
                conflicts += 1
            else:
                known[revision] = said
                accepted += 1
        self.conflicts += conflicts
        self.refused += refused
        return LogCounts(len(rows), accepted, duplicates, conflicts, 0, refused, len(rows))


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a canonical file; what is null in one is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            return [{name: cell for name, cell in row.items() if cell != ""} for row in csv.DictReader(file)]
        rows = [json.loads(line) for line in file]
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]
