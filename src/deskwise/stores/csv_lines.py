"""Where a CSV file's rows stand in it: only looked for when there are rows to report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from deskwise.stores.file_formats import FileFormat

CHUNK_BYTES = 1_048_576
LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True)
class RowPlace:
    """A data row's number (1 is the first) and the line it begins on (the header begins on 1).

    `ends` is the last line it goes on to, null where that was not looked for.
    """

    row: int
    line: int
    ends: int | None = field(default=None, compare=False)


def lines_at(found: FileFormat, byte_positions: set[int]) -> dict[int, int]:
    """On which lines the rows begin that the engine places at these bytes (the first is 1).

    It counts blank lines before a row, and half of a line's end in two characters, to the row.
    """
    lines: dict[int, int] = {}
    waiting = sorted(byte_positions, reverse=True)
    passed, newlines = 0, 0
    behind_a_line_end: list[int] = []
    with found.content.open("rb") as file:
        while (waiting or behind_a_line_end) and (chunk := file.read(CHUNK_BYTES)):
            starts = [(position, 0) for position in behind_a_line_end]
            while waiting and waiting[-1] <= passed + len(chunk):
                position = waiting.pop()
                starts.append((position, position - 1 - passed))
            behind_a_line_end = []
            counted, before = 0, newlines
            for position, start in starts:
                begins = start
                while begins < len(chunk) and chunk[begins] in b"\r\n":
                    begins += 1
                if begins == len(chunk):
                    behind_a_line_end.append(position)
                    continue
                before += chunk.count(b"\n", counted, begins)
                counted = max(counted, begins)
                lines[position] = before + 1
            passed += len(chunk)
            newlines += chunk.count(b"\n")
    return lines


def places_on_lines(found: FileFormat, lines: set[int]) -> dict[int, RowPlace]:
    """The data row that begins on each of these lines, or the one in the midst of which it lies."""
    places: dict[int, RowPlace] = {}
    waiting = sorted(lines, reverse=True)
    last = RowPlace(1, 1)
    for place in _places(found, max(lines, default=0), None):
        while waiting and waiting[-1] < place.line:
            line = waiting.pop()
            places[line] = RowPlace(last.row, line)
        if waiting and waiting[-1] == place.line:
            places[waiting.pop()] = place
        last = place
    return places | {line: RowPlace(last.row, line) for line in waiting}


def places_of_rows(found: FileFormat, rows: set[int]) -> dict[int, int]:
    """The lines on which these data rows begin."""
    return {
        place.row: place.line for place in _places(found, None, max(rows, default=0)) if place.row in rows
    }


def _places(found: FileFormat, last_line: int | None, last_row: int | None) -> Iterator[RowPlace]:
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with found.content.open("rb") as file:
            text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
            escaped = None if found.escape == '"' else found.escape
            reader = csv.reader(
                text, delimiter=found.delimiter, doublequote=escaped is None, escapechar=escaped
            )
            row, begins = -1, 1
            for cells in reader:
                if cells:
                    row += 1
                    if row > 0:
                        yield RowPlace(row, begins, reader.line_num)
                begins = reader.line_num + 1
                if (last_line is not None and begins > last_line) or (
                    last_row is not None and row >= last_row
                ):
                    return
    finally:
        csv.field_size_limit(limit)
