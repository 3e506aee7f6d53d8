"""Where a CSV file's rows stand in it: only looked for when there are rows to report."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from deskwise.stores.file_formats import FileFormat

CHUNK_BYTES = 1_048_576
LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True)
class RowPlace:
    """A data row's number (1 is the first) and the line it begins on (the header begins on 1)."""

    row: int
    line: int


@contextmanager
def _opened(found: FileFormat) -> Iterator[BinaryIO]:
    if found.gzipped:
        with gzip.open(found.path, "rb") as file:
            yield io.BufferedReader(file)
    else:
        with found.path.open("rb") as file:
            yield file


def lines_at(found: FileFormat, byte_positions: set[int]) -> set[int]:
    """The lines on which the rows begin that the engine places at these bytes (the first is 1).

    It counts blank lines before a row, and half of a line's end in two characters, to the row.
    """
    lines: set[int] = set()
    waiting = sorted(byte_positions)
    passed, newlines = 0, 0
    at_a_line_end = False
    with _opened(found) as file:
        while (waiting or at_a_line_end) and (chunk := file.read(CHUNK_BYTES)):
            starts = [0] if at_a_line_end else []
            while waiting and waiting[0] <= passed + len(chunk):
                starts.append(waiting.pop(0) - 1 - passed)
            at_a_line_end = False
            for start in starts:
                rest = chunk[start:]
                begins = start + len(rest) - len(rest.lstrip(b"\r\n"))
                if begins == len(chunk):
                    at_a_line_end = True
                else:
                    lines.add(newlines + chunk.count(b"\n", 0, begins) + 1)
            passed += len(chunk)
            newlines += chunk.count(b"\n")
    return lines


def places_on_lines(found: FileFormat, lines: set[int]) -> list[RowPlace]:
    """The data rows that begin on these lines."""
    return [place for place in _places(found, max(lines, default=0), None) if place.line in lines]


def places_of_rows(found: FileFormat, rows: set[int]) -> dict[int, int]:
    """The lines on which these data rows begin."""
    return {
        place.row: place.line for place in _places(found, None, max(rows, default=0)) if place.row in rows
    }


def _places(found: FileFormat, last_line: int | None, last_row: int | None) -> Iterator[RowPlace]:
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with _opened(found) as file:
            text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
            reader = csv.reader(text, delimiter=found.delimiter)
            row, begins = -1, 1
            for cells in reader:
                if cells:
                    row += 1
                    if row > 0:
                        yield RowPlace(row, begins)
                begins = reader.line_num + 1
                if (last_line is not None and begins > last_line) or (
                    last_row is not None and row >= last_row
                ):
                    return
    finally:
        csv.field_size_limit(limit)
