from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.stores import csv_lines
from deskwise.stores.csv_lines import RowPlace, lines_at, places_of_rows, places_on_lines
from deskwise.stores.file_formats import find_format

TEXT = b'at,kind\n1,"a\nb"\n\n2,x\n3\n4,"c\n\nd"\n5,y\n'
LINES = {1: 2, 2: 5, 3: 6, 4: 7, 5: 10}


def test_rows_are_found_on_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(TEXT)
    found = find_format(path)
    assert places_of_rows(found, {1, 2, 3, 4, 5}) == LINES
    assert places_of_rows(found, {4}) == {4: 7}
    assert places_on_lines(found, {6, 10}) == {6: RowPlace(3, 6), 10: RowPlace(5, 10)}
    first, third, fifth = 1, TEXT.index(b"3\n") + 1, TEXT.index(b"5,y") + 1
    assert lines_at(found, {first, third, fifth}) == {first: 1, third: 6, fifth: 10}


def test_a_line_in_the_midst_of_a_row_is_that_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(TEXT)
    assert places_on_lines(find_format(path), {3, 8, 40}) == {
        3: RowPlace(1, 3), 8: RowPlace(4, 8), 40: RowPlace(5, 40),
    }  # fmt: skip


def test_a_long_cell_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"at,kind\n1," + b"x" * 300_000 + b"\n2,y\n")
    assert places_of_rows(find_format(path), {2}) == {2: 3}


def test_a_line_end_before_the_row_is_passed_over_even_between_two_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    content = b"at,kind\r\n1,x\r\n\r\n\r\n2,y\r\n"
    path.write_bytes(content)
    for size in range(1, len(content) + 2):
        monkeypatch.setattr(csv_lines, "CHUNK_BYTES", size)
        found = lines_at(find_format(path), {content.index(b"\n1") + 1, content.index(b"x") + 3})
        assert sorted(found.values()) == [2, 5]
