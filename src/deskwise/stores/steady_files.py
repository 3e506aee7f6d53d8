"""A file is an ordinary one, and is the same after it was read as before."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, say

KINDS_OF_FILE = (
    (stat.S_ISFIFO, marked("a pipe")),
    (stat.S_ISSOCK, marked("a socket")),
    (stat.S_ISCHR, marked("a device")),
    (stat.S_ISBLK, marked("a device")),
)


@dataclass(frozen=True)
class SteadyFile:
    """A file as it was when the import first saw it.

    A symbolic link is followed: whoever names it means what it points to. What it pointed to is what counts,
    so a link that is turned to another file meanwhile is a file that changed.
    """

    path: Path
    device: int
    inode: int
    size: int
    modified_ns: int

    def check(self) -> None:
        """Raise `InputError` if the file is not the one it was."""
        try:
            now = steady_file(self.path)
        except InputError as error:
            raise self._changed() from error
        if now != self:
            raise self._changed()

    def _changed(self) -> InputError:
        return InputError(
            say("%(file)s changed while it was read", file=self.path),
            do=say("wait until whatever writes it has finished, and import it again"),
        )


def steady_file(path: Path) -> SteadyFile:
    """The file as it is now; raises `InputError` for what is missing, no ordinary file, or not to be read."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise _missing(path) from error
    except PermissionError as error:
        raise _not_allowed(path) from error
    except (OSError, ValueError) as error:
        raise InputError(say("%(file)s cannot be opened", file=path), do=say("check the path")) from error
    if stat.S_ISDIR(found.st_mode):
        raise InputError(say("%(file)s is a directory", file=path), do=say("name the files in it"))
    for is_kind, words in KINDS_OF_FILE:
        if is_kind(found.st_mode):
            raise InputError(
                say("%(file)s is %(words)s and can be read only once", file=path, words=say(words)),
                do=say("write it into a file and import that"),
            )
    if not os.access(path, os.R_OK):
        raise _not_allowed(path)
    return SteadyFile(path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _missing(path: Path) -> InputError:
    if path.is_symlink():
        return InputError(
            say("%(file)s is a link to a file that does not exist", file=path),
            do=say("check where it points"),
        )
    return InputError(say("%(file)s does not exist", file=path), do=say("check the path"))


def _not_allowed(path: Path) -> InputError:
    return InputError(say("%(file)s may not be read", file=path), do=say("change its permissions"))
