"""A folder that exports are dropped into: its files are imported as they are."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.app.folder_port import DroppedFile, DropReading
from deskwise.app.source_port import (
    Checked,
    Connection,
    Gap,
    Page,
    Record,
    SourceDescription,
    SourceSetting,
    Translated,
)
from deskwise.kernel.errors import InputError, SettingsError, SourceMissingError, SourcePermissionError
from deskwise.sources.mapping_file import read_mapping_file

SETTLE_SECONDS = 60.0
CHUNK = 1024 * 1024


class Directory:
    """A folder through one connection. It has no records: a sync imports its files."""

    description: ClassVar[SourceDescription] = SourceDescription(
        kind="directory",
        title="A folder that exports are dropped into",
        history="What its files hold; each is imported as `deskwise import` would, the oldest first.",
        derived=(
            "A file is taken once; again where its content is another one.",
            "The source is known up to its latest event.",
        ),
        missing=(
            Gap("A file that is deleted takes nothing back."),
            Gap("Tickets that a later export leaves out stay."),
        ),
        settings=(
            SourceSetting("url", "The folder.", "file:///srv/exports"),
            SourceSetting(
                "mapping",
                "A mapping file, or a shipped one; else it is found out.",
                "zendesk",
                required=False,
            ),
            SourceSetting("timezone", "The zone of times without an offset.", "Europe/Rome", required=False),
            SourceSetting("subfolders", "yes to look into folders in it, too.", "yes", required=False),
            SourceSetting(
                "settle_seconds",
                "How long a file must not have changed before it is taken.",
                "60",
                required=False,
            ),
        ),
        overlap_seconds=SETTLE_SECONDS,
    )

    def __init__(self, connection: Connection) -> None:
        self._name = connection.name
        self._options = connection.options
        parts = urlsplit(connection.url)
        if parts.scheme != "file" or not parts.path:
            raise SettingsError(
                f"the url of the connection {connection.name} names no folder",
                do="write the folder's path: file:///srv/exports",
            )
        self._folder = Path(url2pathname(parts.path))
        self._deep = self._options.get("subfolders", "no")
        if self._deep not in ("yes", "no"):
            raise self._wrong("subfolders is neither yes nor no")

    def check(self) -> Checked:
        """Whether the folder can be read, and what lies in it."""
        self.reading()
        many = len(self.files())
        return Checked(f"a reader of {self._folder}", (f"{many:,} file{'' if many == 1 else 's'}",))

    def reading(self) -> DropReading:
        """How the files are read."""
        said = self._options.get("mapping")
        zone = self._options.get("timezone") or None
        try:
            settle = float(self._options.get("settle_seconds", SETTLE_SECONDS))
            if zone is not None:
                ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self._wrong("timezone is no IANA name, or settle_seconds no number") from None
        return DropReading(read_mapping_file(Path(said)) if said else None, zone, settle)

    def files(self) -> tuple[DroppedFile, ...]:
        """The files there are, the oldest first; hidden ones are left aside."""
        try:
            found = list(self._within(self._folder))
        except FileNotFoundError:
            raise SourceMissingError(
                f"the folder of {self._name} does not exist", do="check the url of the connection"
            ) from None
        except OSError:
            raise SourcePermissionError(
                f"the folder of {self._name} cannot be read", do="check its path and permissions"
            ) from None
        return tuple(sorted(found, key=lambda one: (one.modified_ns, one.name)))

    def digest(self, file: DroppedFile) -> str:
        """What a file's content is known by."""
        made = hashlib.sha256()
        try:
            with file.path.open("rb") as content:
                while chunk := content.read(CHUNK):
                    made.update(chunk)
        except OSError:
            raise InputError(f"{file.name} cannot be read", do="check its permissions") from None
        return made.hexdigest()

    def is_as_it_was(self, file: DroppedFile) -> bool:
        """Whether a file is still the one that was seen."""
        try:
            return _dropped(self._folder, file.path, file.path.lstat()) == file
        except OSError:
            return False

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:  # noqa: ARG002 - none
        """No records: there are files instead."""
        return iter(())

    def events(self, record: Record) -> Translated:  # noqa: ARG002 - there is none
        """No events, as there are no records."""
        return Translated(())

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        """All of them: no file tells that a ticket is gone."""
        return frozenset(tickets)

    def close(self) -> None:
        """Nothing is held open."""

    def _within(self, folder: Path) -> Iterator[DroppedFile]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # gone meanwhile
                if stat.S_ISDIR(found.st_mode):
                    if self._deep == "yes":
                        yield from self._within(Path(entry.path))
                elif stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode):
                    yield _dropped(self._folder, Path(entry.path), found)

    def _wrong(self, what: str) -> SettingsError:
        return SettingsError(
            f"connection {self._name}: {what}", do=f"change connections.{self._name}.options"
        )


def _dropped(folder: Path, path: Path, found: os.stat_result) -> DroppedFile:
    return DroppedFile(
        path.relative_to(folder).as_posix(),
        path,
        found.st_size,
        found.st_mtime_ns,
        found.st_ino,
        stat.S_ISLNK(found.st_mode),
    )
