"""Keep a workspace safe: prove that it is whole, copy it while it is in use, put a copy in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Check:
    """Something that holds in a whole workspace.

    `found` counts the places where it does not; `where` names some of them, never with customers' text.
    """

    name: str
    says: str
    found: int
    where: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object `check --format json` prints of it."""
        return {"check": self.name, "says": self.says, "found": self.found, "where": list(self.where)}


@dataclass(frozen=True)
class Backup:
    """A copy of a workspace in one file, its size, and the version of deskwise that made it.

    Each of `notes` says what is not in it, and where that is.
    """

    file: str
    size_bytes: int
    version: str
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object `backup` and `restore` print with `--format json`."""
        return {
            "file": self.file,
            "size_bytes": self.size_bytes,
            "version": self.version,
            "notes": list(self.notes),
        }


class Keeper(Protocol):
    """What proves, copies and restores one workspace."""

    def check(self, progress: Progress) -> tuple[Check, ...]:
        """Everything that must hold, whether it does or not; `progress` is told what is looked at.

        Raises `WorkspaceError` where there is no workspace, or none that can be opened at all.
        """
        ...

    def backup(self, path: Path) -> Backup:
        """Copy the workspace as it is at one instant into a file, whatever is written meanwhile.

        Raises `WorkspaceError` where there is none, `UsageError` if the file is there already.
        """
        ...

    def restore(self, path: Path, *, replace: bool) -> Backup:
        """Put a copy in the place of what the workspace holds, as one whole.

        Raises `InputError` for a file that is no whole backup, `UsageError` if the workspace holds something
        and `replace` is not said.
        """
        ...
