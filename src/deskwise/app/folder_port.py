"""Port: a folder that exports are dropped into, as a sync of it sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from deskwise.app.source_port import Source
from deskwise.events.translation import Translation


@dataclass(frozen=True)
class DroppedFile:
    """A file as it lies in the folder; `name` is its path within it, `is_link` of a symbolic link.

    `modified_ns` counts nanoseconds since 1970 UTC.
    """

    name: str
    path: Path
    size: int
    modified_ns: int
    inode: int
    is_link: bool = False


@dataclass(frozen=True)
class DropReading:
    """How the files of a folder are read: as the options `--map` and `--timezone` of `import` say.

    A file that was changed less than `settle_seconds` ago may still grow.
    """

    mapping: Translation | None
    timezone: str | None
    settle_seconds: float


@runtime_checkable
class FolderSource(Source, Protocol):
    """A source that is a folder: its files are imported as they are, none is moved or deleted."""

    def files(self) -> tuple[DroppedFile, ...]:
        """The files there are, the oldest first; raises `SourceError` where the folder cannot be read."""
        ...

    def reading(self) -> DropReading:
        """How they are read; raises `MappingError` and `SettingsError`."""
        ...

    def digest(self, file: DroppedFile) -> str:
        """What a file's content is known by; raises `InputError` if it cannot be read."""
        ...

    def is_as_it_was(self, file: DroppedFile) -> bool:
        """Whether a file is still the one that was seen."""
        ...
