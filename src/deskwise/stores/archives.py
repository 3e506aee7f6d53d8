"""Packed files become plain ones, within bounds; no name inside an archive is used as a path."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, number, say
from deskwise.stores.reading_limits import ReadingLimits
from deskwise.stores.reading_meter import ReadingMeter

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OTHER_PACKINGS = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
}
CHUNK_BYTES = 1_048_576
# What systems put beside the files that a person packed.
NOT_MEANT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
WORKBOOK = "xl/workbook.xml"
FAILURES = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
DIRECTORY_BYTES = 16 * 1_048_576
END_RECORD, END_BYTES = b"PK\x05\x06", 22
END64_LOCATOR, END64_RECORD = b"PK\x06\x07", b"PK\x06\x06"


@dataclass(frozen=True)
class PackedFile:
    """A file inside an archive: which one it is, its ending (for what kind it is), its size unpacked."""

    info: zipfile.ZipInfo
    ending: str


def other_packing(start: bytes) -> str | None:
    """The packing that is known and not read, by the first bytes."""
    return next((name for magic, name in OTHER_PACKINGS.items() if start.startswith(magic)), None)


def unpack_gzip(path: Path, into: Path, limits: ReadingLimits, meter: ReadingMeter) -> None:
    """Unpack a gzip file; raises `InputError` if it is damaged, or grows beyond what exports do."""
    size = path.stat().st_size
    meter.begin(marked("unpacking"), path.name, size)
    try:
        with path.open("rb") as raw, gzip.open(raw, "rb") as packed:
            _copy(packed, into, path, size, limits, lambda: meter.passed(raw.tell()))
    except FAILURES as error:
        raise _damaged(path) from error


def opened_zip(path: Path, limits: ReadingLimits) -> zipfile.ZipFile:
    """A zip file; raises `InputError` if it is damaged, or its list of files alone is beyond all bounds."""
    try:
        if _directory_bytes(path) > DIRECTORY_BYTES:
            raise _too_many(path, limits)
        found = zipfile.ZipFile(path)
    except FAILURES as error:
        raise _damaged(path) from error
    if len(found.infolist()) > limits.packed_files:
        found.close()
        raise _too_many(path, limits)
    return found


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a zip file is an XLSX workbook."""
    return WORKBOOK in archive.namelist()


def packed_files(path: Path, archive: zipfile.ZipFile, limits: ReadingLimits) -> tuple[PackedFile, ...]:
    """The files a person packed; raises `InputError` if there is none, or one that cannot be read."""
    names = set(archive.namelist())
    if "content.xml" in names or "Index/Document.iwa" in names or "xl/workbook.bin" in names:
        raise InputError(
            say("%(file)s is a spreadsheet of a kind not read here", file=path),
            do=say("save it as XLSX or CSV"),
        )
    meant = [info for info in archive.infolist() if not info.is_dir() and not _is_beside(info.filename)]
    if not meant:
        raise InputError(say("%(file)s holds no file", file=path), do=say("export it again"))
    if any(info.flag_bits & 1 for info in meant):
        raise InputError(
            say("%(file)s is locked with a password", file=path),
            do=say("unpack it, and import what is in it"),
        )
    check_sizes(path, archive, limits)
    return tuple(PackedFile(info, _ending(info.filename)) for info in meant)


def check_sizes(path: Path, archive: zipfile.ZipFile, limits: ReadingLimits) -> None:
    """Raise `InputError` for an archive that would unpack beyond what exports do.

    What it says of its sizes can be trusted that far: no more than that is ever unpacked of it.
    """
    if _over(sum(info.file_size for info in archive.infolist()), path.stat().st_size, limits):
        raise _bomb(path)


def unpack_file(
    path: Path,
    archive: zipfile.ZipFile,
    packed: PackedFile,
    into: Path,
    limits: ReadingLimits,
    meter: ReadingMeter,
) -> None:
    """Unpack one file of a zip file."""
    meter.begin(marked("unpacking"), path.name, packed.info.file_size)
    try:
        with archive.open(packed.info) as source:
            _copy(source, into, path, path.stat().st_size, limits, lambda: meter.passed(source.tell()))
    except FAILURES as error:
        raise _damaged(path) from error


def _copy(
    source: IO[bytes] | gzip.GzipFile,
    into: Path,
    path: Path,
    packed_bytes: int,
    limits: ReadingLimits,
    told: Callable[[], None],
) -> None:
    written = 0
    with into.open("wb") as file:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if _over(written, packed_bytes, limits):
                raise _bomb(path)
            if written % (64 * CHUNK_BYTES) < CHUNK_BYTES:
                _check_room(path, into)
            file.write(chunk)
            told()


def _over(unpacked: int, packed: int, limits: ReadingLimits) -> bool:
    far = unpacked > limits.ratio_from_bytes and unpacked > packed * limits.packed_ratio
    return unpacked > limits.unpacked_bytes or far


def _check_room(path: Path, into: Path) -> None:
    if shutil.disk_usage(into.parent).free < 128 * CHUNK_BYTES:
        raise InputError(
            say("%(file)s does not fit unpacked beside the workspace", file=path),
            do=say("make room on that disk, or unpack it elsewhere"),
        )


def _is_beside(name: str) -> bool:
    return name.startswith(NOT_MEANT[0]) or name.rsplit("/", 1)[-1] in NOT_MEANT[1:]


def _ending(name: str) -> str:
    last = name.rsplit("/", 1)[-1].lower()
    return next((known for known in (".jsonl", ".ndjson", ".json", ".parquet") if last.endswith(known)), "")


def _directory_bytes(path: Path) -> int:
    """How long an archive says its list of files is: it would be held in memory as a whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        begin = max(0, size - 65_536 - END_BYTES - 20)
        file.seek(begin)
        tail = file.read()
        at = tail.rfind(END_RECORD)
        if at < 0 or len(tail) < at + END_BYTES:
            raise zipfile.BadZipFile
        told = int.from_bytes(tail[at + 12 : at + 16], "little")
        if at < 20 or tail[at - 20 : at - 16] != END64_LOCATOR:
            return told
        file.seek(int.from_bytes(tail[at - 12 : at - 4], "little"))
        record = file.read(56)
        if not record.startswith(END64_RECORD):
            raise zipfile.BadZipFile
        return max(told if told != 0xFFFFFFFF else 0, int.from_bytes(record[40:48], "little"))


def _damaged(path: Path) -> InputError:
    return InputError(
        say("%(file)s cannot be unpacked to its end", file=path), do=say("copy or export it again")
    )


def _too_many(path: Path, limits: ReadingLimits) -> InputError:
    return InputError(
        say(
            "%(file)s holds more than %(most)s files",
            file=path,
            most=number(limits.packed_files),
        ),
        do=say("unpack it, and name those to import"),
    )


def _bomb(path: Path) -> InputError:
    return InputError(
        say("%(file)s unpacks to more than any export of its size", file=path),
        do=say("unpack it yourself if you trust it, and import that"),
    )
