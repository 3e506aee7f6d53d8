"""Any file becomes one the engine reads: packings, encodings, JSON documents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from deskwise.kernel.errors import InputError
from deskwise.stores.plain_files import PlainCopies
from deskwise.stores.reading_limits import ReadingLimits
from stores.workbooks import sheet, workbook, zipped

CSV = "ticket,text\nT1,Größe – “5”\n"


def plain_text(
    folder: Path, name: str, content: bytes, encoding: str | None = None
) -> tuple[str, tuple[str, ...]]:
    path = folder / name
    path.write_bytes(content)
    (plain,) = PlainCopies(folder / "spill").plain(path, encoding)
    return plain.content.read_bytes().decode("utf-8-sig"), plain.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("packed", [False, True])
def test_unicode_needs_no_word(tmp_path: Path, encoding: str, packed: bool) -> None:
    # Without a mark, UTF-16 is known by its zeros: the text is mostly ASCII.
    content = (CSV + "T2,plain\n" * 20).encode(encoding)
    name = "a.csv.gz" if packed else "a.csv"
    text, notes = plain_text(tmp_path, name, gzip.compress(content) if packed else content)
    assert (text, notes) == (CSV + "T2,plain\n" * 20, ())


def test_a_mark_of_the_other_byte_order(tmp_path: Path) -> None:
    assert plain_text(tmp_path, "a.csv", b"\xfe\xff" + CSV.encode("utf-16-be"))[0] == CSV


def test_a_western_text_is_taken_as_windows_1252_and_said_so(tmp_path: Path) -> None:
    text, (note,) = plain_text(tmp_path, "a.csv", CSV.encode("cp1252"))
    assert text == CSV
    assert "was read as Windows-1252" in note


def test_a_named_encoding_wins(tmp_path: Path) -> None:
    content = "ticket,text\nT1,Привет\n"
    assert plain_text(tmp_path, "a.csv", content.encode("cp1251"), "windows-1251") == (content, ())
    assert plain_text(tmp_path, "b.csv", "a\né\n".encode("cp1252"), "latin-1") == ("a\né\n", ())
    with pytest.raises(InputError, match=r"neither UTF-8 nor a Western encoding.*encoding ="):
        plain_text(tmp_path, "c.csv", content.encode("cp1251"))
    with pytest.raises(InputError, match="no encoding is called 'klingon'"):
        plain_text(tmp_path, "d.csv", b"a\n", "klingon")
    with pytest.raises(InputError, match="is not ascii from about line 1 on"):
        plain_text(tmp_path, "e.csv", b"a\n\xe9\n", "ascii")


def test_single_damaged_bytes_make_no_other_encoding(tmp_path: Path) -> None:
    content = CSV.encode() * 3 + b"T2,\xe9\n"
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    (plain,) = PlainCopies(tmp_path).plain(path)
    assert (plain.content, plain.notes) == (path, ())


def test_a_character_cut_by_the_end_of_a_window_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for shift in range(8):
        path.write_bytes(b"a" * shift + "é€😀\n".encode() * 20)
        (plain,) = PlainCopies(tmp_path, ReadingLimits(line_bytes=8)).plain(path)
        assert plain.content == path


def test_lone_returns_end_lines(tmp_path: Path) -> None:
    assert plain_text(tmp_path, "a.csv", b"a,b\r1,2\r3,4")[0] == "a,b\n1,2\n3,4"


@pytest.mark.parametrize(
    "document",
    [
        '[{"a": 1.50},\n {"a": "x\\n]"} ,7]',
        '{"count": 3, "meta": {"x": [1, 2]}, "rows": [{"a": 1.50}, {"a": "x\\n]"}, 7], "tags": ["u"]}',
        '\ufeff  { "rows" : [ {"a": 1.50},{"a": "x\\n]"},7 ] }\n',
    ],
)
def test_a_list_in_a_document_is_taken_as_it_is_written(tmp_path: Path, document: str) -> None:
    text, _ = plain_text(tmp_path, "a.json", document.encode())
    assert text == '{"a": 1.50}\n{"a": "x\\n]"}\n7\n'


def test_a_long_document_is_read_in_pieces(tmp_path: Path) -> None:
    rows = [{"number": number, "text": "x" * 700} for number in range(4_000)]
    text, _ = plain_text(tmp_path, "a.json", json.dumps({"rows": rows}).encode())
    assert [json.loads(line) for line in text.splitlines()] == rows


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", '[{"a": 1}, {"a"', "no valid JSON behind its element 1"),
        ("a.json", '[{"a": 1}] x', "no valid JSON behind its element 1"),
        ("a.json", "[" * 100_000, "no valid JSON behind its element 0"),
        ("a.json", '{"a": [{"b": 1}], "c": [{"d": 1}]}', r"several lists \(a, c\).*jq -c '.a\[\]'"),
        ("a.json", '{\n"a": 1\n', "no JSON with a list of objects"),
        ("a.html", "<!DOCTYPE html><table>", "is a page or XML"),
        ("a.xls", "\n<?xml version='1.0'?><Workbook>", "is a page or XML"),
    ],
)
def test_documents_without_rows_are_told(tmp_path: Path, name: str, content: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        plain_text(tmp_path, name, content.encode())


def test_an_object_a_line_stays_one(tmp_path: Path) -> None:
    lines = '{"a": [{"b": 1}]}\n{"a": [{"b": 2}]}\n'
    assert plain_text(tmp_path, "a.json", lines.encode())[0] == lines
    assert plain_text(tmp_path, "b.jsonl", b'{"a": [{"b": 1}]}\n')[0] == '{"a": [{"b": 1}]}\n'


def test_files_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    parts = {"../../evil.csv": CSV, "b/": "", "__MACOSX/._b": "junk", "b/.DS_Store": "x", "b/b.csv": CSV}
    path.write_bytes(zipped(parts))
    copies = PlainCopies(tmp_path / "spill")
    found = copies.plain(path)
    assert [plain.content.read_text(encoding="utf-8") for plain in found] == [CSV, CSV]
    assert [str(plain) for plain in found] == [f"{path} (file 1 in it)", f"{path} (file 2 in it)"]
    assert all(plain.content.is_relative_to(tmp_path / "spill") for plain in found)
    copies.close()
    assert not (tmp_path / "spill").exists()
    assert not (tmp_path.parent / "evil.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv.gz", gzip.compress(b"at,kind\n" * 99, mtime=0)[:20], "cannot be unpacked to its end"),
        ("a.csv.gz", gzip.compress(gzip.compress(b"at,kind\n", mtime=0), mtime=0), "packed more than once"),
        ("a.zip", zipped({"a.zip": zipped({"a.csv": CSV})}), "packed more than once"),
        ("a.zip", zipped({"a.csv": CSV})[:-30], "cannot be unpacked"),
        ("a.zip", zipped({"__MACOSX/a": "x"}), "holds no file"),
        ("a.zip", zipped({"a.csv": ""}), "is empty"),
        ("a.zip", zipped({str(number): "x" for number in range(1_001)}), "more than 1,000 files"),
        ("a.ods", zipped({"mimetype": "x", "content.xml": "x"}), "a spreadsheet of a kind not read here"),
        ("a.csv", b"BZh91AY", "packed with bzip2"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "an old Excel file, or one with a password"),
        ("a.pdf", b"%PDF-1.7\n", "is a PDF"),
        ("a.csv", b"\x01\x02\x03\x04" * 40, "neither text nor Parquet"),
    ],
    ids=range(12),
)
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        plain_text(tmp_path, name, content)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    limits = ReadingLimits(ratio_from_bytes=1_000_000, packed_ratio=50)
    zeros = b"0" * 5_000_000
    for name, content in (
        ("a.csv.gz", gzip.compress(zeros, mtime=0)),
        ("a.zip", zipped({"a.csv": zeros})),
        ("a.xlsx", workbook(sheet([["x"]]) + " " * 5_000_000)),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        copies = PlainCopies(tmp_path / "spill", limits)
        with pytest.raises(InputError, match="unpacks to more than any export of its size"):
            copies.plain(path)
        assert sum(one.stat().st_size for one in (tmp_path / "spill").rglob("*") if one.is_file()) < 2_100_000
        copies.close()


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": CSV}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="locked with a password"):
        plain_text(tmp_path, "a.zip", bytes(content))
