"""The states of the lake: each a file of its own, one of them the current one.

Whoever reads opens the current state and keeps it, whatever is written meanwhile. Whoever writes works on a
copy that nobody else looks at, and makes it the current one by renaming a pointer: that instant divides what
an import leaves when it is killed, nothing, from what it leaves when it has ended, everything.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.language import say

POINTER_NAME = "lake.current"
# A lake of layout 2 or older is this one file, without a pointer.
FIRST_NAME = "lake.duckdb"
STATE_NAME = re.compile(r"lake-(\d+)\.duckdb")
WAL_ENDING = ".wal"
COPIED_AT_ONCE = 1 << 30


@dataclass(frozen=True)
class LakeStates:
    """The states in the folder `home`."""

    home: Path

    def current(self) -> Path | None:
        """The file of the current state; None where nothing was ever written.

        Raises `WorkspaceError` if the pointer names no state.
        """
        try:
            name = (self.home / POINTER_NAME).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            first = self.home / FIRST_NAME
            return first if first.exists() else None
        except (OSError, UnicodeDecodeError) as error:
            raise self._lost() from error
        if STATE_NAME.fullmatch(name) is None:
            raise self._lost()
        return self.home / name

    def version(self) -> str | None:
        """A word for what is in the current state, another one after every write; None where there is none.

        The name alone might come again in a folder that was emptied and restored.
        """
        while (current := self.current()) is not None:
            try:
                return f"{current.name} {current.stat().st_mtime_ns}"
            except FileNotFoundError as error:
                if self.current() == current:
                    raise self._lost() from error
        return None

    def begin(self) -> Path:
        """A file of its own for the next state: a copy of the current one, or no file yet if there is none.

        Raises `WorkspaceError` if the current state is gone.
        """
        current = self.current()
        begun = self.next()
        if current is not None:
            try:
                _copy(current, begun)
            except FileNotFoundError as error:
                raise self._lost() from error
            wal = _wal(current)
            if wal.exists():
                _copy(wal, _wal(begun))
        return begun

    def next(self) -> Path:
        """The name of the next state, free of what a killed writer has left there."""
        return self.after(self.current())

    def after(self, state: Path | None) -> Path:
        """The name that comes after a state's, free."""
        number = STATE_NAME.fullmatch(state.name) if state is not None else None
        named = self.home / f"lake-{int(number.group(1)) + 1 if number else 1:06}.duckdb"
        self.drop(named)
        return named

    @contextmanager
    def opened(self) -> Iterator[dict[str, IO[bytes]]]:
        """The files of the current state, by the endings of their names, open for as long as they are wanted.

        Empty where nothing was ever written.
        """
        with ExitStack() as files:
            yield self._opened(files)

    def _opened(self, files: ExitStack) -> dict[str, IO[bytes]]:
        while (current := self.current()) is not None:
            try:
                found: dict[str, IO[bytes]] = {"": files.enter_context(current.open("rb"))}
            except FileNotFoundError as error:
                if self.current() == current:
                    raise self._lost() from error
                continue  # a writer has ended since the pointer was read
            with suppress(FileNotFoundError):
                found[WAL_ENDING] = files.enter_context(_wal(current).open("rb"))
            return found
        return {}

    def publish(self, state: Path) -> None:
        """Make a state the current one; once this has returned it outlives a loss of power."""
        _to_disk(state)
        _to_disk(self.home)
        pointer = self.home / f"{POINTER_NAME}.next"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(f"{state.name}\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.home / POINTER_NAME)
        _to_disk(self.home)

    def sweep(self) -> None:
        """Remove every state but the current one: the former, and what a killed writer left.

        Only for whoever holds the right to write. Who still reads a former one is not disturbed.
        """
        current = self.current()
        for path in self.home.glob("lake*.duckdb"):
            if path != current and (STATE_NAME.fullmatch(path.name) or path.name == FIRST_NAME):
                self.drop(path)
        (self.home / f"{POINTER_NAME}.next").unlink(missing_ok=True)

    def drop(self, state: Path) -> None:
        """Remove a state and what the engine keeps beside it."""
        state.unlink(missing_ok=True)
        _wal(state).unlink(missing_ok=True)

    def _lost(self) -> WorkspaceError:
        return WorkspaceError(
            say("%(file)s names no state of the lake", file=self.home / POINTER_NAME),
            do=say("restore the workspace from a backup"),
        )


def _wal(state: Path) -> Path:
    return state.with_name(state.name + WAL_ENDING)


def _copy(source: Path, target: Path) -> None:
    """Copy a file inside the system, which shares the blocks where the disk's format can."""
    with source.open("rb") as given, target.open("wb") as made:
        try:
            while os.copy_file_range(given.fileno(), made.fileno(), COPIED_AT_ONCE):
                pass
            return
        except (AttributeError, OSError):
            made.seek(0)
            made.truncate()
            given.seek(0)
            shutil.copyfileobj(given, made, 1 << 20)


def _to_disk(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return  # no other system lets a folder be opened
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
