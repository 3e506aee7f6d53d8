"""Files that were sent to be imported, each in a private folder; see the port `app.uploads.UploadStore`."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from deskwise.app.file_profile import FileProfile
from deskwise.app.upload_names import ending_of, shown_name
from deskwise.app.uploads import SaidOfUpload, Upload, UploadWork, WorkEnded, WorkProgress
from deskwise.kernel.errors import InputError, UnknownNameError, WorkspaceBusyError, WorkspaceError
from deskwise.kernel.language import number, say
from deskwise.stores.engine_errors import of_a_full_disk

FOLDER = "uploads"
# One that has not come whole.
PART = ".part-"
ID = re.compile(r"[0-9a-f]{24}")
CONTENT = "content"
RECORDS: dict[type, str] = {
    Upload: "upload.json",
    FileProfile: "profile.json",
    SaidOfUpload: "said.json",
    UploadWork: "work.json",
    WorkProgress: "progress.json",
    WorkEnded: "ended.json",
}
WORK_LOCK, STOP = "work.lock", "stop"
LOOKS_END_SECONDS = 1.0
KEPT_FOR = timedelta(days=1)
LIMIT_BYTES = 2 * 10**9
# So much of the disk is left to what else has to be written, such as the import itself.
LEFT_FREE_BYTES = 256 * 2**20
LOOKED_EVERY_BYTES = 16 * 2**20
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class UploadsFolder:
    """The uploads of the workspace in the folder `home`, none larger than `limit_bytes`."""

    home: Path
    limit_bytes: int = LIMIT_BYTES

    @contextmanager
    def receive(self, name: str, size: int | None, by: str, at: datetime) -> Iterator[ReceivedFile]:
        """Take a file; what did not come whole is gone at the end."""
        self._check_size(size or 0)
        upload_id = secrets.token_hex(12)
        with _disk_told(self.home):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_room(size or 0)
            part = self._folder / f"{PART}{upload_id}"
            part.mkdir(mode=0o700)
        try:
            with _locked(part), _disk_told(self.home):
                received = ReceivedFile(self, part, Upload(upload_id, shown_name(name), 0, at, by))
                try:
                    yield received
                finally:
                    received.close()
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def find(self, upload_id: str) -> Upload:
        """A file by its id."""
        found = self.get(upload_id, Upload)
        if found is None:
            raise UnknownNameError(
                say("no file that was sent is called so, or it was removed; files are kept for a day"),
                do=say("send it again"),
            )
        return found

    def all(self) -> tuple[Upload, ...]:
        """All files, the last one first."""
        found = [self.get(path.name, Upload) for path in self._folders()]
        return tuple(sorted((one for one in found if one is not None), key=_sent_at, reverse=True))

    def content(self, upload_id: str) -> Path:
        """Where a file lies."""
        name = self.find(upload_id).name
        return self._of(upload_id) / f"{CONTENT}{ending_of(name)}"

    def get(self, upload_id: str, kind: type[Kept]) -> Kept | None:
        """What is kept of that kind; null too for what another version wrote."""
        from pydantic import TypeAdapter, ValidationError

        if not ID.fullmatch(upload_id):
            return None
        try:
            return TypeAdapter(kind).validate_json((self._of(upload_id) / RECORDS[kind]).read_bytes())
        except (OSError, ValidationError):
            return None

    def put(self, upload_id: str, kept: object) -> None:
        """Keep it, whole or not at all."""
        self.find(upload_id)
        with _disk_told(self.home):
            write_record(self._of(upload_id), kept)

    def drop(self, upload_id: str, *kinds: type) -> None:
        """Keep what is of these kinds no longer."""
        for kind in kinds:
            (self._of(upload_id) / RECORDS[kind]).unlink(missing_ok=True)
        if UploadWork in kinds:
            (self._of(upload_id) / STOP).unlink(missing_ok=True)

    def drop_content(self, upload_id: str) -> None:
        """Remove the file and what was read in it."""
        self.content(upload_id).unlink(missing_ok=True)
        self.drop(upload_id, FileProfile, SaidOfUpload)

    def remove(self, upload_id: str) -> None:
        """Remove all of a file."""
        self.find(upload_id)
        with self.working(upload_id):
            # Whoever looks from now on finds none, however long the rest takes.
            self.drop(upload_id, Upload)
        shutil.rmtree(self._of(upload_id), ignore_errors=True)

    def sweep(self, now: datetime) -> None:
        """Remove what nobody sends any more, and what is older than a day."""
        for path in self._folder.glob(f"{PART}*") if self._folder.is_dir() else ():
            if not _is_locked(path):
                shutil.rmtree(path, ignore_errors=True)
        for path in self._folders():
            upload = self.get(path.name, Upload)
            old = upload is None or now - upload.sent_at > KEPT_FOR
            if old and not _is_locked(path):
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def working(self, upload_id: str) -> Iterator[None]:
        """The right to work on a file."""
        # Who only looks whether it is held, holds it for a moment.
        with _locked(self._of(upload_id), LOOKS_END_SECONDS):
            yield

    def is_worked_on(self, upload_id: str) -> bool:
        """Whether a process that lives works on a file."""
        return _is_locked(self._of(upload_id))

    def ask_to_stop(self, upload_id: str) -> None:
        """Ask whoever works on a file to stop."""
        self.find(upload_id)
        (self._of(upload_id) / STOP).touch(mode=0o600)

    def is_to_stop(self, upload_id: str) -> bool:
        """Whether that was asked."""
        return (self._of(upload_id) / STOP).exists()

    @property
    def _folder(self) -> Path:
        return self.home / FOLDER

    def _of(self, upload_id: str) -> Path:
        if not ID.fullmatch(upload_id):
            raise UnknownNameError(
                say("no file that was sent is called so"), do=say("follow a link of these pages")
            )
        return self._folder / upload_id

    def _folders(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if ID.fullmatch(path.name)]

    def _check_size(self, size: int) -> None:
        if size > self.limit_bytes:
            raise InputError(
                say(
                    "the file is larger than %(n)s MB, the most that is taken here",
                    n=number(self.limit_bytes / 1e6),
                ),
                do=say(
                    "pack it as gzip or zip, export a shorter period, or use deskwise import on the server"
                ),
            )

    def _check_room(self, size: int) -> None:
        if shutil.disk_usage(self._folder).free < size + LEFT_FREE_BYTES:
            raise _no_room(self.home)


@dataclass
class ReceivedFile:
    """A file that is being sent; see `app.uploads.Receiving`."""

    uploads: UploadsFolder
    part: Path
    upload: Upload

    def __post_init__(self) -> None:
        path = self.part / f"{CONTENT}{ending_of(self.upload.name)}"
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._size = self._looked = 0

    def write(self, part: bytes) -> None:
        """Keep a further part."""
        self._size += len(part)
        self.uploads._check_size(self._size)
        if self._size - self._looked > LOOKED_EVERY_BYTES:
            self._looked = self._size
            self.uploads._check_room(0)
        self._file.write(part)

    def whole(self) -> Upload:
        """All has come."""
        self.close()
        if not self._size:
            raise InputError(say("%(file)s is empty", file=self.upload.name), do=say("export it again"))
        upload = Upload(
            self.upload.id, self.upload.name, self._size, self.upload.sent_at, self.upload.sent_by
        )
        write_record(self.part, upload)
        self.part.rename(self.part.with_name(upload.id))
        return upload

    def close(self) -> None:
        """Write no more."""
        self._file.close()


def write_record(folder: Path, kept: object) -> None:
    """Write what is kept beside a file, for its owner only."""
    from pydantic import TypeAdapter

    path = folder / RECORDS[type(kept)]
    draft = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(TypeAdapter(type(kept)).dump_json(kept))
    draft.replace(path)


@contextmanager
def _locked(folder: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    lock = FileLock(folder / WORK_LOCK, mode=0o600)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WorkspaceBusyError(
            say("the file is being worked on"), do=say("wait until that has ended, or stop it")
        ) from error
    except OSError as error:
        raise WorkspaceError(
            say("%(folder)s cannot be written to", folder=folder),
            do=say("see that its disk is sound, and whose it is"),
        ) from error
    try:
        yield
    finally:
        lock.release()


def _is_locked(folder: Path) -> bool:
    if not (folder / WORK_LOCK).exists():
        return False
    try:
        with _locked(folder):
            return False
    except WorkspaceError:
        # Held by somebody, or nothing that may be touched here.
        return True


@contextmanager
def _disk_told(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if of_a_full_disk(error):
            raise _no_room(home) from error
        raise WorkspaceError(
            say("%(home)s cannot be written to", home=home),
            do=say("see that its disk is sound, and whose it is"),
        ) from error


def _no_room(home: Path) -> WorkspaceError:
    return WorkspaceError(
        say("the disk of %(home)s has no room for the file", home=home),
        do=say("make room, or pack the file as gzip or zip"),
    )


def _sent_at(upload: Upload) -> datetime:
    return upload.sent_at
