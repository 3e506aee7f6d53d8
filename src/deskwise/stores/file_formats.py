"""What a file to import is: its format and compression, found by its first bytes and its name."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deskwise.kernel.errors import InputError

Format = Literal["csv", "jsonl", "parquet"]
SNIFFED_BYTES = 1_048_576
PARQUET_MAGIC = b"PAR1"
GZIP_MAGIC = b"\x1f\x8b"
JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class FileFormat:
    """A file's format; `names`, `delimiter` and `blank_lines` (before the header) only for CSV."""

    path: Path
    format: Format
    gzipped: bool
    names: tuple[str, ...] = ()
    delimiter: str = ","
    blank_lines: int = 0


def find_format(path: Path, delimiter: str | None = None) -> FileFormat:
    """The format of a file.

    Raises `InputError` if it is missing, a directory, not readable, empty, or none of the formats.
    """
    start, gzipped = _first_bytes(path)
    name = path.name.lower().removesuffix(".gz")
    if start.startswith(PARQUET_MAGIC):
        return FileFormat(path, "parquet", gzipped=False)
    if name.endswith(".parquet"):
        raise InputError(
            f"{path} is named .parquet and is none", do="export it again, or give its true ending"
        )
    if b"\x00" in start:
        raise InputError(f"{path} is neither text nor Parquet", do="import CSV, JSON lines or Parquet")
    text = _as_text(path, start)
    if not text.strip():
        raise InputError(f"{path} holds nothing but blank lines", do="export it again")
    if text.lstrip().startswith("[") and name.endswith(JSON_ENDINGS):
        raise InputError(f"{path} is one JSON array", do="write one JSON object a line (jq -c '.[]')")
    if name.endswith(JSON_ENDINGS) or text.lstrip().startswith("{"):
        return FileFormat(path, "jsonl", gzipped)
    return _csv_format(path, gzipped, text, delimiter)


def _first_bytes(path: Path) -> tuple[bytes, bool]:
    if path.is_dir():
        raise InputError(f"{path} is a directory", do="name the files in it")
    try:
        with path.open("rb") as file:
            start = file.read(SNIFFED_BYTES)
        if not start:
            raise InputError(f"{path} is empty", do="export it again")
        if not start.startswith(GZIP_MAGIC):
            return start, False
        with gzip.open(path, "rb") as unpacked:
            return unpacked.read(SNIFFED_BYTES), True
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist", do="check the path") from error
    except PermissionError as error:
        raise InputError(f"{path} may not be read", do="change its permissions") from error
    except (OSError, EOFError) as error:
        raise InputError(f"{path} cannot be read to its end", do="copy or export it again") from error


def _as_text(path: Path, start: bytes) -> str:
    # The cut may fall inside a character: what is wrong further on is a malformed row, not a wrong file.
    header = start.split(b"\n", 1)[0]
    try:
        header.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text", do="save it as UTF-8 (iconv -f latin1 -t utf-8 < old > new)"
        ) from error
    return start.decode("utf-8-sig", errors="replace")


def _csv_format(path: Path, gzipped: bool, text: str, delimiter: str | None) -> FileFormat:
    unblank = text.lstrip("\r\n")
    blank_lines = text[: len(text) - len(unblank)].count("\n")
    first_line = unblank.split("\n", 1)[0]
    found = delimiter or max(DELIMITERS, key=first_line.count)
    try:
        names = next(csv.reader(io.StringIO(unblank, newline=""), delimiter=found))
    except csv.Error as error:
        raise InputError(
            f"the header of {path} cannot be read: {error}", do="export it as CSV again"
        ) from error
    given = [name for name in names if name]
    repeated = sorted({name for name in given if given.count(name) > 1})
    if repeated:
        raise InputError(f"{path} has the column {repeated[0]!r} twice", do="give each column its own name")
    return FileFormat(path, "csv", gzipped, tuple(names), found, blank_lines)
