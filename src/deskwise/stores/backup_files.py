"""Backups: one file with a state of the lake and its checksums, and the way back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from deskwise.app.keep_workspace import Backup
from deskwise.kernel.errors import InputError, UsageError, WorkspaceError
from deskwise.kernel.version import __version__
from deskwise.stores.lake_states import LakeStates

# 2 holds a state beside the lake. What holds none is written as 1, for older versions to read.
FORMAT = 2
LAKE, STATE, CONTENTS = "lake.duckdb", "state.sqlite", "contents.json"
CHUNK_BYTES = 1 << 20
LONGEST_CONTENTS_BYTES = 1 << 16


@dataclass(frozen=True)
class _File:
    bytes: int
    sha256: str


@dataclass(frozen=True)
class _Contents:
    format: int
    version: str
    files: dict[str, _File]


@dataclass
class _Hashed:
    """A file whose checksum is known when it has been read through."""

    file: IO[bytes]
    hash: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        found = self.file.read(size)
        self.hash.update(found)
        self.size += len(found)
        return found

    def told(self) -> _File:
        """What was read."""
        return _File(bytes=self.size, sha256=self.hash.hexdigest())


def back_up(states: LakeStates, path: Path, people: Path | None = None) -> Backup:
    """Write the lake's current state to a file, which is there as a whole or not at all.

    `people` is a copy of the state of people, null where there is none. The file is for its owner only.
    """
    if path.exists():
        raise UsageError(f"{path} is there already", do="name another file, or remove it first")
    part = path.with_name(f"{path.name}.part")
    try:
        with states.opened() as files:
            if not files:
                raise WorkspaceError(
                    f"{states.home} holds no events yet", do="import a log first: deskwise import FILE"
                )
            named = {LAKE + ending: file for ending, file in files.items()}
            part.unlink(missing_ok=True)
            part.touch(0o600)
            with ExitStack() as opened, part.open("wb") as made:
                if people is not None:
                    named[STATE] = opened.enter_context(people.open("rb"))
                _write(made, named)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return Backup(str(path), path.stat().st_size, __version__)


def _write(made: IO[bytes], files: dict[str, IO[bytes]]) -> None:
    with tarfile.open(fileobj=made, mode="w") as archive:
        contents = _Contents(format=FORMAT if STATE in files else 1, version=__version__, files={})
        for name, file in files.items():
            member = tarfile.TarInfo(name)
            member.size = os.fstat(file.fileno()).st_size
            hashed = _Hashed(file)
            archive.addfile(member, hashed)
            contents.files[name] = hashed.told()
        text = json.dumps(asdict(contents), indent=2).encode()
        member = tarfile.TarInfo(CONTENTS)
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    made.flush()
    os.fsync(made.fileno())


def unpack(path: Path, state: Path, people: Path) -> Backup:
    """Write the state in a backup to files of that name, and prove them by their checksums.

    A state of people, if it holds one, goes to the file `people`.
    Raises `InputError` for what is no whole backup; what was written by then is left to the caller.
    """
    try:
        with tarfile.open(path, mode="r:") as archive:
            contents = _contents(path, archive)
            if LAKE not in contents.files:
                raise _damaged(path)
            for name, told in contents.files.items():
                found = archive.extractfile(name)
                target = people if name == STATE else state.with_name(state.name + name.removeprefix(LAKE))
                known = name == STATE or name.startswith(LAKE)
                if not known or found is None or _copied(found, target) != told:
                    raise _damaged(path)
    except FileNotFoundError as error:
        raise InputError(f"{path} is not there", do="name a file that deskwise backup has written") from error
    except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError) as error:
        raise _damaged(path) from error
    return Backup(str(path), path.stat().st_size, contents.version)


def _contents(path: Path, archive: tarfile.TarFile) -> _Contents:
    found = archive.extractfile(CONTENTS)
    if found is None:
        raise _damaged(path)
    told = json.loads(found.read(LONGEST_CONTENTS_BYTES))
    files = {str(name): _File(**file) for name, file in told["files"].items()}
    contents = _Contents(int(told["format"]), str(told["version"]), files)
    if contents.format > FORMAT:
        raise InputError(
            f"{path} was made by deskwise {contents.version}, in a form this version does not know",
            do="restore it with that version, or a newer one",
        )
    return contents


def _copied(found: IO[bytes], target: Path) -> _File:
    hashed = _Hashed(found)
    with target.open("wb") as made:
        while chunk := hashed.read(CHUNK_BYTES):
            made.write(chunk)
    return hashed.told()


def _damaged(path: Path) -> InputError:
    return InputError(f"{path} is no whole backup", do="use another one; nothing was changed")
