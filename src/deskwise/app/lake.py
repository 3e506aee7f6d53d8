"""Ports: what use cases ask of the place where the log and the facts are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from deskwise.events.translation import Translation

ExportFormat = Literal["csv", "jsonl", "parquet"]


@dataclass(frozen=True)
class FileReading:
    """How the files of an import are read.

    `source` names the source of rows that name none; None is each file's own name without its ending.
    `timezone` is the zone of local times; None refuses them. `keep_text` keeps subjects and messages.
    """

    translation: Translation | None = None
    source: str | None = None
    timezone: str | None = None
    keep_text: bool = False


@dataclass(frozen=True)
class LogCounts:
    """What became of the rows of an import.

    `read` is `accepted` + `duplicates` + `conflicts` + `rejected`. `superseded` counts the rows, of this or
    earlier imports, that a higher revision took the place of. `reasons` counts rejects and conflicts by code.
    """

    read: int
    accepted: int
    duplicates: int
    conflicts: int
    superseded: int
    rejected: int
    records: int
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Folded:
    """What the log means after an import: the tickets and requests known in the whole workspace."""

    tickets: int
    requests: int


@dataclass(frozen=True)
class Reject:
    """A row that does not stand, its place and why.

    `line` is the line of the file it begins on (null in Parquet), `row` its number among the data rows.
    `detail` never holds customers' text.
    """

    import_id: int
    file: str
    line: int | None
    row: int | None
    source: str | None
    ticket: str | None
    event_id: str | None
    reason: str
    detail: str | None


class LogImport(Protocol):
    """One import under way: nothing of it is seen by others before its transaction ends well."""

    def add_file(self, path: Path, reading: FileReading) -> None:
        """Read a file's rows; raises `InputError` (and `MappingError`) for a file that cannot be read."""
        ...

    def admit(self, declared_as_of: datetime | None) -> LogCounts:
        """Check what was read, put it into the log and move the sources' as-of."""
        ...

    def count_tickets(self) -> int:
        """The tickets of the whole log that a standing event makes known."""
        ...

    def as_of(self) -> datetime | None:
        """The workspace's as-of; null in an empty workspace."""
        ...

    def discard(self) -> None:
        """Leave no trace of the import when its transaction ends."""
        ...


class Lake(Protocol):
    """Where the log is kept."""

    def importing(self, at: datetime) -> AbstractContextManager[LogImport]:
        """Begin an import; raises `WorkspaceBusyError` while another process writes."""
        ...

    def rejects(self, import_id: int | None = None, reason: str | None = None) -> Iterator[Reject]:
        """The rows that do not stand, in the order they came."""
        ...

    def export_log(self, path: Path, form: ExportFormat) -> int:
        """Write every row of the log that stands by its row and id; returns how many."""
        ...
