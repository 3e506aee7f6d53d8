"""Files that were sent to be imported, what was said and became of each; and the port that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from deskwise.app.file_understanding import Answers
from deskwise.app.lake import Finding, LogImport, PreviewedEvent
from deskwise.app.sync_store import TicketPreview
from deskwise.kernel.language import ENGLISH

Kept = TypeVar("Kept")
WorkKind = Literal["read", "try", "import"]


@dataclass(frozen=True)
class Upload:
    """A file that was sent. `name` is what its sender calls it, made fit to be shown; it is never a path.

    `size` is in bytes, `sent_by` who sent it, as the audit names them.
    """

    id: str
    name: str
    size: int
    sent_at: datetime
    sent_by: str


@dataclass(frozen=True)
class SaidOfUpload:
    """What somebody said of how a file is read.

    `as_of` is until when it is complete, empty where nothing is said.
    """

    answers: Answers = field(default_factory=Answers)
    as_of: str = ""


@dataclass(frozen=True)
class UploadWork:
    """Work on a file: to read what it holds, to try its import, or to import it.

    `asked_at` is when it was asked for; an import is known by it in the lake as well. `language` is the one
    of whoever asked, in which they are told how it goes and ends.
    """

    kind: WorkKind
    asked_at: datetime
    language: str = ENGLISH


@dataclass(frozen=True)
class FirstOfImport:
    """The first of what an import brings: tickets as they count, and events by row."""

    tickets: tuple[TicketPreview, ...] = ()
    events: tuple[PreviewedEvent, ...] = ()


# What looks at an import under way, after the fold.
FirstLook = Callable[[LogImport], FirstOfImport]


@dataclass(frozen=True)
class UploadImport:
    """What an import did, or would do; the counts are those of `ImportSummary`.

    `import_id` is null where nothing was changed. `first` is of what its rows became.
    """

    counts: Mapping[str, int | None]
    as_of: datetime | None
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    import_id: int | None = None
    first: FirstOfImport = field(default_factory=FirstOfImport)


@dataclass(frozen=True)
class WorkEnded:
    """How work on a file ended. `what` and `do` are of the error, null where it went well or was stopped.

    `done` is null for work that reads, that failed or that was stopped.
    """

    kind: WorkKind
    ended_at: datetime
    what: str | None = None
    do: str | None = None
    stopped: bool = False
    done: UploadImport | None = None


@dataclass(frozen=True)
class WorkProgress:
    """How far work is, in words; `share` is 0 to 1, null where nobody can know."""

    words: str
    share: float | None = None


class Receiving(Protocol):
    """A file that is being sent."""

    def write(self, part: bytes) -> None:
        """Keep a further part; raises `InputError` for a file too large, `WorkspaceError` for a full disk."""
        ...

    def whole(self) -> Upload:
        """All has come: it is there from now on. Raises `InputError` for a file without content."""
        ...


class UploadStore(Protocol):
    """Where files are that were sent. Any number of processes and threads may use it."""

    @property
    def limit_bytes(self) -> int:
        """How large a file may be."""
        ...

    def receive(
        self, name: str, size: int | None, by: str, at: datetime
    ) -> AbstractContextManager[Receiving]:
        """Take a file of so many bytes, null where nobody knows.

        Nothing is left of one that does not come whole. Raises as `Receiving.write` does where that is known
        beforehand.
        """
        ...

    def find(self, upload_id: str) -> Upload:
        """A file; raises `UnknownNameError` where there is none."""
        ...

    def all(self) -> tuple[Upload, ...]:
        """All files, the last one first."""
        ...

    def content(self, upload_id: str) -> Path:
        """Where a file lies, under a name of our own."""
        ...

    def get(self, upload_id: str, kind: type[Kept]) -> Kept | None:
        """What is kept of that kind beside a file, null where nothing is."""
        ...

    def put(self, upload_id: str, kept: object) -> None:
        """Keep it beside a file, in the place of what was kept of that kind."""
        ...

    def drop(self, upload_id: str, *kinds: type) -> None:
        """Keep what is of these kinds no longer."""
        ...

    def drop_content(self, upload_id: str) -> None:
        """Remove the file and what was read in it; what became of it stays to be told."""
        ...

    def remove(self, upload_id: str) -> None:
        """Remove all of a file; raises `WorkspaceBusyError` while it is worked on."""
        ...

    def sweep(self, now: datetime) -> None:
        """Remove what did not come whole, and what was sent more than a day ago."""
        ...

    def working(self, upload_id: str) -> AbstractContextManager[None]:
        """The right to work on a file, for one at a time; raises `WorkspaceBusyError` for a second one."""
        ...

    def is_worked_on(self, upload_id: str) -> bool:
        """Whether a process that lives works on a file."""
        ...

    def ask_to_stop(self, upload_id: str) -> None:
        """Ask whoever works on a file to stop."""
        ...

    def is_to_stop(self, upload_id: str) -> bool:
        """Whether that was asked since the work was."""
        ...
