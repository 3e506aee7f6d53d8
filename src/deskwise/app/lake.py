"""Ports: what use cases ask of the place where the log and the facts are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from deskwise.events.quality_checks import Severity
from deskwise.events.translation import Translation
from deskwise.kernel.language import marked

ExportFormat = Literal["csv", "jsonl", "parquet"]


@dataclass(frozen=True)
class FileReading:
    """How the files of an import are read.

    `source` names the source of rows that name none; None is each file's own name without its ending.
    `timezone` is the zone of local times; None refuses them. `keep_text` keeps subjects and messages.
    `told` is what the files are called where they have no name that anybody knows. `notes` say how they
    were understood.
    """

    translation: Translation | None = None
    source: str | None = None
    timezone: str | None = None
    keep_text: bool = False
    told: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogCounts:
    """What became of the rows of an import.

    `read` is `accepted` + `duplicates` + `conflicts` + `rejected`. `superseded` counts the rows, of this or
    earlier imports, that a higher revision took the place of. `reasons` counts rejects and conflicts by code.
    `notes` say what was taken of a file that could be read in more than one way.
    """

    read: int
    accepted: int
    duplicates: int
    conflicts: int
    superseded: int
    rejected: int
    records: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is.

    `what` is the step, `share` how much of it is done (0 to 1, null where nobody can know), `rows` how many
    are through (where the engine reads, by its share of the bytes), `bytes_total` the size of the file.
    `counted` is what the rows are.
    """

    what: str
    file: str | None = None
    share: float | None = None
    rows: int | None = None
    bytes_total: int | None = None
    counted: str = marked("rows")

    def __str__(self) -> str:
        what = self.what if self.file is None else f"{self.what} {self.file}"
        told = [] if self.share is None else [f"{self.share:.0%}"]
        told += [] if self.rows is None else [f"{self.rows:,} {self.counted}"]
        return f"{what}: {', '.join(told)}" if told else what


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


@dataclass(frozen=True)
class RejectCount:
    """How many rows of a file do not stand for a reason."""

    import_id: int
    file: str
    reason: str
    count: int


@dataclass(frozen=True)
class DoubtfulRow:
    """Where an example of a finding is; `detail` is a day or a reason, never customers' text.

    `file`, `line` and `row` are null where what is doubtful has no row, such as a day that is missing.
    """

    file: str | None
    line: int | None
    row: int | None
    source: str | None
    ticket: str | None
    detail: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a check found in the data of an import: `count` of `total`.

    `counted` says how many of these are in figures all the same, null where that is no question. `subject`
    says of what it was found where the check looks at several things, such as a column.
    """

    check: str
    subject: str | None
    severity: Severity
    count: int
    total: int
    counted: int | None
    examples: tuple[DoubtfulRow, ...] = ()

    @property
    def share(self) -> float:
        """The part of all that the check looked at, 0 to 1."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True)
class QualityReport:
    """What is doubtful in the data of one import, most serious first."""

    import_id: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PastImport:
    """An import that ended well: when it was, which files it read and what became of their rows.

    `notes` say how files of other systems were understood, and what was taken where there was a choice.
    """

    import_id: int
    at: datetime
    files: tuple[str, ...]
    read: int
    accepted: int
    duplicates: int
    conflicts: int
    rejected: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row of an import's file: it is in the log, and stands unless for a reason."""

    row: int
    reason: str | None
    detail: str | None = None


@dataclass(frozen=True)
class PreviewedEvent:
    """An event that a row of a file became; `row` is its number among the data rows.

    `at` is in microseconds since 1970 UTC. `refusal` is null where it counts.
    """

    row: int
    at: int | None
    kind: str
    ticket: str | None
    role: str | None
    actor: str | None
    status: str | None
    channel: str | None
    value: str | None
    refusal: str | None


class LogImport(Protocol):
    """One import under way: nothing of it is seen by others before it has ended well."""

    def add_file(self, path: Path, reading: FileReading) -> None:
        """Read a file's rows; raises `InputError` (and `MappingError`) for a file that cannot be read."""
        ...

    def hold_as_of(self, source: str) -> None:
        """Leave a source's as-of where it is: something else says until when it is known."""
        ...

    def admit(self, declared_as_of: datetime | None) -> LogCounts:
        """Check what was read, put it into the log and move the sources' as-of."""
        ...

    def outcomes(self) -> Iterator[RowOutcome]:
        """What became of each row that was admitted, but for those that were there already.

        For imports of one file: the rows are not told apart by file.
        """
        ...

    def count_tickets(self) -> int:
        """The tickets of the whole log that a standing event makes known."""
        ...

    def as_of(self) -> datetime | None:
        """The workspace's as-of; null in an empty workspace."""
        ...

    def judge(self) -> QualityReport:
        """Look for what is doubtful in the tickets this import names, after the fold, and keep it with it."""
        ...

    def progress(self) -> ImportProgress:
        """How far the import is; may be asked from another thread."""
        ...

    def discard(self) -> None:
        """Leave no trace of the import when it ends."""
        ...


class Lake(Protocol):
    """Where the log is kept."""

    def version(self) -> str | None:
        """A word for what is in it, another one after every write; null where nothing was ever written."""
        ...

    def importing(self, at: datetime) -> AbstractContextManager[LogImport]:
        """Begin an import; raises `WorkspaceBusyError` while another process writes."""
        ...

    def rejects(
        self,
        import_id: int | None = None,
        reason: str | None = None,
        file: str | None = None,
        *,
        after: int = 0,
        most: int | None = None,
    ) -> Iterator[Reject]:
        """The rows that do not stand, in the order they came; of a `file`, by its name without its folder.

        `after` leaves so many out at the beginning; `most` null gives all.
        """
        ...

    def count_rejects(self) -> tuple[RejectCount, ...]:
        """How many rows do not stand, by import, file and reason."""
        ...

    def quality(self, import_id: int | None = None) -> QualityReport:
        """What was doubtful in an import's data; the last one's if none is named.

        Raises `UsageError` for an import that never was, `WorkspaceError` for one that was not judged.
        """
        ...

    def past_imports(self) -> Iterator[PastImport]:
        """What was imported, the last one first."""
        ...

    def export_log(self, path: Path, form: ExportFormat) -> int:
        """Write every row of the log that stands by its row and id; returns how many."""
        ...
