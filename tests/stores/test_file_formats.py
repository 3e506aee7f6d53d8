from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from deskwise.kernel.errors import InputError
from deskwise.stores.file_formats import find_format


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("log.csv", b"at,kind\n", "csv"),
        ("log.txt", b"at;kind\n", "csv"),
        ("log", b'{"at": 1}\n', "jsonl"),
        ("log.ndjson", b'{"at": 1}\n', "jsonl"),
        ("log.parquet", b"PAR1....PAR1", "parquet"),
        ("log.csv", b"PAR1....PAR1", "parquet"),
    ],
)
def test_the_format_is_found_by_content_and_ending(
    tmp_path: Path, name: str, content: bytes, form: str
) -> None:
    assert find_format(written(tmp_path, name, content)).format == form


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_packed_files_are_known_whatever_they_are_called(tmp_path: Path, form: str) -> None:
    content = gzip.compress(b"at,kind\n" if form == "csv" else b'{"at": 1}\n')
    found = find_format(written(tmp_path, "log.dat", content))
    assert (found.format, found.gzipped) == (form, True)


@pytest.mark.parametrize(
    ("header", "delimiter", "names"),
    [
        (b"at,kind\n", ",", ("at", "kind")),
        (b"at;kind\n", ";", ("at", "kind")),
        (b"at\tkind\n", "\t", ("at", "kind")),
        (b"at|kind\n", "|", ("at", "kind")),
        (b"\xef\xbb\xbfat,kind\r\n", ",", ("at", "kind")),
        (b'at,"a ""b"", c"\n', ",", ("at", 'a "b", c')),
    ],
)
def test_the_header_names_the_columns(
    tmp_path: Path, header: bytes, delimiter: str, names: tuple[str, ...]
) -> None:
    found = find_format(written(tmp_path, "log.csv", header))
    assert (found.delimiter, found.names) == (delimiter, names)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("log.csv", b"", "is empty"),
        ("log.csv", b"\n\n", "nothing but blank lines"),
        ("log.csv", b"a\x00b\x00", "neither text nor Parquet"),
        ("log.csv", b"\xff\xfe,kind\n", "is not UTF-8"),
        ("log.parquet", b"at,kind\n", "is named .parquet"),
        ("log.json", b'[{"at": 1}]', "one JSON array"),
        ("log.csv", b"at,kind,at\n", "the column 'at' twice"),
        ("log.csv.gz", gzip.compress(b"at,kind\n" * 99, mtime=0)[:20], "cannot be read to its end"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        find_format(written(tmp_path, name, content))


def test_a_missing_file_and_a_directory_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        find_format(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a directory"):
        find_format(tmp_path)
