from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.kernel.errors import InputError
from deskwise.stores.file_formats import find_format, told_name


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
        ("log.csv", b"\x00\x01\x02\x00b\x00", "neither text nor Parquet"),
        ("log.csv", b"a" * 1_048_577, "the first line of .* is longer"),
        ("log.csv", b",,,\n1,2,3\n", "names no column"),
        ("log.csv", b"a," * 3_000 + b"z\n", "more than 2,000 columns"),
        ("log.parquet", b"at,kind\n", "is named .parquet"),
        ("log.csv", b"at,kind,at\n", "the column 'at' twice"),
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


@pytest.mark.parametrize(
    ("content", "delimiter", "names"),
    [
        (b"a;b\n1;2,5\n3;4\n", ";", ("a", "b")),
        (b'"x;y;z;w",b,c\n1,2,3\n4,5,6\n', ",", ("x;y;z;w", "b", "c")),
        (b'a|b\n1|"x\n,,,,\ny"\n', "|", ("a", "b")),
        (b"alone\n1\n2\n", ",", ("alone",)),
    ],
)
def test_what_parts_the_cells_is_what_parts_all_rows_alike(
    tmp_path: Path, content: bytes, delimiter: str, names: tuple[str, ...]
) -> None:
    found = find_format(written(tmp_path, "log.csv", content))
    assert (found.delimiter, found.names) == (delimiter, names)


def test_cells_apart_by_any_number_of_blanks_become_csv(tmp_path: Path) -> None:
    found = find_format(written(tmp_path, "log.txt", b"at  kind ticket\n\n1    a,b  T1\n2 c\tT2\n"))
    assert (found.delimiter, found.names) == (",", ("at", "kind", "ticket"))
    assert found.content.read_text() == 'at,kind,ticket\n\n1,"a,b",T1\n2,c,T2\n'


def test_a_quote_behind_a_backslash_ends_no_cell(tmp_path: Path) -> None:
    found = find_format(written(tmp_path, "log.csv", b'a,b\n1,"x \\"y\\", z"\n'))
    assert (found.escape, found.names) == ("\\", ("a", "b"))


def test_a_name_that_may_be_somebodys_text_is_not_told() -> None:
    assert told_name("Created at") == "Created at"
    assert told_name("Dear all,\nit broke") == told_name("x" * 61) == "…"
